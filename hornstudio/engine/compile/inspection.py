"""Looking into a training step without taking it: activations, gradients and updates as numbers.

The step is worked out once more, on the batch that comes next, with zeros added to every tensor:
the gradient of the loss by these zeros is the gradient that flows back through the wires. Nothing
that is carried changes.
"""

from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.compile.binding import bind_setting
from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.live import Numbers, Turned
from hornstudio.engine.compile.network import Batch, Tree
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.compile.program import Program
from hornstudio.engine.lazy import jax, jnp
from hornstudio.engine.params import Setting
from hornstudio.engine.signature import signature_of

MEAN, SPREAD, DEAD = "mean", "spread", "dead"
WEIGHT, GRADIENT, UPDATE = "weight_norm", "gradient_norm", "update_ratio"


class Inspection:
    """The figures of one program's step; jit `look`."""

    def __init__(self, program: Program) -> None:
        self._plan = program.plan
        self._rectifying = frozenset(
            call.node for call in program.plan.layers if is_rectifying(call, program.plan)
        )

    def look(self, carry: Tree, batch: Batch, key: Any) -> Tree:
        """Figures of the step that `program.step` would take.

        Returns `nodes` {node: {name: scalar}}: mean and spread of what it gives out, the share of
        its units that are 0 for the whole batch, norm of its weights, of their gradient, and the
        update as a share of them; `wires` {node.port: scalar}: norm of the gradient that flows
        back; `overall`: gradient norm and update ratio of all weights together.
        """
        numbers = carry.get("dials", {})
        shapes = self._shapes(numbers, carry, batch, key)
        taps = {port: jnp.zeros(form.shape, form.dtype) for port, form in shapes.items()}
        program = Tapped(self._plan, numbers, taps)
        trained, frozen = program.split(carry["weights"])

        def loss(trained: Tree, taps: Tree) -> tuple[Any, Tree]:
            program.taps = taps
            weights = {**trained, **frozen}
            tensors, _ = program.forward(weights, carry["state"], batch, training=True, key=key)
            return program.measure(weights, tensors)[0], tensors

        slopes, tensors = jax.grad(loss, argnums=(0, 1), has_aux=True)(trained, taps)
        call = self._plan.optimizer
        needs_loss = call is not None and call.module.needs_loss
        extra = {"obj_fn": lambda trained: loss(trained, taps)[0]} if needs_loss else {}
        after, _ = program._improve(slopes[0], carry, trained, **extra)
        changes = jax.tree.map(jnp.subtract, after, trained)
        return {
            "nodes": self._nodes(tensors, carry["weights"], slopes[0], changes),
            "wires": {port: norm(slope) for port, slope in slopes[1].items()},
            "overall": {
                GRADIENT: norm(slopes[0]),
                UPDATE: norm(changes) / jnp.maximum(norm(trained), 1e-30),
            },
        }

    def _shapes(self, numbers: Numbers, carry: Tree, batch: Batch, key: Any) -> Tree:
        """Shapes of all tensors of numbers that layers give out and a slope can flow through."""
        program = Tapped(self._plan, numbers, {})
        held = carry["weights"], carry["state"], dict(batch)
        form = jax.eval_shape(lambda: program.forward(*held, training=True, key=key)[0])
        ports = [port for call in self._plan.layers if not call.is_bypassed for port in call.ports]
        return {p: form[p] for p in ports if jnp.issubdtype(form[p].dtype, jnp.floating)}

    def _nodes(self, tensors: Tree, weights: Tree, slopes: Tree, changes: Tree) -> Tree:
        nodes: Tree = {}
        for call in self._plan.layers:
            x = tensors[call.ports[0]]
            if call.is_bypassed or not jnp.issubdtype(x.dtype, jnp.floating):
                continue
            found = nodes[call.node] = {MEAN: jnp.mean(x), SPREAD: jnp.std(x)}
            if call.node in self._rectifying:
                found[DEAD] = dead_share(x)
            if call.owner == call.node and weights.get(call.owner):
                found[WEIGHT] = norm(weights[call.owner])
            if call.owner == call.node and slopes.get(call.owner):
                found[GRADIENT] = norm(slopes[call.owner])
                found[UPDATE] = norm(changes[call.owner]) / jnp.maximum(found[WEIGHT], 1e-30)
        return nodes


class Tapped(Turned):
    """A turned program in which something is added to what its layers give out."""

    is_whole = True

    def __init__(self, plan: Plan, numbers: Numbers, taps: Mapping[str, Any]) -> None:
        super().__init__(plan, numbers)
        self.taps = taps

    def _apply(self, call: Call, *rest: Any) -> Any:
        result = super()._apply(call, *rest)
        assert call.module.apply is not None
        if signature_of(call.module.apply).takes_state:
            made, state = result
            return self._tap(call, made), state
        return self._tap(call, result)

    def _tap(self, call: Call, made: Any) -> Any:
        if len(call.ports) == 1:
            return self._added(call.ports[0], made)
        return tuple(self._added(p, x) for p, x in zip(call.ports, made, strict=True))

    def _added(self, port: str, made: Any) -> Any:
        return made + self.taps[port] if port in self.taps else made


def norm(tree: Any) -> Any:
    """Square root of the sum of all squares; 0 of nothing."""
    squares = [jnp.sum(jnp.square(leaf.astype(jnp.float32))) for leaf in jax.tree.leaves(tree)]
    return jnp.sqrt(sum(squares, start=jnp.zeros(())))


def dead_share(x: Any) -> Any:
    """Share of the units, which lie along the last axis, that are 0 for the whole batch."""
    return jnp.mean(jnp.all(x == 0, axis=tuple(range(x.ndim - 1))))


def is_rectifying(call: Call, plan: Plan) -> bool:
    """Whether a layer ends in an activation that gives exactly 0 for what is below 0."""
    held = call.values.get("activation")
    if isinstance(held, Setting):
        return _cuts_off(bind_setting("activation", held, plan.modules))
    if call.module.category != "activation":
        return False
    alone = Setting(call.module.kind, call.values)
    return call.module.is_held and _cuts_off(bind_setting("activation", alone, plan.modules))


def _cuts_off(activation: Callable[[Any], Any]) -> bool:
    below = activation(jnp.array([-1.0, -2.0]))
    return bool(jnp.all(below == 0))
