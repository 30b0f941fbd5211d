"""How XLA calls a kernel: parts are shared out, each done once, whatever their number."""

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.kernels.calling import Kernel
from hornstudio.engine.kernels.code import Code, Share
from tests.engine.kernels.guarded import needs_kernels

pytestmark = needs_kernels


def write_sum(code: Code, share: Share) -> None:
    """made[n, :16] = first[n, :16] + second[n, :16], for a share of the samples."""
    first, second, made = code.function.args[:3]

    def sample(n: object) -> None:
        def some(i: object, count: int) -> None:
            place = code.sum(code.times(n, 16), i)
            a, b = (code.read(code.at(array, place), count) for array in (first, second))
            code.keep(code.write.fadd(a, b), code.at(made, place), count)

        code.each_piece(16, code.lanes, some)

    start, end = code.share_of(share.samples, share)
    code.each(end, sample, start=start)


@pytest.mark.parametrize("parts", [1, 2, 3, 40])
@pytest.mark.parametrize("samples", [1, 7, 40])
def test_any_number_of_parts_does_all_of_the_work(parts: int, samples: int) -> None:
    kernel = Kernel("a sum", write_sum, 2, 16)
    a, b = (jnp.arange(samples * 16.0).reshape(samples, 16) * factor for factor in (1, 10))

    @jax.jit
    def both(a: jax.Array, b: jax.Array) -> jax.Array:
        one = kernel((a, b), [(samples, 16)], parts)[0]
        return kernel((one, a), [(samples, 16)], parts)[0]

    for _ in range(20):
        np.testing.assert_array_equal(both(a, b), 2 * a + b)


def test_parts_follow_from_the_work_and_the_cores() -> None:
    kernel = Kernel("any", write_sum, 2, work=1 << 16)
    assert kernel.parts(samples=1, pieces=100) == 1
    assert kernel.parts(samples=1 << 20, pieces=1) == 1
    assert kernel.parts(samples=1 << 20, pieces=1 << 20) >= 1
