"""A plan as pure functions over nested dicts of arrays: init, forward, measure, step.

weights and state: {node id: {name: array}}. batch: {"node.port": array [B, ...]}.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from hornstudio.engine.compile.accumulation import in_turns
from hornstudio.engine.compile.binding import bind_params, bind_setting, bind_value
from hornstudio.engine.compile.blame import blamed, refuse_no_number
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.drawing import Drawing
from hornstudio.engine.compile.loop import tensor_of_all
from hornstudio.engine.compile.network import (
    Batch,
    Deal,
    Network,
    Tree,
    function_of,
    masks_for,
    tensors_for,
)
from hornstudio.engine.compile.plan import OutputPenalty, Plan
from hornstudio.engine.compile.thawing import (
    OPTIMIZER,
    THAWED,
    begun,
    clipped_together,
    of_others,
    shifted,
    updated,
)
from hornstudio.engine.lazy import jax, jnp, optax
from hornstudio.engine.signature import signature_of
from hornstudio.engine.watch.figure import TOTAL


class Program(Network):
    """The functions of one plan. They hold no arrays; jit them as you like."""

    def __init__(self, plan: Plan, deal: Deal = dict) -> None:
        super().__init__(plan, deal)
        self._drawing = Drawing(plan)
        self.optimizer = self._build_optimizer()

    def init(self, seed: int) -> tuple[Tree, Tree]:
        """Weights and state at the start, each array from a random key of its own."""
        return self._drawing.trees(seed)

    def measure(self, weights: Tree, tensors: Mapping[str, Any]) -> tuple[Any, Tree]:
        """The total that training lowers, and the sums of everything that is reported."""
        sums: Tree = {}
        total = jnp.zeros(())
        for call in self.plan.losses:
            value = self._judge(call, tensors)
            refuse_no_number(call, value)
            if call.weight:
                total = total + _weighed(value, call)
            if call.name != TOTAL:
                sums[call.name] = _per_sample(value, call, tensors)
        for penalty in self.plan.penalties:
            regularize = bind_setting("regularizer", penalty.regularizer, self.plan.modules)
            total = total + regularize(weights[penalty.owner][penalty.array])
        for output in self.plan.output_penalties:
            total = total + self._output_penalty(output, tensors)
        if self.plan.trained_losses:
            sums[TOTAL] = _per_sample(total, self.plan.trained_losses[0], tensors)
        for call in self.plan.metrics:
            sums[call.name] = self._judge(call, tensors)
        return total, sums

    def _judge(self, call: Call, tensors: Mapping[str, Any]) -> Any:
        masks = masks_for(call, tensors, signature_of(function_of(call)).run_time)
        judged = self.precision.whole(tensors_for(call, tensors))
        with blamed(call):
            return function_of(call)(*judged, **self._bound[call.node], **masks)

    def _output_penalty(self, output: OutputPenalty, tensors: Mapping[str, Any]) -> Any:
        call, total = output.call, 0.0
        for port in output.ports:
            tensor = self.precision.whole(tensors[port])
            if output.regularizer is not None:
                regularize = bind_setting("regularizer", output.regularizer, self.plan.modules)
                value = regularize(tensor)
            else:
                assert call.module.penalty is not None
                asked = signature_of(call.module.penalty).params
                value = call.module.penalty(tensor, **{n: call.values[n] for n in asked})
            total = total + value / tensor.shape[0]
        return total

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

    def _build_optimizer(self, missed: Any = None) -> Any:
        """missed: steps by which its schedule is further than it counts itself."""
        call = self.plan.optimizer
        if call is None:
            return optax.identity()
        params = self._optimizer_params(call)
        return function_of(call)(**(params if missed is None else shifted(call, params, missed)))

    def _optimizer_params(self, call: Call) -> Tree:
        return bind_params(call.module, call.values, self.plan.modules)

    def split(self, weights: Tree) -> tuple[Tree, Tree]:
        """Weights that are trained, and weights of frozen nodes."""
        frozen = set(self.plan.frozen)
        trained = {owner: arrays for owner, arrays in weights.items() if owner not in frozen}
        return trained, {owner: weights[owner] for owner in weights if owner in frozen}

    def start(self, seed: int) -> Tree:
        """What a step carries on: weights, state and the optimizer's state."""
        return self._carried(*self._drawing.start(seed))

    def form(self, thawed: Iterable[str] = ()) -> Tree:
        """The same without numbers: shapes and types, for which nothing is compiled.

        thawed: nodes that are frozen in the graph and were thawed in the run.
        """
        return dict(jax.eval_shape(lambda: self._carried(*self.init(0), tuple(thawed))))

    def _carried(self, weights: Tree, state: Tree, thawed: tuple[str, ...] = ()) -> Tree:
        optimizer = self.optimizer.init(self.split(weights)[0])
        late = {owner: begun(self.optimizer, owner, weights, 0) for owner in thawed}
        carry = {"weights": weights, "state": state, OPTIMIZER: optimizer}
        return carry | ({THAWED: late} if late else {})

    def adapt(self, weights: Tree, state: Tree, data: Batch) -> Tree:
        """The state, as far as it is fitted to the training data before the first step."""
        state = dict(state)
        for call in self.plan.adapting:
            x = tensor_of_all(self._input_of(call, weights, state), data)
            adapt = call.module.adapt
            assert adapt is not None
            params = {name: call.values[name] for name in signature_of(adapt).params}
            state[call.owner] = adapt(state.get(call.owner, {}), x, **params)
        return state

    def _input_of(self, call: Call, weights: Tree, state: Tree) -> Callable[[Batch], Any]:
        """A batch's tensor that flows into a call; nothing else is computed."""

        def compute(weights: Tree, state: Tree, batch: Batch) -> Any:
            tensors, _ = self.forward(weights, state, batch, training=False)
            return self.precision.whole(tensors[call.sources[0][0]])

        return partial(jax.jit(compute), weights, state)

    def step(self, carry: Tree, batch: Batch, key: Any) -> tuple[Tree, Tree]:
        """One training step: the new carry, and the sums of what is reported."""
        trained, frozen = self.split(carry["weights"])

        def total_loss(trained: Tree, state: Tree, batch: Batch, key: Any) -> Any:
            weights, batch = {**trained, **frozen}, self.deal(batch)
            tensors, state = self.forward(weights, state, batch, training=True, key=key)
            total, sums = self.measure(weights, tensors)
            return total, (state, sums)

        def over_batch(take: Callable[..., Any], trained: Tree) -> Any:
            return self._over(partial(take, trained), carry["state"], batch, key)

        gradients, (state, sums) = over_batch(jax.grad(total_loss, has_aux=True), trained)
        call = self.plan.optimizer
        needs_loss = call is not None and call.module.needs_loss
        extra = {"obj_fn": lambda trained: over_batch(total_loss, trained)[0]} if needs_loss else {}
        trained, remembered = self._improve(gradients, carry, trained, **extra)
        return {"weights": {**trained, **frozen}, "state": state, **remembered}, sums

    def _over(self, take: Callable[..., Any], state: Tree, batch: Batch, key: Any) -> Any:
        """What `take` gives of a batch, or of the batches that are accumulated."""
        if self.how.gradient_accumulation == 1:
            return take(state, batch, key)
        return in_turns(take, state, batch, self.how.batch_size, key)

    def _improve(
        self, gradients: Tree, carry: Tree, trained: Tree, **extra: Any
    ) -> tuple[Tree, Tree]:
        """The new weights, and what is remembered for the next step."""
        call = self.plan.optimizer
        if call is not None and carry.get(THAWED):
            gradients = clipped_together(call, gradients)
            updates, remembered = updated(self._build_optimizer, gradients, carry, trained, **extra)
        else:
            updates, memory = self.optimizer.update(gradients, carry[OPTIMIZER], trained, **extra)
            remembered = {OPTIMIZER: memory}
        return self._constrain(optax.apply_updates(trained, updates)), remembered

    def _constrain(self, weights: Tree) -> Tree:
        """Bring the weights back to where their constraints allow them."""
        weights = {owner: dict(arrays) for owner, arrays in weights.items()}
        for each in self.plan.constraints:
            constrain = bind_setting("constraint", each.constraint, self.plan.modules)
            weights[each.owner][each.array] = constrain(weights[each.owner][each.array])
        return weights

    def finished_weights(self, carry: Tree) -> Tree:
        """The weights to keep when training ends: an optimizer may have averaged them."""
        call = self.plan.optimizer
        return self._chosen_weights(call.module.result if call else None, carry)

    def judged_weights(self, carry: Tree) -> Tree:
        """The weights to validate while training: an optimizer may train others than it means."""
        call = self.plan.optimizer
        return self._chosen_weights(call.module.judged if call else None, carry)

    def _chosen_weights(self, choose: Callable[..., Any] | None, carry: Tree) -> Tree:
        call = self.plan.optimizer
        if call is None or choose is None:
            return dict(carry["weights"])
        params = {
            name: bind_value(call.module, name, call.values[name], self.plan.modules)
            for name in signature_of(choose).params
        }
        # NumPy, as which a checkpoint comes back, would round otherwise than JAX
        carry = jax.tree.map(jnp.asarray, dict(carry))
        weights, thawed = carry["weights"], carry.get(THAWED, {})
        trained, frozen = self.split(of_others(weights, thawed))
        chosen = {**choose(trained, carry[OPTIMIZER], **params), **frozen}
        for owner, held in thawed.items():
            chosen |= choose({owner: weights[owner]}, held["memory"], **params)
        return chosen

    def measure_batch(self, weights: Tree, state: Tree, batch: Batch) -> Tree:
        """Sums over one batch, as in use (not training)."""
        tensors, _ = self.forward(weights, state, self.deal(batch), training=False)
        return self.measure(weights, tensors)[1]

    def predict(self, weights: Tree, state: Tree, batch: Batch) -> dict[str, Any]:
        """The outputs of the graph by `node.port`, as in use (not training)."""
        tensors, _ = self.forward(weights, state, batch, training=False)
        return {port: self.precision.whole(tensors[port]) for port in self.plan.outputs}


def _weighed(value: Any, call: Call) -> Any:
    """A loss times its share in the total, which may be an array."""
    share = call.values.get("weight", 1.0)
    return value if isinstance(share, float) and share == 1.0 else share * value


def _per_sample(value: Any, call: Call, tensors: Mapping[str, Any]) -> Tree:
    """A batch's mean as sums, so that batches of unequal size count fairly."""
    count = jnp.asarray(tensors[call.sources[0][0]].shape[0], jnp.float32)
    return {"total": value * count, "count": count}
