"""Which weights Muon turns: those that have a second moment in their slots are AdamW's."""

import jax.numpy as jnp
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.compile.binding import bind_params
from hornstudio.engine.modules.optimizers.muon import orthogonal
from hornstudio.engine.params import complete

SHAPES = {
    "hidden": {"kernel": (3, 4), "bias": (4,)},
    "scores": {"kernel": (4, 2)},
    "words": {"embeddings": (5, 2)},
    "picture": {"kernel": (3, 3, 1, 2)},
}


def turned(**params) -> set[str]:
    module = catalog().get("muon")
    values = complete(module.params, params, catalog().find)
    optimizer = module.apply(**bind_params(module, values, catalog()))
    weights = {n: {a: jnp.zeros(s) for a, s in arrays.items()} for n, arrays in SHAPES.items()}
    slots = optimizer.init(weights)["slots"]
    return {f"{n}/{a}" for n, arrays in slots.items() for a, s in arrays.items() if "v" not in s}


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, {"hidden/kernel", "scores/kernel"}),
        ({"exclude_layers": ["scores"]}, {"hidden/kernel"}),
        ({"exclude_layers": ["scores", "hid"]}, set()),
        ({"exclude_embeddings": False}, {"hidden/kernel", "scores/kernel", "words/embeddings"}),
    ],
)
def test_turns_matrices_that_are_not_excluded(params: dict, names: set[str]) -> None:
    assert turned(**params) == names


@pytest.mark.parametrize("shape", [(3, 5), (5, 3)])
def test_a_step_is_nearly_orthogonal(shape: tuple[int, int]) -> None:
    x = np.random.default_rng(0).normal(size=shape)
    sizes = np.linalg.svd(orthogonal(x, 5, 3.4445, -4.775, 2.0315), compute_uv=False)
    assert ((sizes > 0.6) & (sizes < 1.3)).all()
