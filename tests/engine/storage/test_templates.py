from collections.abc import Generator

import numpy as np
import pytest

from hornstudio import paths
from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import FileError
from hornstudio.engine.storage import files
from hornstudio.engine.storage.templates import (
    TEMPLATES,
    Template,
    find_template,
    usual_kinds,
    usual_wires,
)
from hornstudio.engine.train.run import STOP, train
from hornstudio.engine.watch.events import Failed, Step


def test_every_file_is_listed_and_every_listed_file_is_there() -> None:
    found = {path.stem for path in paths.resource("templates").glob("*.horn")}
    assert found == {template.name for template in TEMPLATES}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_template_is_sound_and_written_as_the_program_writes(template: Template) -> None:
    graph = template.graph()
    assert check(graph).problems == ()
    assert template.path.read_text("utf-8") == files.to_text(graph)
    assert graph.name == template.name.replace("_", "-")


def test_what_is_usual_is_counted_in_all_of_them() -> None:
    assert usual_kinds()["dense"] == sum(
        node.kind == "dense" for t in TEMPLATES for node in t.graph().nodes.values()
    )
    assert usual_kinds()["dense"] > usual_kinds().get("einsum_dense", 0)
    assert not {"mnist", "digits"} & usual_kinds().keys()


def test_what_usually_follows_is_counted_by_its_wires() -> None:
    usual = usual_wires()
    assert usual["flatten", "dense"] > usual.get(("conv2d", "dense"), 0)
    assert usual["label", "accuracy"] > 1  # whichever data it is
    assert not {"mnist", "digits"} & {source for source, _ in usual}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_nodes_lie_on_the_grid_without_touching(template: Template) -> None:
    """Nodes of a row are 208 apart at the least; the lowest ones, 56 high, 88 from the next row."""
    places = [node.at for _, node in template.graph()]
    for i, (x, y) in enumerate(places):
        assert x % 8 == y % 8 == 0
        assert all(abs(x - a) >= 208 or abs(y - b) >= 88 for a, b in places[:i])


def test_template_is_found_by_either_spelling() -> None:
    assert find_template("two-in-two-out") is find_template("two_in_two_out")
    with pytest.raises(FileError, match="known are mnist_mlp, mnist_cnn"):
        find_template("other")


SMALL = [t for t in TEMPLATES if not any(n.kind == "mnist" for _, n in t.graph())]


@pytest.mark.parametrize("template", SMALL, ids=lambda t: t.name)
def test_template_trains(template: Template) -> None:
    """A few batches of the data that ships with the program."""
    events = train(template.graph(), epochs=1, checkpoints=False)
    step = next(event for event in events if isinstance(event, Step | Failed))
    assert isinstance(step, Step), step
    assert np.isfinite(list(step.metrics.values())).all()
    stopped = [event for event in iter(lambda: _stop(events), None) if isinstance(event, Failed)]
    assert stopped == []


def _stop(events: Generator) -> object:
    """What a run says when it is asked to stop; None after its last word."""
    try:
        return events.send(STOP)
    except StopIteration:
        return None


def test_the_siamese_network_begins_with_alike_meaning_the_same() -> None:
    """Its last layer weighs one likeness; below 0, as with half of all seeds, it learns nothing."""
    program = Program(plan_graph(find_template("siamese_net").graph()))
    for seed in range(4):
        weights, _ = program.init(seed)
        (kernel,) = (w for w in weights["same"].values() if w.shape == (1, 1))
        assert kernel > 0
