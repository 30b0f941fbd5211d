"""The kernel of all that a dense layer makes, against NumPy and on guarded memory."""

from functools import partial

import numpy as np
import pytest

from hornstudio.engine.kernels.dense.activation import Activation
from hornstudio.engine.kernels.dense.layer import write_layer
from hornstudio.engine.kernels.dense.matrices import cut, forward
from hornstudio.engine.kernels.machine_code import Processor
from tests.engine.kernels.dense.layers import ACTIVATIONS, SIZES, layer_of
from tests.engine.kernels.guarded import all_by_hand, needs_kernels, processors

pytestmark = needs_kernels


@pytest.mark.parametrize("processor", processors(), ids=lambda p: f"{p.lanes} lanes")
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize(
    ("sizes", "parts"), list(zip(SIZES, (1, 2, 1, 3, 2), strict=True)), ids=str
)
def test_a_layer_makes_what_numpy_makes(
    processor: Processor, activation: Activation, sizes: tuple[int, int, int], parts: int
) -> None:
    layer = layer_of(*sizes)
    matrices = forward(*sizes)
    how = cut(matrices, processor.lanes, parts)
    made = [layer.sums.shape] * (2 if activation == "gelu" else 1)
    found, *kept, _ = all_by_hand(
        partial(write_layer, matrices=matrices, cut=how, activation=activation),
        (layer.x, layer.kernel, layer.bias),
        [*made, (how.parts, how.room)],
        processor,
        parts=how.parts,
        at_end=parts == 1,
    )
    np.testing.assert_allclose(found, layer.activated(activation), rtol=1e-4, atol=1e-5)
    for sums in kept:
        np.testing.assert_allclose(sums, layer.sums, rtol=1e-4, atol=1e-5)
