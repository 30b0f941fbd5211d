"""Comment frames and notes: rectangles behind the nodes, with a title or a text.

In a file a frame is `{"title": "Encoder", "color": "blue", "at": [0, 0], "size": [400, 300]}`, a
note the same with a "text" in place of the title. What else stands in it is carried along.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from hornstudio.engine.editing.coloring import COLORS
from hornstudio.engine.graph import Graph, Point

Area = tuple[float, float, float, float]

LEAST = (80.0, 48.0)
"""Width and height that a frame has at least, in px at 100 %."""
LARGEST = 1e9


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame with a title, or a note: a frame that has a text only. at: its upper left corner."""

    title: str = ""
    text: str = ""
    color: str = COLORS[0]
    at: Point = (0.0, 0.0)
    size: tuple[float, float] = (240.0, 160.0)
    is_note: bool = False

    @property
    def area(self) -> Area:
        """Left, top, width and height."""
        return (*self.at, *self.size)

    def to_json(self) -> dict[str, Any]:
        """What a file says of it."""
        words = {"text": self.text} if self.is_note else {"title": self.title}
        at, size = ([_plain(number) for number in pair] for pair in (self.at, self.size))
        return {**words, "color": self.color, "at": at, "size": size}


def _plain(number: float) -> int | float:
    number = round(number, 2)
    return int(number) if number.is_integer() else number


def is_readable(raw: Any) -> bool:
    """Whether a file's entry is a frame; what is not is kept as it stands, and not drawn."""
    return (
        isinstance(raw, dict)
        and all(isinstance(raw.get(name, ""), str) for name in ("title", "text", "color"))
        and _is_pair(raw.get("at"))
        and _is_pair(raw.get("size"))
        and min(raw["size"]) > 0
    )


def _is_pair(value: Any) -> bool:
    return (
        isinstance(value, list | tuple)
        and len(value) == 2
        and all(isinstance(n, int | float) and not isinstance(n, bool) for n in value)
        and all(abs(n) <= LARGEST for n in value)
    )


def frames_of(graph: Graph) -> dict[int, Frame]:
    """The frames of a graph by their place among them; those that can be read."""
    return {i: _frame(raw) for i, raw in enumerate(graph.frames) if is_readable(raw)}


def _frame(raw: Mapping[str, Any]) -> Frame:
    at, size = raw["at"], raw["size"]
    return Frame(
        title=raw.get("title", ""),
        text=raw.get("text", ""),
        color=raw.get("color", COLORS[0]),
        at=(float(at[0]), float(at[1])),
        size=(float(size[0]), float(size[1])),
        is_note="text" in raw and not raw.get("title"),
    )


def add_frame(graph: Graph, frame: Frame) -> Graph:
    """Add a frame behind the others."""
    return replace(graph, frames=(*graph.frames, frame.to_json()))


def paste_frames(graph: Graph, part: Graph, step: Point) -> Graph:
    """Add copies of another graph's frames, a step away; what cannot be read is left out."""
    frames = frames_of(part)
    moved = move_frames(part, frames, step)
    return replace(graph, frames=(*graph.frames, *(moved.frames[i] for i in frames)))


def change_frames(graph: Graph, changed: Mapping[int, Frame]) -> Graph:
    """Replace frames by others, in their places; what only files know of them stays."""
    frames = list(graph.frames)
    for place, frame in changed.items():
        width, height = (max(*pair) for pair in zip(frame.size, LEAST, strict=True))
        frames[place] = {**frames[place], **replace(frame, size=(width, height)).to_json()}
    return replace(graph, frames=tuple(frames))


def move_frames(graph: Graph, places: Collection[int], step: Point) -> Graph:
    """Move frames alone, without what lies in them."""
    frames = frames_of(graph)
    moved = {
        i: replace(f, at=(f.at[0] + step[0], f.at[1] + step[1]))
        for i, f in frames.items()
        if i in places
    }
    return change_frames(graph, moved)


def remove_frames(graph: Graph, places: Collection[int]) -> Graph:
    """Take frames away; the nodes in them stay."""
    kept = (raw for i, raw in enumerate(graph.frames) if i not in places)
    return replace(graph, frames=tuple(kept))


def holds(outer: Area, inner: Area) -> bool:
    """Whether a rectangle lies wholly in another."""
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and inner[0] + inner[2] <= outer[0] + outer[2]
        and inner[1] + inner[3] <= outer[1] + outer[3]
    )


def titles_around(graph: Graph, at: Point) -> list[str]:
    """Titles of the frames in which a place lies, the innermost first."""
    frames = frames_of(graph)
    order = nested({i: f.area for i, f in frames.items() if f.title and not f.is_note})
    return [frames[i].title for i in order if holds(frames[i].area, (*at, 0.0, 0.0))]


def around(areas: Collection[Area], border: float, head: float) -> Area:
    """A rectangle around others, with room at its sides and foot, and at its head."""
    left = min(a[0] for a in areas) - border
    top = min(a[1] for a in areas) - head
    right = max(a[0] + a[2] for a in areas) + border
    foot = max(a[1] + a[3] for a in areas) + border
    return (left, top, right - left, foot - top)


def nested(areas: Mapping[int, Area]) -> list[int]:
    """Places of frames, the smaller ones first, so that the inner come before the outer."""
    return sorted(areas, key=lambda i: (areas[i][2] * areas[i][3], i))
