import json

import pytest

from hornstudio.cli.outcome import print_json


def test_what_is_no_number_is_null(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"loss": float("nan"), "all": [1.5, float("inf")], "shape": (2, None)})
    text = capsys.readouterr().out
    assert json.loads(text, parse_constant=pytest.fail) == {
        "loss": None,
        "all": [1.5, None],
        "shape": [2, None],
    }
