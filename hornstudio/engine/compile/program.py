"""A plan as pure functions over nested dicts of arrays: init, forward, measure, step.

weights and state: {node id: {name: array}}. batch: {"node.port": array [B, ...]}.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.compile.binding import (
    bind_params,
    bind_setting,
    bind_value,
    signature_of,
)
from hornstudio.engine.compile.loop import key_of, node_key
from hornstudio.engine.compile.plan import TOTAL, Call, Plan, Start
from hornstudio.engine.lazy import jax, jnp, optax

Tree = dict[str, Any]
Batch = Mapping[str, Any]


class Program:
    """The functions of one plan. They hold no arrays; jit them as you like."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._bound = {
            call.node: bind_params(call.module, call.values, plan.modules)
            for call in (*plan.layers, *plan.losses, *plan.metrics)
        }
        self.optimizer = self._build_optimizer()
        self._init_at_once = jax.jit(self.init)  # one program; array by array takes far longer

    def init(self, seed: int) -> tuple[Tree, Tree]:
        """Weights and state at the start, each array from a random key of its own."""
        weights: Tree = {}
        state: Tree = {}
        for start in self.plan.starts:
            tree = state if start.is_state else weights
            tree.setdefault(start.owner, {})[start.array.name] = self._start(start, seed)
        return weights, state

    def _start(self, start: Start, seed: int) -> Any:
        initialize = bind_setting("initializer", start.initializer, self.plan.modules)
        return initialize(key_of(seed, start.purpose), start.array.shape)

    def forward(
        self, weights: Tree, state: Tree, batch: Batch, *, training: bool, key: Any = None
    ) -> tuple[dict[str, Any], Tree]:
        """Every layer in turn: tensors by `node.port`, and the new state."""
        tensors = dict(batch)
        state = dict(state)
        for call in self.plan.layers:
            places = [[tensors[s] for s in sources] for sources in call.sources]
            port = f"{call.node}.{call.module.outputs[0].name}"
            if call.is_bypassed:
                tensors[port] = places[0][0]
                continue
            result = self._apply(call, places, weights, state, training, key)
            if signature_of(_function(call)).takes_state:
                result, state[call.owner] = result
            if len(call.module.outputs) == 1:
                tensors[port] = result
            else:
                names = [f"{call.node}.{p.name}" for p in call.module.outputs]
                tensors.update(zip(names, result, strict=True))
        return tensors, state

    def _apply(
        self,
        call: Call,
        places: list[list[Any]],
        weights: Tree,
        state: Tree,
        training: bool,
        key: Any,
    ) -> Any:
        asks = signature_of(_function(call))
        given: list[Any] = []
        if asks.takes_weights:
            given.append(weights.get(call.owner, {}))
        if asks.takes_state:
            given.append(state.get(call.owner, {}))
        given += _tensors(call, places)
        run_time: dict[str, Any] = {}
        if "training" in asks.run_time:
            run_time["training"] = training and not call.is_at_rest
        if "key" in asks.run_time:
            run_time["key"] = node_key(key, call.node)
        return _function(call)(*given, **self._bound[call.node], **run_time)

    def measure(self, weights: Tree, tensors: Mapping[str, Any]) -> tuple[Any, Tree]:
        """The total that training lowers, and the sums of everything that is reported."""
        sums: Tree = {}
        total = jnp.zeros(())
        for call in self.plan.losses:
            value = self._judge(call, tensors)
            if call.weight:
                total = total + (value if call.weight == 1.0 else call.weight * value)
            if call.name != TOTAL:
                sums[call.name] = _per_sample(value, call, tensors)
        for penalty in self.plan.penalties:
            regularize = bind_setting("regularizer", penalty.regularizer, self.plan.modules)
            total = total + regularize(weights[penalty.owner][penalty.array])
        if self.plan.trained_losses:
            sums[TOTAL] = _per_sample(total, self.plan.trained_losses[0], tensors)
        for call in self.plan.metrics:
            sums[call.name] = self._judge(call, tensors)
        return total, sums

    def _judge(self, call: Call, tensors: Mapping[str, Any]) -> Any:
        places = [[tensors[s] for s in sources] for sources in call.sources]
        return _function(call)(*_tensors(call, places), **self._bound[call.node])

    def results(self, sums: Tree) -> dict[str, float]:
        """Numbers for people, from sums over many batches."""
        numbers = {TOTAL: sums[TOTAL]["total"] / sums[TOTAL]["count"]} if TOTAL in sums else {}
        for call in self.plan.losses:
            if call.name != TOTAL:
                numbers[call.name] = sums[call.name]["total"] / sums[call.name]["count"]
        for call in self.plan.metrics:
            assert call.module.result is not None
            asked = signature_of(call.module.result).params
            params = {
                name: bind_value(call.module, name, call.values[name], self.plan.modules)
                for name in asked
            }
            numbers[call.name] = call.module.result(sums[call.name], **params)
        return {name: float(value) for name, value in numbers.items()}

    def _build_optimizer(self) -> Any:
        call = self.plan.optimizer
        if call is None:
            return optax.identity()
        assert call.module.apply is not None
        return call.module.apply(**bind_params(call.module, call.values, self.plan.modules))

    def split(self, weights: Tree) -> tuple[Tree, Tree]:
        """Weights that are trained, and weights of frozen nodes."""
        frozen = set(self.plan.frozen)
        trained = {owner: arrays for owner, arrays in weights.items() if owner not in frozen}
        return trained, {owner: weights[owner] for owner in weights if owner in frozen}

    def start(self, seed: int) -> Tree:
        """What a step carries on: weights, state and the optimizer's state."""
        weights, state = self._init_at_once(seed)
        optimizer = self.optimizer.init(self.split(weights)[0])
        return {"weights": weights, "state": state, "optimizer": optimizer}

    def step(self, carry: Tree, batch: Batch, key: Any) -> tuple[Tree, Tree]:
        """One training step: the new carry, and the sums of what is reported."""
        trained, frozen = self.split(carry["weights"])

        def total_loss(trained: Tree) -> tuple[Any, tuple[Tree, Tree]]:
            weights = {**trained, **frozen}
            tensors, state = self.forward(weights, carry["state"], batch, training=True, key=key)
            total, sums = self.measure(weights, tensors)
            return total, (state, sums)

        gradients, (state, sums) = jax.grad(total_loss, has_aux=True)(trained)
        updates, optimizer = self.optimizer.update(gradients, carry["optimizer"], trained)
        trained = optax.apply_updates(trained, updates)
        return {"weights": {**trained, **frozen}, "state": state, "optimizer": optimizer}, sums

    def finished_weights(self, carry: Tree) -> Tree:
        """The weights to keep when training ends: an optimizer may have averaged them."""
        call = self.plan.optimizer
        if call is None or call.module.result is None:
            return dict(carry["weights"])
        trained, frozen = self.split(carry["weights"])
        return {**call.module.result(trained, carry["optimizer"]), **frozen}

    def measure_batch(self, weights: Tree, state: Tree, batch: Batch) -> Tree:
        """Sums over one batch, as in use (not training)."""
        tensors, _ = self.forward(weights, state, batch, training=False)
        return self.measure(weights, tensors)[1]

    def predict(self, weights: Tree, state: Tree, batch: Batch) -> dict[str, Any]:
        """The outputs of the graph by `node.port`, as in use (not training)."""
        tensors, _ = self.forward(weights, state, batch, training=False)
        return {port: tensors[port] for port in self.plan.outputs}


def _function(call: Call) -> Callable[..., Any]:
    assert call.module.apply is not None, call.module.kind
    return call.module.apply


def _tensors(call: Call, places: list[list[Any]]) -> list[Any]:
    """Tensors as `apply` takes them: a list for a growing port, None for an open one."""
    return [
        place if port.many else (place[0] if place else None)
        for port, place in zip(call.module.inputs, places, strict=True)
    ]


def _per_sample(value: Any, call: Call, tensors: Mapping[str, Any]) -> Tree:
    """A batch's mean as sums, so that batches of unequal size count fairly."""
    count = jnp.asarray(tensors[call.sources[0][0]].shape[0], jnp.float32)
    return {"total": value * count, "count": count}
