"""Unsaved work comes back exactly, from dead windows only, to one taker."""

import json
import os
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hornstudio.engine.disk import lasting
from hornstudio.engine.disk.atomic import digest
from hornstudio.engine.disk.owner import GONE_AFTER_S, new_owner
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.storage import files, journal, lines
from hornstudio.engine.storage.journal import Found, Journal, Work, is_saved, lost_work, take
from hornstudio.engine.storage.past import NONE, Step, Steps
from hornstudio.engine.storage.templates import TEMPLATES, find_template


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "unsaved"


def dead_journal(folder: Path) -> Journal:
    return Journal(folder, replace(new_owner(), birth="long ago"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_work_comes_back_exactly(folder: Path, template) -> None:
    work = Work(template.graph(), folder / "그물.horn", "abc", 12.5, 3, ("/runs/a", "epoch-0002"))
    work = replace(work, sight=(0.75, -12.5, 300.0), trail=("block", "inner"), selection=("a",))
    work = replace(work, of_run="mlp-20260101-100000")
    dead_journal(folder).write(work)
    (found,) = lost_work(folder)
    assert found.work == work
    assert list(found.work.graph.nodes) == list(work.graph.nodes)


def test_a_kill_before_the_disk_has_flushed_loses_nothing(folder: Path, tmp_path: Path) -> None:
    mine = dead_journal(folder)
    mine.write(Work(Graph(name="before")))
    mine.keep(Work(Graph(name="latest")))
    mine.note_saving(tmp_path / "a.horn", "mark")
    (found,) = lost_work(folder)
    assert found.work is not None
    assert found.work.graph.name == "latest"
    assert found.place == mine.place
    assert take(found)
    assert list(folder.iterdir()) == []


def test_what_a_power_cut_has_torn_gives_way_to_what_was_flushed(folder: Path) -> None:
    mine = dead_journal(folder)
    mine.write(Work(Graph(name="flushed")))
    mine.keep(Work(Graph(name="torn")))
    draft = lasting.latest(mine.place)
    draft.write_bytes(draft.read_bytes()[:-3])
    (found,) = lost_work(folder)
    assert found.work is not None
    assert found.work.graph.name == "flushed"


def test_what_a_living_window_has_just_begun_is_nobodys(folder: Path) -> None:
    mine = Journal(folder, new_owner())
    mine.keep(Work(Graph()))
    assert lost_work(folder) == []
    assert mine.flush()
    assert lost_work(folder) == []


def test_the_work_of_a_living_window_is_nobodys(folder: Path) -> None:
    Journal(folder, new_owner()).write(Work(Graph()))
    assert lost_work(folder) == []


def test_several_are_all_found_the_latest_first(folder: Path) -> None:
    for n in range(3):
        dead_journal(folder).write(Work(Graph(name=f"n{n}"), edited_at=n))
    assert [f.work.graph.name for f in lost_work(folder) if f.work] == ["n2", "n1", "n0"]


def test_another_machines_window_lives_while_it_gives_signs_of_life(folder: Path) -> None:
    far = Journal(folder, replace(new_owner(), machine="elsewhere"))
    far.write(Work(Graph()))
    assert lost_work(folder) == []
    then = time.time() - GONE_AFTER_S - 10
    os.utime(far.place, (then, then))
    assert len(lost_work(folder)) == 1


def test_only_one_takes_what_was_found(folder: Path) -> None:
    dead_journal(folder).write(Work(Graph()))
    (found,) = lost_work(folder)
    assert take(found)
    assert not take(found)
    assert lost_work(folder) == []


def test_a_cleared_journal_leaves_nothing(folder: Path) -> None:
    mine = dead_journal(folder)
    mine.write(Work(Graph()))
    mine.clear()
    mine.clear()
    assert list(folder.iterdir()) == []


def test_what_has_not_changed_is_not_written_out_anew(folder: Path, monkeypatch) -> None:
    mine = dead_journal(folder)
    graph = find_template("mnist_mlp").graph()
    mine.write(Work(graph))
    seen = []
    as_json = lines.node_json
    monkeypatch.setattr(lines, "node_json", lambda node: seen.append(node) or as_json(node))
    edited = edits.add_node(edits.remove_nodes(graph, ["relu"]), "more", Node("relu"))
    mine.write(Work(edited))
    assert seen == [edited.nodes["more"]]
    (found,) = lost_work(folder)
    assert found.work is not None
    assert found.work.graph == edited
    assert list(found.work.graph.nodes) == list(edited.nodes)


@pytest.mark.parametrize("spoil", ["cut", "flip", "head", "version", "graph", "owner"])
def test_a_damaged_journal_is_told_and_kept(folder: Path, spoil: str) -> None:
    mine = dead_journal(folder)
    mine.write(Work(find_template("mnist_mlp").graph()))
    head, _, body = mine.place.read_bytes().partition(b"\n")
    data = json.loads(head)
    bad = {"version": {"journal": 2}, "graph": {"digest": journal.digest(b"[]")}}
    bad["owner"] = {"owner": 1, "digest": ""}
    head = json.dumps(data | bad.get(spoil, {})).encode()
    body = {"cut": body[:-5], "flip": b"x" + body[1:], "graph": b"[]"}.get(spoil, body)
    mine.place.write_bytes((b"{" if spoil == "head" else head) + b"\n" + body)
    (found,) = lost_work(folder)
    assert found.work is None
    assert found.faults
    assert mine.place.exists()


def test_what_the_file_holds_already_is_not_lost(folder: Path, tmp_path: Path) -> None:
    path, graph = tmp_path / "a.horn", find_template("mnist_mlp").graph()

    def found(work: Work | None) -> Found:
        return Found(folder / "x.journal", work)

    assert not is_saved(found(None))
    assert not is_saved(found(Work(graph, path)))
    assert not is_saved(found(Work(graph)))
    files.save(graph, path)
    assert is_saved(found(Work(graph, path)))
    assert not is_saved(found(Work(replace(graph, name="other"), path)))


@pytest.mark.parametrize("moment", ["before", "while", "after", "edited again"])
def test_a_kill_while_saving_loses_nothing_and_offers_nothing_old(
    folder: Path, tmp_path: Path, moment: str
) -> None:
    mine, path = dead_journal(folder), tmp_path / "a.horn"
    older, newer = Graph(name="older"), Graph(name="newer")
    mine.write(Work(older))  # what was edited since then is in the file only
    mark = digest(files.to_text(newer).encode())
    mine.note_saving(path, mark)
    if moment != "before":
        assert files.save(newer, path) == mark
    if moment == "edited again":
        mine.clear()
        mine.write(Work(Graph(name="newest"), path, mark))
        mine.note_saving(path, "some other")
    if moment == "after":
        mine.clear()
    found = lost_work(folder)
    offered = [f.work.graph.name for f in found if f.work and not is_saved(f)]
    assert offered == {"before": ["older"], "edited again": ["newest"]}.get(moment, [])
    for each in found:
        take(each)
    assert list(folder.iterdir()) == []


def test_a_note_of_saving_without_work_is_swept_away(folder: Path) -> None:
    folder.mkdir()
    (folder / "1-ab.saving").touch()
    assert lost_work(folder) == []
    assert list(folder.iterdir()) == []
    dead_journal(folder).note_saving(folder / "a.horn", "mark")  # nothing is unsaved
    assert list(folder.iterdir()) == []


def test_a_folder_in_which_nothing_can_be_kept_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="cannot write"):
        Journal(tmp_path / "file", new_owner()).write(Work(Graph()))
    assert lost_work(tmp_path / "nowhere") == []


def test_half_written_journals_of_the_killed_are_swept_away(folder: Path) -> None:
    folder.mkdir()
    old, young = (folder / f".1-ab.journal.{c * 12}" for c in "01")
    for draft in (old, young):
        draft.touch()
    os.utime(old, (0, 0))
    assert lost_work(folder) == []
    assert list(folder.iterdir()) == [young]


@pytest.mark.parametrize("told", [None, "block", [1], ["a", None], {"a": 1}])
def test_of_what_was_selected_nothing_is_told_where_it_cannot_be_read(tmp_path, told):
    journal = dead_journal(tmp_path)
    journal.write(replace(Work(Graph(name="net")), trail=told, selection=told))
    (found,) = lost_work(tmp_path)
    assert found.work == Work(Graph(name="net"))


@pytest.mark.parametrize("told", [None, [1.0], [1.0, "a", 0.0], [1.0, float("nan"), 0.0], {}])
def test_of_what_was_in_view_nothing_is_told_where_it_cannot_be_read(tmp_path, told):
    journal = dead_journal(tmp_path)
    journal.write(replace(Work(Graph(name="net")), sight=told))
    (found,) = lost_work(tmp_path)
    assert found.work == Work(Graph(name="net"))


def test_steps_come_back_with_the_work(folder: Path) -> None:
    first = find_template("mnist_mlp").graph()
    then = edits.move_nodes(first, {"hidden": (1.0, 2.0)})
    now = edits.remove_nodes(then, ["accuracy"])
    undone = replace(now, name="later")
    moved, deleted = Step("Move it", first, ()), Step("Delete it 층", then, ("block",))
    mine = dead_journal(folder)
    mine.write(Work(then, steps=Steps((moved,), (Step("Delete it", now),))))
    mine.write(Work(now, steps=Steps((deleted, moved), (Step("Name it", undone),))))
    (found,) = lost_work(folder)
    assert found.work is not None
    assert found.work.graph == now
    assert found.work.steps == Steps((deleted, moved), (Step("Name it", undone),))
    texts = [files.to_text(step.graph) for step in found.work.steps.back]
    assert texts == [files.to_text(then), files.to_text(first)]


def with_steps(mine: Journal, steps: object) -> None:
    """A journal that says something else of its steps; `...`: nothing at all."""
    line, _, body = mine.place.read_bytes().partition(b"\n")
    head = json.loads(line)
    del head["steps"]
    head |= {} if steps is ... else {"steps": steps}
    mine.place.write_bytes(json.dumps(head).encode() + b"\n" + body)


OF_BEFORE = {"name": "Move it", "trail": ["block"], "patch": [0, 7, "{"], "mark": 3632233996}
"""As they were written when a step was a difference of whole texts."""


@pytest.mark.parametrize(
    "steps", [..., [], [OF_BEFORE], {"back": [OF_BEFORE]}, {"back": "x", "ahead": [[1, "{}"]]}]
)
def test_the_work_of_a_journal_whose_steps_cannot_be_read_is_there(folder: Path, steps) -> None:
    mine = dead_journal(folder)
    mine.write(Work(Graph(name="old"), steps=Steps((Step("Name it", Graph()),))))
    with_steps(mine, steps)
    (found,) = lost_work(folder)
    assert found.work == Work(Graph(name="old"))
    assert found.work.steps == NONE
