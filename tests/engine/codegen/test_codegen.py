"""Exporting by the name of a target."""

from dataclasses import replace

import pytest

from hornstudio.engine.codegen import TARGETS, export
from hornstudio.engine.errors import ExportError
from tests.engine import sample_graph


@pytest.mark.parametrize("target", TARGETS)
def test_a_script_can_be_written_whatever_the_network_is_called(target: str) -> None:
    text = export(replace(sample_graph.mlp(), name="half a pair \ud83d"), target)
    assert r"half a pair \ud83d" in text.encode().decode()


def test_targets_that_there_are_not_are_refused_with_those_that_there_are() -> None:
    with pytest.raises(ExportError, match="known are jax, keras, flax"):
        export(sample_graph.mlp(), "torch")
