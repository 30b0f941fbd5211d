"""A figure as LaTeX: boxes with their titles, settings and shapes, and rounded arrows."""

import re
from collections.abc import Generator
from functools import partial

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from hornstudio.ui.canvas.figure.drawing import Drawing
from hornstudio.ui.canvas.figure.turn import at_once, in_turns, paper
from hornstudio.ui.canvas.layer.frame_item import INSET, FrameItem
from hornstudio.ui.canvas.paint.wire import wire_ink
from hornstudio.ui.canvas.scene.node_item import NodeItem
from hornstudio.ui.canvas.scene.wire_item import WireItem
from hornstudio.ui.theme import current
from hornstudio.ui.words.translate import tr

_SCALE = 0.4  # points of the page a px of the canvas: a node is 2.3 cm wide
_LETTER_PT = 2.9  # width of an average letter of a title: bold, 5 pt high
_BESIDE_TITLE_PX = 16
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "×": r"$\times$",
    "·": r"$\cdot$",
    "→": r"$\rightarrow$",
    "∞": r"$\infty$",
    "−": "$-$",
    "…": r"\ldots{}",
    "ƒ": "$f$",
    "⌈": r"$\lceil$",
    "⌉": r"$\rceil$",
    "⌊": r"$\lfloor$",
    "⌋": r"$\rfloor$",
    "\u202f": r"\,",
    # Behind the end of a line, these would belong to its command.
    **{sign: f"{{{sign}}}" for sign in "[]*"},
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}
_ANY_SPECIAL = re.compile("|".join(map(re.escape, _SPECIAL)))


def tikz_text(drawing: Drawing, title: str) -> str:
    """LaTeX of a drawing, to \\input; it needs the packages tikz and xcolor and nothing else."""
    return "\n".join(at_once(tikz_in_turns(drawing, title)))


def tikz_in_turns(drawing: Drawing, title: str) -> Generator[float, None, list[str]]:
    """Its lines; after each short turn comes the share of them that is written."""
    with paper():
        colours, names = _colours(drawing)
        frames = [_frame(item) for item in drawing.frames]
        words = [line for item in drawing.frames for line in _frame_words(item)]
    wires: list[str] = []
    boxes: list[str] = []

    yield from in_turns(
        [
            *(partial(_write_wire, line, names, wires) for line in drawing.wires),
            *(partial(_write_box, item, boxes) for item in drawing.nodes),
        ]
    )
    return [
        f"% {' '.join(title.split())}",
        r"% needs \usepackage{tikz}",
        *colours,
        rf"\begin{{tikzpicture}}[x={_SCALE}pt, y=-{_SCALE}pt, >=latex, rounded corners=2pt,",
        r"  module/.style={draw, anchor=north west, inner sep=0pt, line width=0.4pt},",
        r"  title/.style={anchor=west, inner sep=1pt, font=\sffamily\bfseries\tiny},",
        r"  note/.style={anchor=north, inner sep=1pt, align=center, font=\sffamily\tiny,",
        r"    scale=0.8},",
        r"  wire/.style={->, line width=0.6pt}]",
        *(f"  {line}" for line in (*frames, *wires, *words, *boxes)),
        r"\end{tikzpicture}",
        "",
    ]


def _colours(drawing: Drawing) -> tuple[list[str], dict[str, str]]:
    """Definitions of all colours, and what those of wires are called."""
    shades = sorted({item.look.shade for item in drawing.nodes})
    colours = [_colour(_shade_name(shade), current().hue(shade)) for shade in shades]
    inks = sorted({wire_ink(line.look).name() for line in drawing.wires})
    names = {ink: f"horn-wire-{number}" for number, ink in enumerate(inks, 1)}
    colours += [_colour(name, QColor(ink)) for ink, name in names.items()]
    tints = sorted({item.frame.color for item in drawing.frames})
    colours += [_colour(f"horn-frame-{_word(tint)}", current().tint(tint)) for tint in tints]
    return colours, names


def escaped(text: str) -> str:
    """Text with what LaTeX would read as commands made into signs."""
    return _ANY_SPECIAL.sub(lambda found: _SPECIAL[found[0]], text)


