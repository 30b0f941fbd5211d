"""The layers of a plan, each in its turn: from a batch to every tensor.

weights and state: {node id: {name: array}}. batch: {"node.port": array [B, ...]}.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from hornstudio.engine.compile.attending import attention_kernel
from hornstudio.engine.compile.binding import bind_params
from hornstudio.engine.compile.blame import blamed, refuse_other_shapes
from hornstudio.engine.compile.block import Block, blocks_of, taken_by
from hornstudio.engine.compile.call import Call, mask_name
from hornstudio.engine.compile.halves import in_halves, stretches_of
from hornstudio.engine.compile.loop import at_every_step, at_every_step_randomly, node_key
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.precision import Precision
from hornstudio.engine.compile.rematerialization import worked_out_again
from hornstudio.engine.lazy import jax
from hornstudio.engine.signature import signature_of

Tree = dict[str, Any]
Batch = Mapping[str, Any]
Deal = Callable[[Batch], Batch]


class Network:
    """What all calls of a plan compute. It holds no arrays.

    is_whole: every tensor is made once and for the whole batch, because it is looked at.
    """

    is_whole = False

    def __init__(self, plan: Plan, deal: Deal = dict) -> None:
        """deal: lays the batch of a step out over devices; what is computed stays the same.

        It is `dict` where there is one device.
        """
        self.plan = plan
        self.deal = deal
        self.how = plan.graph.training
        self.precision = Precision(plan)
        self._places = {call.node: place for place, call in enumerate(plan.layers)}
        self._blocks = blocks_of(plan) if self.how.rematerialize else []
        self._bound = {
            call.node: bind_params(call.module, call.values, plan.modules)
            for call in (*plan.layers, *plan.losses, *plan.metrics)
        }

    def forward(
        self, weights: Tree, state: Tree, batch: Batch, *, training: bool, key: Any = None
    ) -> tuple[dict[str, Any], Tree]:
        """Every layer in turn: tensors by `node.port`, and the new state."""
        may_be_cut = training and not self.is_whole
        if may_be_cut and self._blocks:
            return self._forward_in_blocks(weights, state, batch, key)
        if may_be_cut and self.deal is dict and jax.default_backend() == "cpu":
            return self._forward_in_halves(weights, state, batch, key)
        tensors, state = self._run(self.plan.layers, training, weights, state, batch, key)
        return {**batch, **tensors}, state

    def _forward_in_blocks(
        self, weights: Tree, state: Tree, batch: Batch, key: Any
    ) -> tuple[dict[str, Any], Tree]:
        """The same while training; the way back works out again what is within a block."""
        tensors, state = dict(batch), dict(state)
        for block in self._blocks:

            def run(*given: Any, block: Block = block) -> tuple[dict[str, Any], Tree]:
                made, state = self._run(block.calls, True, *given)
                return block.given(made), state

            given = block.held(weights), block.held(state), block.taken(tensors), key
            made, moved = worked_out_again(run, *given)
            tensors |= made
            state |= moved
        return tensors, state

    def _forward_in_halves(
        self, weights: Tree, state: Tree, batch: Batch, key: Any
    ) -> tuple[dict[str, Any], Tree]:
        """The same while training, half of a large batch beside the other where layers allow it."""
        tensors = dict(batch)
        count = len(next(iter(batch.values())))
        for has_halves, calls in stretches_of(self.plan.layers, count):
            if has_halves:
                run = partial(self.run, calls, weights, state, key=key)
                tensors |= in_halves(run, taken_by(calls, tensors))
            else:
                made, state = self._run(calls, True, weights, state, tensors, key)
                tensors |= made
        return tensors, state

    def run(
        self, calls: Iterable[Call], weights: Tree, state: Tree, taken: Batch, key: Any
    ) -> dict[str, Any]:
        """Some layers by themselves, in training: what they give out, and masks that they make."""
        made, _ = self._run(calls, True, weights, state, taken, key)
        return {name: tensor for name, tensor in made.items() if name not in taken}

    def _run(
        self,
        block: Iterable[Call],
        training: bool,
        weights: Tree,
        state: Tree,
        taken: Mapping[str, Any],
        key: Any,
    ) -> tuple[dict[str, Any], Tree]:
        """Some layers in turn: the tensors that they make, and the new state."""
        tensors, state = dict(taken), dict(state)
        for call in block:
            if call.is_bypassed:
                tensors[call.ports[0]] = tensors[call.sources[0][0]]
                continue
            with blamed(call):
                result = self._apply(call, tensors, weights, state, training, key)
                if signature_of(function_of(call)).takes_state:
                    result, moved = result
                    state[call.owner] = self.precision.whole(moved)
            results = (result,) if len(call.ports) == 1 else result
            refuse_other_shapes(call, results)
            results = self.precision.made(call, tuple(results))
            tensors.update(zip(call.ports, results, strict=True))
            if call.makes_mask:
                tensors[mask_name(call.node)] = self._make_mask(call, tensors)
        return {name: tensors[name] for name in tensors if name not in taken}, state

    def _apply(
        self,
        call: Call,
        tensors: Mapping[str, Any],
        weights: Tree,
        state: Tree,
        training: bool,
        key: Any,
    ) -> Any:
        asks = signature_of(function_of(call))
        given: list[Any] = []
        taken = self.precision.taken(call, tensors_for(call, tensors))
        if asks.takes_weights:
            given.append(self.precision.held(call, weights.get(call.owner, {}), taken))
        if asks.takes_state:
            given.append(state.get(call.owner, {}))
        given += taken
        run_time = masks_for(call, tensors, asks.run_time)
        if "training" in asks.run_time:
            run_time["training"] = training and not call.is_at_rest
        if "key" in asks.run_time:
            run_time["key"] = node_key(key, call.node)
        if "taken" in asks.run_time:
            run_time["taken"] = call.taken
        keywords = {**self._bound[call.node], **run_time}
        if call.is_over_time:
            return _over_time(function_of(call), given, keywords)
        made = self._fused(call, given, keywords)
        return function_of(call)(*given, **keywords) if made is None else made

    def _fused(self, call: Call, given: list[Any], keywords: dict[str, Any]) -> Any:
        """What a kernel gives; None without one, or on several devices."""
        if call.module.fused is None or self.deal is not dict:
            return None
        return call.module.fused(
            *given, **keywords, kernel=attention_kernel(self._places[call.node])
        )

    def _make_mask(self, call: Call, tensors: Mapping[str, Any]) -> Any:
        make = call.module.mask.make
        assert make is not None, call.module.kind
        asks = signature_of(make)
        params = {name: call.values[name] for name in asks.params}
        given = tensors_for(call, tensors)[: asks.ports]
        return make(*given, **params, **masks_for(call, tensors, asks.run_time))


def function_of(call: Call) -> Callable[..., Any]:
    """The maths of a call."""
    assert call.module.apply is not None, call.module.kind
    return call.module.apply


def _over_time(function: Callable[..., Any], given: list[Any], keywords: dict[str, Any]) -> Any:
    """Each step of the sequence by itself, with a random key of its own."""
    *held, x = given
    if "key" not in keywords:
        return at_every_step(partial(function, *held, **keywords), x)
    key = keywords.pop("key")
    return at_every_step_randomly(partial(function, *held, **keywords), x, key)


def tensors_for(call: Call, tensors: Mapping[str, Any]) -> list[Any]:
    """Tensors as `apply` takes them: a list for a growing port, None for an open one."""
    places = [[tensors[s] for s in sources] for sources in call.sources]
    return [
        place if port.many else (place[0] if place else None)
        for port, place in zip(call.module.inputs, places, strict=True)
    ]


def masks_for(call: Call, tensors: Mapping[str, Any], asked: tuple[str, ...]) -> dict[str, Any]:
    """`mask` and `masks`, as far as they are asked for."""
    places = [[tensors[mask_name(m)] if m else None for m in port] for port in call.masks]
    masks = [
        place if port.many else (place[0] if place else None)
        for port, place in zip(call.module.inputs, places, strict=True)
    ]
    given = {"mask": masks[0] if masks else None, "masks": masks}
    return {name: value for name, value in given.items() if name in asked}
