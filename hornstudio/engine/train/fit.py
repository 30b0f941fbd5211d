"""Which weights of a checkpoint a graph could begin in, told before it is trained.

Of the checkpoint only the header is read, and nothing is computed: `branch` does the same with
arrays, in the process that computes.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from hornstudio.engine.compile.plan import Start, plan_graph
from hornstudio.engine.composite.flatten import flatten
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.editing.renaming import renamed
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.shapes import shape_text
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.checkpoint import shapes_in
from hornstudio.engine.train.kept.run_folder import RunFolder

_MOST_NAMES = 20


@dataclass(frozen=True)
class Fit:
    """Arrays as `node.name`. kept: those taken over. other: of another shape, then and now.
    new: those that the checkpoint does not have.
    """

    kept: tuple[str, ...]
    other: Mapping[str, tuple[tuple[int, ...], tuple[int, ...]]]
    new: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every array of the graph is taken over."""
        return not self.other and not self.new

    @property
    def lines(self) -> tuple[Text, ...]:
        """What to know of it, in words: what is kept, and what is not, with the reason."""
        anew = [
            Text("{name} ({before} there, {now} here)", name=name, before=_told(a), now=_told(b))
            for name, (a, b) in self.other.items()
        ]
        told = {_node(place) for place in self.other}
        missing = _nodes(self.new, {*told, *map(_node, self.kept)})
        anew += [Text("{name} (not in it)", name=name) for name in missing]
        kept = _nodes(self.kept, {*told, *map(_node, self.new)})
        more = ", …" if len(kept) > _MOST_NAMES else ""
        first = ", ".join(kept[:_MOST_NAMES]) + more or Text("none")
        lines = [Text("weights kept: {kept}", kept=first)]
        return (*lines, *(Text("begun anew: {new}", new=each) for each in anew))


def fit_of(run: Path, graph: Graph, checkpoint: str = "last") -> Fit:
    """What of a run's checkpoint fits a graph. Raises: HornError where nobody can tell yet.

    checkpoint: best, last, or an epoch, also one of which only a snapshot is left.
    """
    return _fitting(run, graph)(checkpoint)


def fits_of(run: Path, graph: Graph, checkpoints: Iterable[str]) -> dict[str, Fit]:
    """The same of several, without those of which nobody can tell."""
    found: dict[str, Fit] = {}
    with suppress(HornError):
        fit = _fitting(run, graph)
        for name in checkpoints:
            with suppress(HornError):
                found[name] = fit(name)
    return found


def _fitting(run: Path, graph: Graph) -> Callable[[str], Fit]:
    """What tells of a checkpoint what fits; the graph is planned once for all of them."""
    folder = RunFolder.open(run)
    plan = plan_graph(graph)
    names = former_names(folder, plan.graph)

    def fit(checkpoint: str) -> Fit:
        held = {
            f"{names.get(node, node)}.{array}": shape
            for (node, array), shape in shapes_in(folder.file_of(checkpoint)).items()
        }
        return _compared(held, plan.starts)

    return fit


def _compared(held: Mapping[str, tuple[int, ...]], starts: Iterable[Start]) -> Fit:
    """held: shapes of what there is, as `node.name`."""
    kept, other, new = [], {}, []
    for start in starts:
        place, now = f"{start.owner}.{start.array.name}", tuple(start.array.shape)
        before = held.get(place)
        if before == now:
            kept.append(way_text(place))
        elif before is None:
            new.append(way_text(place))
        else:
            other[way_text(place)] = (before, now)
    return Fit(tuple(kept), other, tuple(new))


def former_names(folder: RunFolder, graph: Graph) -> dict[str, str]:
    """The names of nodes that were renamed, by those that they had in the run of a folder.

    graph: what is computed now, without composites.
    """
    try:
        former = folder.graph()
        return renamed(flatten(former).graph if former.groups else former, graph)
    except HornError:
        return {}


def _nodes(places: Iterable[str], parted: Collection[str]) -> list[str]:
    """Their nodes, each once; the weights of a node that is not treated as one, too."""
    told = (place if _node(place) in parted else _node(place) for place in places)
    return list(dict.fromkeys(told))


def _node(place: str) -> str:
    return place.rpartition(".")[0]


def _told(shape: tuple[int, ...]) -> str | Text:
    return shape_text(shape) if shape else Text("one number")
