"""Frames and notes are in figures of every kind."""

import re

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from hornstudio.engine.check import check
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure import turn
from hornstudio.ui.canvas.figure.drawing import MARGIN, drawing_in_turns, drawing_of
from hornstudio.ui.canvas.figure.tikz import tikz_text
from hornstudio.ui.canvas.paint import face
from hornstudio.ui.canvas.scene.scene import Scene


def framed():
    graph = find_template("mnist_mlp").graph()
    frame = Frame("50% done", color="blue", at=(-100.0, -100.0), size=(400.0, 300.0))
    note = Frame(text="one\ntwo", color="amber", at=(0.0, 900.0), size=(200.0, 80.0), is_note=True)
    return add_frame(add_frame(graph, frame), note)


def test_a_figure_covers_and_shows_its_frames(qapp):
    drawing = drawing_of(framed())
    assert drawing.area.left() == -100 - MARGIN
    assert drawing.area.bottom() >= 980 + MARGIN
    picture = QImage(drawing.size.toSize(), QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    drawing.paint_into(painter, QRectF(picture.rect()))
    painter.end()
    corner = picture.pixelColor(int(MARGIN) + 6, int(MARGIN) + 200)  # within the frame
    assert corner.blue() > corner.red()


def test_latex_has_frames_behind_and_only_colours_that_it_defines(qapp):
    text = tikz_text(drawing_of(framed()), "x")
    assert r"50\% done" in text
    assert r"one\\two" in text
    assert text.index("horn-frame-blue!50") < text.index(r"\draw[wire")
    assert text.index(r"50\% done") > text.rindex(r"\draw[wire"), "no wire runs through its words"
    defined = set(re.findall(r"\\definecolor\{([\w-]+)\}", text))
    assert set(re.findall(r"\b(horn-[\w-]+)", text)) == defined
    assert text.count("{") == text.count("}")


def test_what_is_made_in_turns_lies_as_in_a_scene_that_is_made_at_once(qapp):
    graph = find_template("residual_net").graph()
    report = check(graph)
    scene, drawing = Scene(report), drawing_of(graph)
    assert {i.node_id: i.body for i in drawing.nodes} == {i: n.body for i, n in scene.nodes.items()}
    ways = {line.wire: line.way.path for line in drawing.wires}
    assert ways == {wire: line.way.path for wire, line in scene.wires.items()}
    branches = {line.wire: [b.wire for b in line.branches] for line in drawing.wires}
    assert branches == {w: [b.wire for b in line.branches] for w, line in scene.wires.items()}
    assert any(branches.values())


def test_a_drawing_is_made_ready_in_many_turns(qapp, monkeypatch):
    monkeypatch.setattr(turn, "_TURN_S", 0.0)
    report = check(find_template("residual_net").graph())
    shares = list(drawing_in_turns(report))
    assert len(shares) > len(report.graph.nodes) / 8
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_can_be_added_is_not_written_on_paper(qapp, monkeypatch):
    words, draw = [], face.draw

    def note(painter, room, text, *rest):
        words.append(text)
        draw(painter, room, text, *rest)

    monkeypatch.setattr(face, "draw", note)
    drawing = drawing_of(find_template("residual_net").graph())
    added = {p.label for n in drawing.nodes for p in n.look.inputs if p.is_add}
    assert added
    picture = QImage(drawing.size.toSize(), QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    drawing.paint_into(painter, QRectF(picture.rect()))
    painter.end()
    assert "Conv2D" in words
    assert added.isdisjoint(words)
