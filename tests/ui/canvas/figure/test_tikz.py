"""The LaTeX of a figure is whole and means what it says."""

import re

from hornstudio.engine.catalog import catalog
from hornstudio.engine.editing import edits
from hornstudio.engine.editing.frame import Frame, add_frame
from hornstudio.engine.remedies import replace_node_kind
from hornstudio.engine.storage.templates import find_template
from hornstudio.ui.canvas.figure.drawing import drawing_of
from hornstudio.ui.canvas.figure.tikz import escaped, tikz_text


def test_every_node_and_wire_is_there(qapp):
    graph = find_template("two_in_two_out").graph()
    text = tikz_text(drawing_of(graph), graph.name)
    boxes = re.findall(r"minimum height=[\d.]+pt\] \((\w+)\) at", text)
    assert boxes == list(graph.nodes)
    assert text.count(r"\draw[wire") == len(graph.wires)
    assert text.count(r"\begin{") == text.count(r"\end{") == 1


def test_it_uses_only_what_it_defines(qapp):
    text = tikz_text(drawing_of(find_template("residual_net").graph()), "residual_net")
    defined = set(re.findall(r"\\definecolor\{([\w-]+)\}", text))
    used = set(re.findall(r"\b(horn-[\w-]+)", text))
    assert used == defined


def test_what_latex_would_read_as_a_command_is_a_sign(qapp):
    graph = find_template("mnist_mlp").graph()
    first = next(iter(graph.nodes))
    graph = edits.set_attribute(graph, first, "title", r"50% of $x_1 & {y}\~^")
    text = tikz_text(drawing_of(graph), "a\nb % c")
    assert r"50\% of \$x\_1" in text
    plain = re.sub(r"\\[{}]", "", text)
    assert plain.count("{") == plain.count("}")
    assert text.splitlines()[0] == "% a b % c"


def test_signs_of_shapes_are_mathematics():
    assert escaped("28×28") == r"28$\times$28"
    assert escaped("a\\b") == r"a\textbackslash{}b"
    assert escaped("ƒ ⌈T/2⌉") == r"$f$ $\lceil$T/2$\rceil$"


def test_only_signs_that_every_latex_has_are_written(qapp):
    for name in ("two_in_two_out", "residual_net", "transformer_encoder"):
        text = tikz_text(drawing_of(find_template(name).graph()), name)
        assert [sign for sign in text if not sign.isascii()] == []


def test_a_node_is_seen_to_be_passed_by_or_frozen(qapp):
    graph = edits.set_attribute(find_template("mnist_mlp").graph(), "relu", "bypassed", True)
    graph = edits.set_attribute(graph, "hidden", "frozen", True)
    lines = tikz_text(drawing_of(graph), "a").splitlines()
    boxes = {name: line for line in lines for name in graph.nodes if f"pt] ({name}) at" in line}
    assert [name for name, line in boxes.items() if ", dashed" in line] == ["relu"]
    assert sum("{frozen" in line for line in lines) == 1


def test_shared_weights_are_told(qapp):
    text = tikz_text(drawing_of(find_template("siamese_net").graph()), "a")
    assert text.count("{weights shared by 2\\\\") == 4


def test_nothing_hangs_out_of_a_folded_node(qapp):
    graph = edits.set_extra(find_template("mnist_mlp").graph(), ["hidden"], "collapsed", True)
    text = tikz_text(drawing_of(graph), "a")
    assert "units 64" not in text
    assert "units 10" in text


def test_a_long_title_is_made_to_fit_its_box(qapp):
    graph = find_template("mnist_mlp").graph()
    graph = replace_node_kind(graph, "loss", "categorical_focal_crossentropy", catalog())
    lines = tikz_text(drawing_of(graph), "a").splitlines()
    titles = [line for line in lines if r"\node[title" in line]
    assert [re.findall(r"{([\w ]+)};", t) for t in titles if "scale=" in t] == [
        ["Categorical focal crossentropy"]
    ]


def test_a_wire_without_corners_is_no_slanting_line(qapp):
    text = tikz_text(drawing_of(find_template("two_in_two_out").graph()), "a")
    pairs = re.findall(r"\] \(\S+, (\S+)\) (--|to\[out=0, in=180\]) \(\S+, (\S+)\);", text)
    assert {joint for one, joint, other in pairs if one != other} == {"to[out=0, in=180]"}
    assert {joint for one, joint, other in pairs if one == other} == {"--"}


def test_a_note_is_no_command_to_the_end_of_a_line(qapp):
    note = Frame(text="first\n[x] done\n\n* more", is_note=True, size=(200.0, 90.0))
    graph = add_frame(find_template("mnist_mlp").graph(), note)
    text = tikz_text(drawing_of(graph), "a")
    assert r"{first\\{[}x{]} done\\~\\{*} more}" in text


def test_a_name_that_not_every_latex_knows_is_left_out(qapp):
    graph = edits.rename_node(find_template("mnist_mlp").graph(), "hidden", "층")
    text = tikz_text(drawing_of(graph), "a")
    assert "(scores) at" in text
    assert "층" not in text.replace("{층}", "")
