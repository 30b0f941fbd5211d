"""Runs of other days as curves."""

import json
from pathlib import Path

import pytest
from msgspec import structs

from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Knob, Statistics, Step
from hornstudio.ui.panels.training.charts.knob_marks import marks_of
from hornstudio.ui.panels.training.course.history import History
from hornstudio.ui.panels.training.course.recorded import RecordedRuns, read_recorded
from hornstudio.ui.panels.training.wording.statistic import STATISTIC, WAITING
from tests.engine.runs.conftest import make_run, root  # noqa: F401


@pytest.fixture
def run_path(make_run):  # noqa: F811
    path = make_run("one", 0.5, 0.3, notes={"title": "First"}, steps=10, weights=7)
    step = Step(
        epoch=1, step=5, metrics={"loss": 2.0}, samples_per_second=1, seconds=1, seconds_left=1
    )
    content = (path / "metrics.jsonl").read_bytes()
    line = event_to_json(step) + b"\n"
    (path / "metrics.jsonl").write_bytes(line + content + b'{"event":"epoch","ep')
    return path


def test_a_run_is_read_as_its_curves(run_path):
    run = read_recorded(run_path)
    assert (run.title, run.is_over, run.started.run) == ("First", True, str(run_path))
    assert (run.started.steps, run.started.epochs, run.started.weights) == (10, 2, 7)
    assert list(run.train["loss"].x) == [0.5, 2.0]
    assert list(run.validation["loss"].y) == [0.5, 0.3]
    assert run.test == {"loss": 0.7}
    assert run.seconds == pytest.approx(3.0)


def test_a_run_took_as_long_as_the_list_of_runs_says(run_path):
    facts = json.loads((run_path / "run.json").read_text()) | {"clock": 9.5}
    (run_path / "run.json").write_text(json.dumps(facts))
    assert read_recorded(run_path).seconds == 9.5


def test_what_a_run_has_told_is_read_once(run_path, monkeypatch):
    opened, usual = [], Path.open

    def noted(path, *given, **more):
        opened.append(path.name)
        return usual(path, *given, **more)

    monkeypatch.setattr(Path, "open", noted)
    assert read_recorded(run_path).seconds == pytest.approx(3.0)
    assert opened.count("metrics.jsonl") == 1


def test_a_run_is_read_with_the_epoch_whose_weights_it_ended_with(make_run):  # noqa: F811
    run = read_recorded(make_run("one", 0.5, 0.3, ends_with=1))
    assert (run.end, run.test_x) == (2.0, 1.0)
    assert read_recorded(make_run("two", 0.5, 0.3, ends_with=None)).test_x == 2.0


def test_figures_of_the_whole_are_read_too(run_path):
    step = Step(
        epoch=3, step=5, metrics={}, samples_per_second=9.0, seconds=1, seconds_left=1, waiting=0.5
    )
    found = Statistics(epoch=3, step=5, nodes={}, wires={}, overall={"gradient_norm": 3.0})
    lines = b"".join(event_to_json(event) + b"\n" for event in (step, found))
    (run_path / "metrics.jsonl").write_bytes(lines)
    run = read_recorded(run_path)
    assert list(run.train[f"{STATISTIC}gradient_norm"].x) == [2.5]
    assert run.train[f"{STATISTIC}samples_per_second"].last == 9.0
    assert run.train[WAITING].last == 0.5


def test_what_cannot_be_read_is_left_out(run_path, make_run, tmp_path):  # noqa: F811
    damaged = make_run("damaged", 0.5)
    (damaged / "run.json").write_text("[]")
    odd = make_run("odd", 0.5, training={"epochs": "many"})
    assert [read_recorded(p) for p in (damaged, odd, tmp_path)] == [None, None, None]


def test_only_what_was_asked_for_last_comes(run_path, make_run, qtbot):  # noqa: F811
    recorded = RecordedRuns()
    two = make_run("two", 0.5)
    came: list[list[str]] = []
    recorded.come.connect(lambda runs: came.append([run.title for run in runs]))
    recorded.read([str(run_path)])
    recorded.read([str(two), str(run_path), "/nowhere"])
    qtbot.waitUntil(lambda: bool(came))
    qtbot.wait(20)
    assert came == [["two", "First"]]


def test_a_run_is_read_with_its_graph_to_go_on(run_path, qtbot):
    recorded = RecordedRuns()
    with qtbot.waitSignal(recorded.ready) as told:
        recorded.read_to_resume(str(run_path))
    assert (told.args[0].title, told.args[1].name, told.args[2]) == ("First", "mlp", 0)
    (run_path / "metrics.jsonl").unlink()  # weights of another program: not a step was taken
    with qtbot.waitSignal(recorded.ready) as told:
        recorded.read_to_resume(str(run_path), 3)
    assert (told.args[0].metrics, told.args[2]) == (["loss"], 3)
    (run_path / "graph.horn").unlink()
    with qtbot.waitSignal(recorded.failed) as told:
        recorded.read_to_resume(str(run_path))
    assert "graph.horn" in told.args[0]


def test_a_run_that_was_moved_goes_on_with_the_table_beside_its_folder(run_path, qtbot):
    table = run_path.parent / "houses.csv"
    table.write_text("a,b\n1,2\n", "utf-8")
    nodes = {"table": Node("table", freeze({"path": "/gone/houses.csv"}))}
    files.save(Graph(nodes=freeze(nodes)), run_path / "graph.horn")
    recorded = RecordedRuns()
    with qtbot.waitSignal(recorded.ready) as told:
        recorded.read_to_resume(str(run_path))
    assert told.args[1].nodes["table"].params == {"path": str(table)}


def test_overlaid_runs_take_the_place_of_those_before(run_path, make_run):  # noqa: F811
    history, one = History(), read_recorded(run_path)
    two, three = (read_recorded(make_run(name, 0.5)) for name in ("two", "three"))
    history.choose([one, two])
    assert (history.front, history.earlier) == (one, [two])
    own = history.begin(structs.replace(three.started, run="/runs/own"))
    history.choose([three])
    assert (history.current, history.earlier) == (own, [three])
    history.take_up(two)
    assert (history.current, two.title, two.number) == (two, "", 2)
    assert history.begin(two.started) is two


@pytest.mark.parametrize("figure", ["9" * 400, "-1", '"x"', "[" * 9999 + "]" * 9999])
@pytest.mark.parametrize("name", ["epoch", "step", "old", "new"])
def test_a_line_with_an_absurd_figure_is_left_out(run_path, figure, name):
    turned = Knob(node="adam", param="learning_rate", old=0.1, new=0.2, epoch=1, step=5)
    former = json.dumps(getattr(turned, name))
    line = event_to_json(turned).decode().replace(f'"{name}":{former}', f'"{name}":{figure}')
    with (run_path / "metrics.jsonl").open("a") as file:
        file.write(f"\n{line}\n")
    run = read_recorded(run_path)
    assert list(run.validation["loss"].y) == [0.5, 0.3]
    if name in ("epoch", "step"):
        assert run.knobs == []
    assert all(mark.text for mark in marks_of(run))


def test_a_run_that_says_to_have_an_absurd_number_of_epochs_is_left_out(run_path):
    facts = json.loads((run_path / "run.json").read_text())
    facts["training"]["epochs"] = 10**400
    (run_path / "run.json").write_text(json.dumps(facts))
    assert read_recorded(run_path) is None
