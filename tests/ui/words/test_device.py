from types import SimpleNamespace

import pytest

from hornstudio.engine.graph import Training
from hornstudio.ui.words.device import device_text


@pytest.mark.parametrize(
    ("training", "text"),
    [
        (Training(), "CPU"),
        (Training(devices="all"), "8 × CPU"),
        (Training(devices="all", batch_size=60), "6 × CPU"),
        (Training(devices="all", batch_size=7), "7 × CPU"),
        (Training(devices="all", batch_size=11), "CPU"),
    ],
)
def test_it_is_called_after_those_that_share_a_batch(training, text):
    greeting = SimpleNamespace(device="CPU", devices=["CPU"] * 8)
    assert device_text(greeting, training) == text
