"""The kernel of a dense layer's gradients, against NumPy and on guarded memory."""

from functools import partial

import numpy as np
import pytest

from hornstudio.engine.kernels.dense.activation import Activation
from hornstudio.engine.kernels.dense.matrices import across, cut
from hornstudio.engine.kernels.dense.slopes import write_slopes
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.dense.layers import ACTIVATIONS, layer_of
from tests.engine.kernels.guarded import all_by_hand, needs_kernels, processors

pytestmark = needs_kernels


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("sizes", "parts"), [((300, 33, 65), 1), ((600, 40, 24), 2), ((1300, 5, 100), 5)], ids=str
)
def test_gradients_are_numpys(
    processor: Processor, activation: Activation, sizes: tuple[int, int, int], parts: int
) -> None:
    layer, matrices = layer_of(*sizes), across(*sizes)
    how = cut(matrices, processor.lanes, parts)
    assert how.shared == "inner"
    of_activation = {"none": (), "relu": (layer.activated("relu"),), "gelu": (layer.sums,)}
    kept = [array.astype(np.float32) for array in of_activation[activation]]
    kernel, bias, *slopes, _ = all_by_hand(
        partial(write_slopes, matrices=matrices, cut=how, activation=activation),
        (layer.x, layer.slopes, *kept),
        [
            (how.parts, *layer.kernel.shape),
            (how.parts, *layer.bias.shape),
            *(array.shape for array in kept),
            (how.parts, how.room),
        ],
        processor,
        parts=how.parts,
        at_end=parts == 1,
    )
    wanted = layer.sloped(activation)
    of_kernel = kernel.reshape(-1, *layer.kernel.shape).sum(axis=0)
    np.testing.assert_allclose(of_kernel, layer.x.T @ wanted, rtol=1e-3, atol=1e-3)
    of_bias = bias.reshape(-1, *layer.bias.shape).sum(axis=0)
    np.testing.assert_allclose(of_bias, wanted.sum(axis=0), rtol=1e-3, atol=1e-3)
    for found in slopes:
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-5)
