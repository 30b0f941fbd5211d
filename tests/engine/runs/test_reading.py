import json
import os
import time
from dataclasses import replace
from pathlib import Path

from msgspec import structs

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, freeze
from hornstudio.engine.runs.reading import graph_mark, judged, read_run, size_of
from hornstudio.engine.runs.record import RunRecord
from hornstudio.engine.storage import files
from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Step
from tests.engine.sample_graph import mlp

from .conftest import LONG_AGO_NS, MakeRun


def read(path: Path) -> RunRecord:
    record = read_run(path)
    assert record is not None
    return record


def test_the_first_beginning_counts_and_the_parent_is_named(make_run: MakeRun) -> None:
    parent = {"run": "/elsewhere/first", "checkpoint": "epoch-0003", "kept": [], "new": []}
    path = make_run("one", 0.5, begun="2026-01-01 10:00:00", started="later", parent=parent)
    record = read(path)
    assert (record.started, record.parent) == ("2026-01-01 10:00:00", "first:epoch-0003")
    facts = json.loads((path / "run.json").read_text())
    (path / "run.json").write_text(json.dumps({**facts, "begun": None, "parent": "odd"}))
    record = read(path)
    assert (record.started, record.parent) == ("later", "")


def test_the_kinds_of_figures_are_known_by_their_names(make_run: MakeRun) -> None:
    path = make_run("one", 0.5, graph=edits.rename_node(mlp(), "accuracy", "acc"))
    assert read(path).kinds["acc"] == "accuracy"
    (path / "graph.horn").write_text('{"nodes": []}')
    assert read(path).kinds == {}


def test_why_a_run_is_damaged_is_told_in_words_that_can_be_translated(make_run: MakeRun) -> None:
    path = make_run("one", 0.5)
    (path / "run.json").write_text('{"state": ')
    found = read(path)
    assert found.state == "damaged"
    assert found.why == "run.json cannot be read: it breaks off in line 1"
    assert isinstance(found.why, Text)


def test_a_folder_without_a_run_is_none(tmp_path: Path) -> None:
    assert read_run(tmp_path) is None


def test_a_figure_that_is_no_number_or_greater_than_any_is_left_out(make_run: MakeRun) -> None:
    odd = {"a": None, "b": "3", "c": float("nan"), "d": float("inf"), "e": 10**400, "f": 2}
    record = read_run(make_run("one", metrics=odd))
    assert record
    assert record.metrics == {"f": 2.0}


def test_a_mark_knows_what_computes_and_nothing_else(tmp_path: Path) -> None:
    def mark(graph: Graph) -> str:
        path = tmp_path / "graph.horn"
        path.write_text(files.to_text(graph), "utf-8")
        return graph_mark(path)

    first = mlp()
    moved = replace(first.nodes["hidden"], at=(5.0, 5.0), title="T", note="n")
    same = replace(first, name="other", nodes=freeze({**first.nodes, "hidden": moved}))
    assert mark(same) == mark(first)
    assert mark(replace(first, training=replace(first.training, seed=9))) == mark(first)
    assert mark(edits.set_param(first, "hidden", "units", 5)) != mark(first)
    assert mark(replace(first, wires=first.wires[1:])) != mark(first)
    assert graph_mark(tmp_path / "nowhere") == ""


def test_a_size_counts_what_lies_within(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123")
    assert size_of(tmp_path) == 8


def steps(*clocks: float) -> bytes:
    told = {"metrics": {}, "samples_per_second": 1.0, "seconds_left": 0.0}
    events = (Step(epoch=1, step=i, seconds=s, **told) for i, s in enumerate(clocks, 1))
    return b"".join(event_to_json(event) + b"\n" for event in events)


def test_a_run_took_as_long_as_its_clock_has_gone(make_run: MakeRun) -> None:
    times = {"begun": "2026-01-01 10:00:00", "started": "2026-01-01 10:00:05"}
    times |= {"ended": "2026-01-01 12:00:00"}  # it was paused for long
    path = make_run("one", 0.5, 0.4, reason="early stopping", clock=7.5, **times)
    with (path / "metrics.jsonl").open("ab") as file:
        file.write(steps(2.0, 6.0))
    assert read(path).seconds == 7.5, "with the test figures after the last step"
    with (path / "metrics.jsonl").open("ab") as file:
        file.write(steps(1.0, 3.0))
    assert read(path).seconds == 6.0 + 3.0 + 4.5, "with what it took after it was gone on with"
    (path / "run.json").write_text((path / "run.json").read_text().replace("7.5", "1e999"))
    assert read(path).seconds == 9.0


def test_whose_weights_a_run_ends_with_is_known(make_run: MakeRun) -> None:
    assert read(make_run("one", 0.5, 0.4, ends_with=1)).ends_with == 1
    assert read(make_run("two", 0.5, 0.4, ends_with=None)).ends_with == 0


def test_a_run_that_came_to_no_step_took_as_long_as_it_went_on(make_run: MakeRun) -> None:
    times = {"begun": "2026-01-01 10:00:00", "started": "2026-01-01 10:00:05"}
    path = make_run("one", state="failed", ended="2026-01-01 10:01:35", **times)
    assert read(path).seconds == 90.0
    path = make_run("two", state="running", **times)
    last = time.mktime(time.strptime("2026-01-01 10:00:25", "%Y-%m-%d %H:%M:%S"))
    for name in ("metrics.jsonl", "run.json"):
        os.utime(path / name, (last, last))
    assert read(path).seconds == 20.0
    assert read(make_run("three", 0.5, 0.4, ended="2026-01-03 10:00:00", **times)).seconds == 3.0


def test_the_latest_checkpoint_says_how_far_a_run_came(make_run: MakeRun) -> None:
    path = make_run("a", state="failed", training={"epochs": 2}, steps=10)
    assert (read(path).progress, read(path).checkpoint) == ("0/2", "")
    for name in ("epoch-0000", "epoch-0001-step-000004"):
        (path / "checkpoints" / f"{name}.safetensors").touch()
    found = read(path)
    assert (found.progress, found.checkpoint) == ("0.4/2", "epoch-0001-step-000004")
    (path / "checkpoints" / "epoch-0001.safetensors").touch()
    for name in ("run.json", "metrics.jsonl"):
        os.utime(path / name, ns=(LONG_AGO_NS, LONG_AGO_NS))
    broken = judged(structs.replace(found, state="running", owner={}))
    assert (broken.state, broken.checkpoint) == ("interrupted", "epoch-0001")
