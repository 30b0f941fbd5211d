"""Curves of machine code are as exact as they say."""

import numpy as np
import pytest

from hornstudio.engine.kernels.code import Code, Share
from hornstudio.engine.kernels.curve import power_of_e
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.guarded import by_hand, needs_kernels, processors

pytestmark = needs_kernels


def write_powers(code: Code, share: Share) -> None:
    """made = e ** x, for a share of whole vectors."""
    x, made = code.function.args[:2]

    def some(i: object) -> None:
        power = power_of_e(code, code.read(code.at(x, i), code.lanes))
        code.keep(power, code.at(made, i), code.lanes)

    code.each(share.samples, some, step=code.lanes)


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
def test_powers_of_e_are_exact_to_about_a_unit_in_the_last_place(processor: Processor) -> None:
    x = np.linspace(-87, 0, 1 << 20, dtype=np.float32)
    made = by_hand(write_powers, [x], x.shape, processor)
    exact = np.exp(x.astype(float))
    assert (np.abs(made - exact) / np.spacing(exact.astype(np.float32))).max() < 1.5


def test_what_is_small_is_nothing_and_what_is_no_number_stays_so() -> None:
    x = np.resize(np.array([0, -88, -1e9, -np.inf, np.nan], np.float32), 16)
    made = by_hand(write_powers, [x], x.shape, processors()[0])
    np.testing.assert_array_equal(made[:5], [1, 0, 0, 0, np.nan])
