"""What stands at a node's foot."""

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Group, Node, Wire, freeze
from hornstudio.ui.canvas.paint.footer import footer_of
from tests.engine.composite.sample_composite import residual
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


def footer(node_id, nodes, *wires):
    graph = Graph(nodes=freeze(nodes), wires=tuple(Wire(*w) for w in wires))
    return footer_of(node_id, check(graph))


def test_it_counts_weights_and_cost(qapp):
    nodes = {"x": Node("input", {"shape": [784]}), "dense": Node("dense", {"units": 64})}
    left, right = footer("dense", nodes, ("x.output", "dense.input"))
    assert left.replace("\u202f", " ") == "50 240 params"
    assert right == "0.10 MFLOP"


def test_of_what_is_left_out_it_says_so(qapp):
    nodes = {"x": Node("input", {"shape": [784]}), "dense": Node("dense", disabled=True)}
    assert footer("dense", nodes, ("x.output", "dense.input")) == ("disabled", "")


def test_of_a_composite_without_an_input_it_counts_nothing(qapp):
    body = residual().groups["normal"].body
    graph = Graph(nodes=freeze({"n": Node("normal")}), groups=freeze({"normal": Group(body=body)}))
    assert footer_of("n", check(graph))[1] == "? params"


def test_of_a_folder_it_counts_what_is_there(qapp, tmp_path):
    def pets(**params):
        return footer("pets", {"pets": Node("image_folder", params)})

    assert pets(directory="/nowhere") == ("", "")
    make_pictures(tmp_path / "train", ("a", "b"), count=5)
    wanted = {"directory": str(tmp_path), "validation_split": 0.2}
    assert pets(**wanted) == ("8 train", "2 val")
    make_pictures(tmp_path / "val", ("a", "b"), count=3)
    assert pets(**wanted) == ("10 train", "6 val")
