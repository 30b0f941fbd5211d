"""The LaTeX of a figure is whole and means what it says."""

import re

from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure.drawing import Drawing
from hornstudio.ui.canvas.figure.tikz import escaped, tikz_text


def test_every_node_and_wire_is_there(qapp):
    graph = find_template("two_in_two_out").graph()
    text = tikz_text(Drawing(graph), graph.name)
    boxes = re.findall(r"minimum height=[\d.]+pt\] \((\w+)\) at", text)
    assert boxes == list(graph.nodes)
    assert text.count(r"\draw[wire") == len(graph.wires)
    assert text.count(r"\begin{") == text.count(r"\end{") == 1


def test_it_uses_only_what_it_defines(qapp):
    text = tikz_text(Drawing(find_template("residual_net").graph()), "residual_net")
    defined = set(re.findall(r"\\definecolor\{([\w-]+)\}", text))
    used = set(re.findall(r"\b(horn-[\w-]+)", text))
    assert used == defined


def test_what_latex_would_read_as_a_command_is_a_sign(qapp):
    graph = find_template("mnist_mlp").graph()
    first = next(iter(graph.nodes))
    graph = edits.set_attribute(graph, first, "title", r"50% of $x_1 & {y}\~^")
    text = tikz_text(Drawing(graph), "a\nb % c")
    assert r"50\% of \$x\_1" in text
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert text.splitlines()[0] == "% a b % c"


def test_signs_of_shapes_are_mathematics():
    assert escaped("28×28") == r"28$\times$28"
    assert escaped("a\\b") == r"a\textbackslash{}b"
