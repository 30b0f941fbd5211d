"""What a person is told when numbers run away: the step, the node, and what may help."""

from hornstudio.engine.composite.way import shown_place, way_to
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.trouble.probe import Fault


def runaway(
    graph: Graph, epoch: int, step: int, fault: Fault | None, unkept: Text | None = None
) -> RunError:
    """The refusal to go on.

    step: the first one that went wrong, from 1. unkept: why what was before it is not kept.
    """
    what, advice, node = _what_went_wrong(graph, epoch, step, fault)
    if unkept is None:
        return RunError("{what}; {advice}", what=what, advice=advice, node=node)
    return RunError(
        "{what}. The last good weights could not be kept: {reason}. What may help: {advice}. What "
        "was refused: {unkept}",
        what=what,
        reason=unkept.values.get("reason", unkept),
        advice=advice,
        unkept=unkept,
        node=node,
    )


def _what_went_wrong(
    graph: Graph, epoch: int, step: int, fault: Fault | None
) -> tuple[Text, Text, str]:
    """In words, what may help, and the node; empty where none is known."""
    if fault is None:
        what = Text(
            "a number became infinite or undefined at epoch {epoch}, step {step}",
            epoch=epoch,
            step=step,
        )
        return what, _SMALLER, ""
    place = shown_place(graph, fault.node, fault.place)
    values: dict[str, str | int] = {
        "place": place,
        "value": fault.value,
        "epoch": epoch,
        "step": step,
    }
    what, advice = _words(fault.kind, values)
    return what, advice, way_to(graph, fault.node)[0]


_SMALLER = Text("try a smaller learning rate, or scale the input")
_WEIGHTS = Text(
    "nothing was learned yet: scale the input or the target, or begin in smaller weights"
)


def _words(kind: str, values: dict[str, str | int]) -> tuple[Text, Text]:
    """What has happened, and what may help."""
    match kind:
        case "data":
            return (
                Text(
                    "{place} holds {value} at epoch {epoch}, step {step}: it came with the data",
                    **values,
                ),
                Text("correct the data, or leave out what has no number"),
            )
        case "gradient":
            return (
                Text(
                    "the gradient through {place} became {value} at epoch {epoch}, step {step}",
                    **values,
                ),
                Text(
                    "try a smaller learning rate, clip the gradients (clipnorm of the optimizer), "
                    "or scale the input"
                ),
            )
        case "update":
            return (
                Text(
                    "{place} became {value} at epoch {epoch}, step {step}, by the optimizer",
                    **values,
                ),
                Text(
                    "try a smaller learning rate, or clip the gradients (clipnorm of the optimizer)"
                ),
            )
    what = Text(
        "{place} became {value} at epoch {epoch}, step {step}, the first that is not a finite "
        "number",
        **values,
    )
    is_unlearned = (values["epoch"], values["step"]) == (1, 1)  # no rate has had a part in it
    return what, _WEIGHTS if is_unlearned else _SMALLER
