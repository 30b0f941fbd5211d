"""What a person is told when numbers run away: the step, the node, and what may help."""

from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.trouble.place import shown_place, way_to
from hornstudio.engine.train.trouble.probe import Fault


def runaway(
    graph: Graph, epoch: int, step: int, fault: Fault | None, unkept: Text | None = None
) -> RunError:
    """The refusal to go on.

    step: the first one that went wrong, from 1. unkept: why what was before it is not kept.
    """
    words, node = _what_went_wrong(graph, epoch, step, fault)
    if unkept is None:
        return RunError(words, node=node)
    return RunError(
        "{why}. The weights before it could not be kept: {unkept}",
        why=words,
        unkept=unkept,
        node=node,
    )


def _what_went_wrong(graph: Graph, epoch: int, step: int, fault: Fault | None) -> tuple[Text, str]:
    """In words, and the node; empty where none is known."""
    if fault is None:
        words = Text(
            "a number became infinite or undefined at epoch {epoch}, step {step}; try a smaller "
            "learning rate, or scale the input",
            epoch=epoch,
            step=step,
        )
        return words, ""
    place = shown_place(graph, fault.node, fault.place)
    values: dict[str, str | int] = {
        "place": place,
        "value": fault.value,
        "epoch": epoch,
        "step": step,
    }
    return _words(fault.kind, values), way_to(graph, fault.node)[0]


def _words(kind: str, values: dict[str, str | int]) -> Text:
    match kind:
        case "data":
            return Text(
                "{place} holds {value} at epoch {epoch}, step {step}: it came with the data; "
                "correct the data, or leave out what has no number",
                **values,
            )
        case "gradient":
            return Text(
                "the gradient through {place} became {value} at epoch {epoch}, step {step}; try a "
                "smaller learning rate, clip the gradients (clipnorm of the optimizer), or scale "
                "the input",
                **values,
            )
        case "update":
            return Text(
                "{place} became {value} at epoch {epoch}, step {step}, by the optimizer; try a "
                "smaller learning rate, or clip the gradients (clipnorm of the optimizer)",
                **values,
            )
    return Text(
        "{place} became {value} at epoch {epoch}, step {step}, the first that is not a finite "
        "number; try a smaller learning rate, or scale the input",
        **values,
    )
