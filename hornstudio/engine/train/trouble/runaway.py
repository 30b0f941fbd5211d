"""What a person is told when numbers run away: the step, the node, and what may help."""

from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text
from hornstudio.engine.train.trouble.place import shown_place, way_to
from hornstudio.engine.train.trouble.probe import Fault


def runaway(graph: Graph, epoch: int, step: int, fault: Fault | None) -> RunError:
    """The refusal to go on. step: the first one that went wrong, from 1."""
    if fault is None:
        return RunError(
            "a number became infinite or undefined at epoch {epoch}, step {step}; try a smaller "
            "learning rate, or scale the input",
            epoch=epoch,
            step=step,
        )
    place = shown_place(graph, fault.node, fault.place)
    values: dict[str, str | int] = {
        "place": place,
        "value": fault.value,
        "epoch": epoch,
        "step": step,
    }
    return RunError(_words(fault.kind, values), node=way_to(graph, fault.node)[0])


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
