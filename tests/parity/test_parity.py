"""Every module that computes gives what Keras 3 gives."""

import keras
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from tests.contract.few import few
from tests.parity.check import RTOL, Check, difference
from tests.parity.report import ALL, table


@pytest.mark.parametrize("check", few(ALL, lambda c: c.module, most=2), ids=str)
def test_agrees_with_keras(check: Check) -> None:
    assert check.error() <= check.rtol


def test_keras_runs_on_jax() -> None:
    assert keras.backend.backend() == "jax"


def test_every_module_that_computes_is_compared() -> None:
    computing = {m.kind for m in catalog().modules.values() if m.apply}
    assert computing == {check.module for check in ALL}


def test_a_wider_tolerance_has_a_reason() -> None:
    assert all(check.why for check in ALL if check.rtol > RTOL)


def test_a_small_difference_is_noticed() -> None:
    right = {"a": np.ones(3), "b": np.zeros(2)}
    assert difference(right, right) == 0.0
    assert difference({"a": np.ones(3) + 1e-4, "b": np.zeros(2)}, right) > RTOL
    assert difference({"a": np.ones(3), "b": np.full(2, 1e-4)}, right) > RTOL
    for wrong in (np.ones(2), np.full(3, np.nan)):
        assert difference({"a": wrong, "b": np.zeros(2)}, right) == float("inf")
    assert difference({"a": np.ones(3)}, right) == float("inf")


def test_report_has_a_line_for_each_module() -> None:
    checks = [c for c in ALL if c.module in ("l1", "l2")]
    lines = table(checks).splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["l1", "l2"]
