"""Mixed precision: layers compute in bfloat16; weights, sums and what is judged stay float32.

As `mixed_bfloat16` of Keras, whose advice is followed too: normalization, and a last layer without
weights, compute in float32. Source: https://www.tensorflow.org/guide/mixed_precision
"""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.module import no_arrays
from hornstudio.engine.training_settings import MIXED

EXACT = ("normalization", "preprocessing")
"""Categories whose layers compute in float32: averages over many numbers, and data as it comes."""


def is_exact(call: Call, plan: Plan) -> bool:
    """Whether a layer computes in float32 nonetheless."""
    return call.module.category in EXACT or is_last(call, plan)


def is_last(call: Call, plan: Plan) -> bool:
    """Whether a layer has no weights, and gives what it makes to a loss or metric."""
    judged = {s for c in (*plan.losses, *plan.metrics) for sources in c.sources for s in sources}
    return call.module.weights is no_arrays and not judged.isdisjoint(call.ports)


class Precision:
    """In which type of number each layer of a plan computes."""

    def __init__(self, plan: Plan) -> None:
        self._is_mixed = plan.graph.training.precision == MIXED
        self._exact = {c.node for c in plan.layers if is_exact(c, plan)}
        self._last = {c.node for c in plan.layers if is_last(c, plan)}

    def taken(self, call: Call, tensors: Any) -> Any:
        """The tensors that a layer takes, as it computes with them."""
        if not self._is_mixed:
            return tensors
        return raised(tensors) if call.node in self._exact else lowered(tensors)

    def held(self, call: Call, weights: Mapping[str, Any], tensors: Any) -> Mapping[str, Any]:
        """The weights of a layer, as it computes with them.

        What looks up rows by number takes them as they are: only the rows are made shorter.
        """
        if not self._is_mixed or call.node in self._exact or not _has_fractions(tensors):
            return weights
        return lowered(weights)

    def made(self, call: Call, tensors: Any) -> Any:
        """What a layer hands on."""
        if not self._is_mixed or call.node in self._last:
            return tensors
        return lowered(tensors)

    def whole(self, tree: Any) -> Any:
        """What is judged, kept or given to a person: in float32."""
        return raised(tree) if self._is_mixed else tree


def lowered(tree: Any) -> Any:
    """A tree with all float32 as bfloat16."""
    return _cast(tree, jnp.float32, jnp.bfloat16)


def raised(tree: Any) -> Any:
    """A tree with all bfloat16 as float32."""
    return _cast(tree, jnp.bfloat16, jnp.float32)


def _cast(tree: Any, before: Any, after: Any) -> Any:
    return jax.tree.map(lambda x: x.astype(after) if x.dtype == before else x, tree)


def _has_fractions(tensors: Any) -> bool:
    return any(jnp.issubdtype(x.dtype, jnp.floating) for x in jax.tree.leaves(tensors))
