"""The order in which Keras lists the layers of a model: its files number weights by it.

Keras sorts anew when it opens a file: by how far a layer is from the outputs, and where that is the
same, by when a walk from the outputs back to the inputs comes upon it. Masks are walked along too.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hornstudio.engine.codegen.keras.arguments import arguments_of
from hornstudio.engine.codegen.keras.model import Model
from hornstudio.engine.codegen.keras.use import Use
from hornstudio.engine.signature import signature_of


@dataclass(eq=False, slots=True)
class Step:
    """One call: of a layer or of the making of a mask, and the calls that it takes from."""

    name: str
    sources: list["Step"] = field(default_factory=list)


def layers_in_order(model: Model) -> list[str]:
    """Names of all layers, as Keras lists them."""
    by_port = {port: Step(port) for port in model.inputs}
    masks: dict[str, Step] = {}
    for use in model.uses:
        given = [by_port[port] for port in _ports(use)]
        seen = [masks[name] for name in _masks(use)]
        step = Step(use.layer, [*given, *(seen if _asks_for_masks(use) else ())])
        by_port |= dict.fromkeys(use.ports, step)
        if use.call.makes_mask:
            masks[use.call.node] = Step(f"mask of {use.call.node}", seen or given)
    ends = [by_port[port] for port in model.outputs]
    layers = {name for name, thing in model.layers.items() if not thing.is_operator}
    return [name for name in in_order(ends) if name in layers]


def _ports(use: Use) -> Iterator[str]:
    given = arguments_of(use)
    for flow in (*given.places, *given.named.values()):
        yield from (flow,) if isinstance(flow, str) else flow


def _masks(use: Use) -> list[str]:
    return [name for port in use.call.masks for name in port if name]


def _asks_for_masks(use: Use) -> bool:
    apply = use.call.module.apply
    return apply is not None and bool({"mask", "masks"} & {*signature_of(apply).run_time})


def in_order(ends: Iterable[Step]) -> list[str]:
    """Names of all steps that lead to the ends, those farthest from the ends first."""
    steps, places = _walk(ends)
    by_step: dict[Step, int] = {}
    depths: dict[str, int] = {}
    for step in reversed(steps):
        depth = max(by_step.get(step, 0), depths.get(step.name, 0))
        by_step[step] = depths[step.name] = depth
        for source in step.sources:
            by_step[source] = max(by_step.get(source, 0), depth + 1)
    return sorted(depths, key=lambda name: (-depths[name], places[name]))


def _walk(ends: Iterable[Step]) -> tuple[list[Step], dict[str, int]]:
    """Steps, each after its sources; and when each name was first come upon."""
    steps: list[Step] = []
    places: dict[str, int] = {}
    known: set[Step] = set()
    for end in ends:
        open_steps = [(end, iter(end.sources))] if end not in known else []
        known.add(end)
        places.setdefault(end.name, len(places))
        while open_steps:
            _, rest = open_steps[-1]
            following = next((source for source in rest if source not in known), None)
            if following is None:
                steps.append(open_steps.pop()[0])
                continue
            known.add(following)
            places.setdefault(following.name, len(places))
            open_steps.append((following, iter(following.sources)))
    return steps, places
