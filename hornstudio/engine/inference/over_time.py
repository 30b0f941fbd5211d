"""A layer that works on every step of a sequence by itself, as Keras' TimeDistributed."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import KEEP, Module, no_arrays
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Remedy, SetAttribute
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

_MADE: dict[int, tuple[Module, Module]] = {}


def can_go_over_time(module: Module) -> bool:
    """Whether a module has one input, one output and nothing that steps would have to share."""
    ports = [p for p in module.inputs if not p.optional]
    return (
        module.role == "layer"
        and len(module.inputs) == len(module.outputs) == len(ports) == 1
        and not ports[0].many
        and module.state is no_arrays
    )


def over_time(module: Module) -> Module:
    """The module with the shape rule of a sequence: [T, ...] -> [T, ...], `...` by its own rule.

    The same module gives the same object again.
    """
    known = _MADE.get(id(module))
    if known is not None and known[0] is module:
        return known[1]
    made = replace(
        module,
        infer=lambda p, x: _sequence(x, _one(module, p, _step(x))),
        weights=lambda p, x: module.weights(p, _step(x)),
        flops=_times_steps(module.flops) if module.flops else None,
        mask=KEEP,
    )
    _MADE[id(module)] = (module, made)
    return made


def _step(x: Spec) -> Spec:
    """One step of a sequence. Raises: ShapeError where there are no steps."""
    if x.rank == 0:
        raise ShapeError(
            "gets {spec}; over time it needs a sequence: steps first",
            port="input",
            remedies=[Remedy(Text("Turn over time off"), SetAttribute("over_time", False))],
            spec=str(x),
        )
    return replace(x, shape=x.shape[1:])


def _sequence(x: Spec, step: Spec) -> Spec:
    return replace(step, shape=(x.shape[0], *step.shape))


def _one(module: Module, p: Values, x: Spec) -> Spec:
    (output,) = module.infer_outputs(p, x).values()
    return output


def _times_steps(flops: Callable[..., int]) -> Callable[..., int]:
    def all_steps(p: Values, x: Spec) -> Any:
        steps = x.shape[0]
        return flops(p, _step(x)) * (steps if isinstance(steps, int) else 1)

    return all_steps
