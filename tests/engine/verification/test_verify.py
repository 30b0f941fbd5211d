"""Exported scripts, run in a process of their own and compared with the engine."""

import os
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from hornstudio.engine import codegen
from hornstudio.engine.errors import ExportError
from hornstudio.engine.training_settings import MIXED
from hornstudio.engine.verification import verify as module
from hornstudio.engine.verification.drivers import DRIVERS, NEEDS
from hornstudio.engine.verification.verify import verify
from tests.engine import sample_graph


@pytest.mark.parametrize("target", codegen.TARGETS)
@pytest.mark.parametrize("name", ["strips", "fitted", "two_in_two_out", "attending"])
def test_a_script_gives_what_the_engine_gives(name: str, target: str) -> None:
    verdict = verify(sample_graph.ALL[name](), target)
    assert verdict.is_equal, verdict
    assert all(np.isfinite(apart) for apart in verdict.outputs.values())


def test_mixed_precision_is_that_of_keras() -> None:
    plain = sample_graph.convolutional()
    mixed = replace(plain, training=replace(plain.training, precision=MIXED))
    verdict = verify(mixed, "keras")
    assert verdict.is_equal, verdict
    assert verdict.difference > 1e-5  # the numbers are short in both


def test_another_number_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script with a small fault, such as a bias that is forgotten."""
    right = codegen.export(sample_graph.mlp(), "jax")
    wrong = right.replace("y = y + bias", "y = y + 0.99 * bias")
    assert wrong != right
    monkeypatch.setattr(codegen, "export", lambda graph, target: wrong)
    verdict = verify(sample_graph.mlp(), "jax")
    assert not verdict.is_equal
    assert 1e-5 < verdict.difference < 0.1


def test_a_script_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codegen, "export", lambda graph, target: "1 / 0")
    with pytest.raises(ExportError, match="the script failed: ZeroDivisionError: division by"):
        verify(sample_graph.mlp(), "jax")


def test_a_package_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "find_spec", lambda name: None if name == "keras" else object())
    with pytest.raises(ExportError, match="needs keras to be tried; install it with: pip install"):
        verify(sample_graph.mlp(), "keras")


def test_every_target_can_be_tried() -> None:
    assert set(DRIVERS) == set(NEEDS) == set(codegen.TARGETS)


UNLIKE_THE_MACHINE = """
import sys
sys.stderr.buffer.write("값이 이상합니다\\n".encode())
sys.exit(1)
"""


def test_what_a_script_complains_of_is_read_on_a_machine_with_another_code_page(tmp_path) -> None:
    """As on a Korean Windows, where Python reads cp949 unless it is told otherwise."""
    code = (
        "from hornstudio.engine.verification.verify import _run\n"
        "from hornstudio.engine.errors import ExportError\n"
        f"try: _run({UNLIKE_THE_MACHINE!a}, 'jax', {{}})\n"
        "except ExportError as error: print(ascii(str(error)))"
    )
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, **plain},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.stdout.strip() == ascii("the script failed: 값이 이상합니다"), done.stderr
