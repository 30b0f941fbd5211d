"""What each figure of a plan is made of: two that are alike in it can be compared."""

from typing import Any

from hornstudio.engine.compile.plan import OutputPenalty, Plan
from hornstudio.engine.signature import signature_of
from hornstudio.engine.watch.figure import HELD_BACK, TOTAL


def meanings(plan: Plan) -> dict[str, Any]:
    """By the name of the figure. A layer is no part of what a loss or metric means."""
    found: dict[str, Any] = {}
    for call in (*plan.losses, *plan.metrics):
        found[call.name] = {name: v for name, v in call.values.items() if name != "weight"}
    if plan.trained_losses:
        losses = [(call.node, dict(call.values)) for call in plan.trained_losses]
        outputs = [_output_penalty(penalty) for penalty in plan.output_penalties]
        found[TOTAL] = losses, plan.penalties, outputs
    return found


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Figures that mean something else by now, and those of the validation samples."""
    names = [name for name, meaning in after.items() if before.get(name) != meaning]
    names.sort(key=lambda name: name != TOTAL)
    return [*names, *(HELD_BACK + name for name in names)]


def _output_penalty(penalty: OutputPenalty) -> Any:
    call, regularizer = penalty.call, penalty.regularizer
    own = call.module.penalty if regularizer is None else None
    asked = signature_of(own).params if own is not None else ()
    values = {name: call.values[name] for name in asked}
    return call.node, regularizer, values, penalty.ports