def _colour(name: str, ink: QColor) -> str:
    return rf"\definecolor{{{name}}}{{HTML}}{{{ink.name()[1:].upper()}}}"


def _write_wire(line: WireItem, names: dict[str, str], lines: list[str]) -> None:
    lines.append(_wire(line, names[wire_ink(line.look).name()]))


def _wire(line: WireItem, colour: str) -> str:
    points = [*line.way.points]
    corners = [p for i, p in enumerate(points) if i == 0 or p != points[i - 1]]
    if len(corners) < 2:
        corners = [line.way.path.pointAtPercent(0.0), line.way.path.pointAtPercent(1.0)]
    dashed = ", dashed" if line.look.status in ("error", "waiting") else ""
    # as on the canvas: what has no corners leaves and arrives level
    is_bent = len(corners) == 2 and corners[0].y() != corners[1].y()
    joint = " to[out=0, in=180] " if is_bent else " -- "
    return rf"\draw[wire, {colour}{dashed}] {joint.join(map(_point, corners))};"


def _frame(item: FrameItem) -> str:
    """A tinted rectangle behind everything."""
    body, colour = item.body, f"horn-frame-{_word(item.frame.color)}"
    corners = rf"{_point(body.topLeft())} rectangle {_point(body.bottomRight())}"
    return rf"\draw[{colour}!50, fill={colour}!8, line width=0.4pt] {corners};"


def _frame_words(item: FrameItem) -> list[str]:
    """The title of a frame, or the text of a note, over the wires that cross it."""
    body, frame = item.body, item.frame
    words = frame.text if frame.is_note else frame.title
    if not words:
        return []
    width = (body.width() - 2 * INSET) * _SCALE
    text = r"\\".join(escaped(line) or "~" for line in words.splitlines())
    place = _point(body.topLeft() + QPointF(INSET, 8))
    return [
        rf"\node[anchor=north west, inner sep=0pt, align=left, text width={width:.1f}pt, "
        rf"font=\sffamily\tiny] at {place} {{{text}}};"
    ]


def _word(name: str) -> str:
    """A name that LaTeX takes for a colour, whatever a file calls it."""
    return "".join(c for c in name if c.isascii() and c.isalnum()) or "grey"


def _shade_name(shade: str) -> str:
    return f"horn-{_word(shade)}"


def _write_box(item: NodeItem, lines: list[str]) -> None:
    lines += _box(item)


def _box(item: NodeItem) -> list[str]:
    look, body = item.look, item.body
    width, height = body.width() * _SCALE, body.height() * _SCALE
    colour = _shade_name(look.shade)
    dashed = ", dashed" if look.is_quiet or look.is_disabled else ""
    room = width - _BESIDE_TITLE_PX * _SCALE
    needed = _LETTER_PT * len(look.title)
    smaller = f", scale={room / needed:.2f}" if needed > room else ""
    name = f" ({item.node_id})" if item.node_id.isascii() else ""  # others few engines know
    lines = [
        rf"\node[module, {colour}{dashed}, fill=white, minimum width={width:.1f}pt, "
        rf"minimum height={height:.1f}pt]{name} at {_point(body.topLeft())} {{}};",
        rf"\node[title, text={colour}!60!black{smaller}] at "
        rf"{_point(body.topLeft() + QPointF(8, current().number('node.header') / 2))} "
        rf"{{{escaped(look.title)}}};",
    ]
    notes = [tr("frozen")] if look.is_frozen else []
    if look.shared:
        notes.append(tr("weights shared by {count}", count=look.shared))
    notes += [f"{pill.label} {pill.value}" for pill in look.pills]
    notes += [port.label for port in look.outputs if port.is_shape and port.label != "?"][:1]
    if notes and not look.is_collapsed:
        top = body.topLeft() + QPointF(body.width() / 2, current().number("node.header"))
        text = r"\\".join(map(escaped, notes))
        lines.append(rf"\node[note] at {_point(top)} {{{text}}};")
    return lines


def _point(point: QPointF) -> str:
    return f"({point.x():.1f}, {point.y():.1f})"
