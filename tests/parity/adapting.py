"""Layers that are fitted to the training data: what they take from it, and what they then give."""

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np

from hornstudio.engine.signature import signature_of
from tests.contract import array
from tests.contract.case import Case, f
from tests.contract.cases import CASES
from tests.parity.check import Check
from tests.parity.twin import twin

KINDS = ("normalization", "discretization")


def compare(case: Case, count: int) -> Iterator[tuple[Any, Any]]:
    """Fitted to some samples, used on others."""
    rng = np.random.default_rng(0)
    shape = case.inputs[0].shape
    seen, new = (rng.gamma(1.5, 2.0, (n, *shape)).astype(np.float32) for n in (count, 7))
    layer = twin(case)
    if not any(case.values.get(name) is not None for name in ("mean", "bin_boundaries")):
        adapt(layer, seen)
    empty = {a.name: None for a in case.module.state(case.values, *case.inputs)}
    names = signature_of(case.module.adapt).params
    state = case.module.adapt(empty, seen, **{name: case.values[name] for name in names})
    for name, shape in ((a.name, a.shape) for a in case.module.state(case.values, *case.inputs)):
        assert state[name].shape == shape
    y, again = case.module.apply(state, new, **array.bound(case))
    assert again is state
    yield y, layer(new)


def adapt(layer: Any, seen: np.ndarray) -> None:
    """Fit Keras' layer; its own call for boundaries of bins asks for TensorFlow."""
    if hasattr(layer, "update_state"):
        layer.update_state(seen)
        layer.finalize_state()
    else:
        layer.adapt(seen)


CHECKS = [
    Check(kind, f"{case} fitted to {count}", functools.partial(compare, case, count))
    for kind in KINDS
    for case in [
        *(c for c in CASES if c.kind == kind),
        *(
            Case("preprocessing", "discretization", (f(2),), {"num_bins": 7, "epsilon": epsilon})
            for epsilon in (0.01, 0.3)
            if kind == "discretization"
        ),
    ]
    for count in (5, 400)
]
