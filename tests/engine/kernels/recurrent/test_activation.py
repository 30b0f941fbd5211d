"""Sigmoid and tanh of a kernel are right to some units in the last place, and for odd numbers."""

from typing import Any

import numpy as np
import pytest

from hornstudio.engine.kernels.code import Code, Share
from hornstudio.engine.kernels.machine_code import Processor
from hornstudio.engine.kernels.recurrent.activation import Activation
from tests.engine.kernels.guarded import by_hand, needs_kernels, processors

pytestmark = needs_kernels

ODD = [0.0, -0.0, 1e-30, -1e-30, 1e-42, 88.0, -88.0, 1000.0, -1000.0, np.inf, -np.inf, np.nan]


def made(name: str, x: np.ndarray, processor: Processor) -> np.ndarray:
    def write(code: Code, share: Share) -> None:
        source, target = code.function.args[:2]

        def some(i: Any, count: int) -> None:
            vector = getattr(Activation(code), name)(code.read(code.at(source, i), count))
            code.keep(vector, code.at(target, i), count)

        code.each_piece(len(x), code.lanes, some)

    return by_hand(write, [x], x.shape, processor)


def exact(name: str, x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        wide = x.astype(np.longdouble)
        return np.tanh(wide) if name == "tanh" else 1 / (1 + np.exp(-wide))


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_values(name: str, processor: Processor) -> None:
    spread = np.concatenate([np.linspace(-20, 20, 20_001), np.geomspace(1e-6, 87, 5_000)])
    x = np.concatenate([spread, -spread]).astype(np.float32)
    wanted = exact(name, x)
    unit = np.spacing(wanted.astype(np.float32))
    assert (np.abs(made(name, x, processor) - wanted) / np.abs(unit)).max() < 3


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_odd_numbers(name: str, processor: Processor) -> None:
    x = np.array(ODD, np.float32)
    found = made(name, x, processor)
    np.testing.assert_allclose(found, exact(name, x).astype(np.float32), rtol=1e-6, atol=1e-37)
    assert np.signbit(made("tanh", x, processor)[1])
