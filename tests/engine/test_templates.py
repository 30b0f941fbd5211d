import pytest

from hornstudio import paths
from hornstudio.engine import files
from hornstudio.engine.check import check
from hornstudio.engine.errors import FileError
from hornstudio.engine.templates import TEMPLATES, Template, find_template


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    found = {path.stem for path in paths.resource("templates").glob("*.horn")}
    assert found == {template.name for template in TEMPLATES}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_template_is_sound_and_written_as_the_program_writes(template: Template) -> None:
    graph = template.graph()
    assert check(graph).problems == ()
    assert template.path.read_text("utf-8") == files.to_text(graph)
    assert graph.name == template.name.replace("_", "-")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_nodes_lie_on_the_grid_without_touching(template: Template) -> None:
    """Rows are 144 apart at the least, nodes of a row 208, so that wires have room between."""
    places = [node.at for _, node in template.graph()]
    for i, (x, y) in enumerate(places):
        assert x % 8 == y % 8 == 0
        assert all(abs(x - a) >= 208 or abs(y - b) >= 144 for a, b in places[:i])


def test_template_is_found_by_either_spelling() -> None:
    assert find_template("two-in-two-out") is find_template("two_in_two_out")
    with pytest.raises(FileError, match="known are mnist_mlp, mnist_cnn"):
        find_template("other")
