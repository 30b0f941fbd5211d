"""A run that begins in the weights of another: what fits is kept, and it is said."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.branch import in_weights_of
from hornstudio.engine.train.kept.checkpoint import load_checkpoint
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.callback import Callback
from hornstudio.engine.watch.events import Epoch, Failed, Finished, Started
from hornstudio.engine.watch.view import RunView
from tests.engine import sample_graph
from tests.engine.train.optax_module import of_optax
from tests.engine.train.trees import assert_equal_trees


def graph() -> Graph:
    plain = sample_graph.mlp(epochs=1, batch_size=1000)
    return edits.set_param(plain, "sgd", "momentum", 0.9)


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("runs") / "parent"
    list(train(graph(), run_dir=path))
    return path


def first_of(run: Path) -> dict[str, Any]:
    return load_checkpoint(run / "checkpoints" / "epoch-0000.safetensors")[0]


def test_an_unchanged_graph_keeps_all_and_goes_on_as_if_resumed(
    parent: Path, tmp_path: Path
) -> None:
    path = tmp_path / "branch"
    events = list(train(graph(), run_dir=path, branch=parent))
    saved = load_checkpoint(parent / "checkpoints" / "epoch-0001.safetensors")[0]
    assert_equal_trees(first_of(path), saved)
    facts = RunFolder.open(path).facts()["parent"]
    assert (facts["run"], facts["checkpoint"]) == (str(parent), "epoch-0001")
    assert (facts["new"], facts["optimizer"]) == ([], "kept")
    killed = RunFolder.open(path).kept  # as if it had been killed before its first epoch
    assert isinstance(events[-1], Finished)
    whole = [e.metrics for e in events if isinstance(e, Epoch)]
    for checkpoint in killed.all()[1:]:
        checkpoint.unlink()
    again = [e.metrics for e in train(graph(), run_dir=path, resume=True) if isinstance(e, Epoch)]
    assert again == whole


class Noting(Callback):
    """Notes the learning rate of the step after an epoch."""

    rate = 0.0

    def epoch(self, run: RunView, event: Epoch) -> None:
        self.rate = run.learning_rate


def test_a_schedule_goes_on_and_the_rate_that_is_told_is_the_one_that_is_used(
    tmp_path: Path,
) -> None:
    decay = {"initial_learning_rate": 0.1, "decay_steps": 16}  # an epoch has 4 steps
    schedule = {"kind": "cosine_decay", "params": decay}
    decaying, noting = edits.set_param(graph(), "sgd", "learning_rate", schedule), Noting()
    list(train(decaying, run_dir=tmp_path / "parent", callbacks=[noting]))
    assert noting.rate == pytest.approx(0.0854, abs=1e-4)
    how = {"run_dir": tmp_path / "run", "branch": tmp_path / "parent", "callbacks": [noting]}
    events = list(train(decaying, **how))
    assert noting.rate == pytest.approx(0.05)
    started = next(e for e in events if isinstance(e, Started))
    words = "the schedule of sgd.learning_rate goes on after the 4 steps of before, at 0.0854;"
    assert any(note.startswith(words) for note in started.notes)


def test_so_it_does_with_an_optimizer_of_ones_own_that_is_one_of_optax(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    of_optax(monkeypatch)
    decay = {"initial_learning_rate": 0.1, "decay_steps": 16}  # an epoch has 4 steps
    schedule = {"kind": "cosine_decay", "params": decay}
    decaying = edits.replace_kind(graph(), "sgd", "of_optax", {"learning_rate": schedule})
    noting = Noting()
    list(train(decaying, run_dir=tmp_path / "parent", callbacks=[noting]))
    how = {"run_dir": tmp_path / "run", "branch": tmp_path / "parent", "callbacks": [noting]}
    started = next(e for e in list(train(decaying, **how)) if isinstance(e, Started))
    assert noting.rate == pytest.approx(0.05)
    assert any("goes on after the 4 steps of before, at 0.0854" in n for n in started.notes)


def test_columns_in_another_order_are_told_of(tmp_path: Path) -> None:
    rows = [(i % 7 / 7, i % 3 / 3, i / 60) for i in range(60)]
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    one.write_text("x,y,sum\n" + "".join(f"{x},{y},{total}\n" for x, y, total in rows))
    two.write_text("y,x,sum\n" + "".join(f"{y},{x},{total}\n" for x, y, total in rows))
    before, after = (sample_graph.of_table(str(path)) for path in (one, two))
    list(train(before, run_dir=tmp_path / "parent"))
    how = {"run_dir": tmp_path / "run", "branch": tmp_path / "parent"}
    started, finished = ends_of(train(after, **how))
    words = "table: the columns are y, x; they were x, y. The weights that are kept have learned"
    assert started.notes[1].startswith(words)
    assert finished.remarks == started.notes[1:]
    again = {"run_dir": tmp_path / "again", "branch": tmp_path / "parent"}
    started, finished = ends_of(train(before, **again))
    assert not finished.remarks
    assert len(started.notes) == 1


def ends_of(events: Any) -> tuple[Started, Finished]:
    told = list(events)
    assert isinstance(told[-1], Finished), told[-1]
    return next(e for e in told if isinstance(e, Started)), told[-1]


def test_what_another_shape_has_begins_anew_with_its_slots(parent: Path, tmp_path: Path) -> None:
    path = tmp_path / "branch"
    wider = edits.set_param(graph(), "hidden", "units", 17)
    events = list(train(wider, run_dir=path, branch=parent, checkpoint="epoch-0001"))
    started = next(e for e in events if isinstance(e, Started))
    assert "kept: scores.bias; begun anew: hidden, scores.kernel" in started.notes[0]
    assert events[-1].remarks == started.notes
    facts = RunFolder.open(path).facts()["parent"]
    assert facts["kept"] == ["scores.bias"]
    assert facts["new"] == ["hidden.kernel", "hidden.bias", "scores.kernel"]
    assert facts["optimizer"] == "in part"
    trees, saved = (
        first_of(path),
        load_checkpoint(next((parent / "checkpoints").glob("*.safetensors")))[0],
    )
    assert np.array_equal(trees["weights"]["scores"]["bias"], saved["weights"]["scores"]["bias"])
    assert trees["weights"]["hidden"]["kernel"].shape == (784, 17)
    assert isinstance(events[-1], Finished)


def test_a_node_that_was_renamed_keeps_its_weights_and_what_is_remembered_of_them(
    tmp_path: Path,
) -> None:
    adam = edits.replace_kind(graph(), "sgd", "adam", {"use_ema": True})
    list(train(adam, run_dir=tmp_path / "parent"))
    named = edits.rename_node(adam, "hidden", "first")
    begun = in_weights_of(Program(plan_graph(named)), 3, tmp_path / "parent", "last")
    as_before = in_weights_of(Program(plan_graph(adam)), 3, tmp_path / "parent", "last")
    assert "weights kept: hidden -> first, scores; begun anew: none" in begun.notes[0]
    assert begun.parent["optimizer"] == "kept"
    for now, before in (
        (begun.carry["weights"], as_before.carry["weights"]),
        (begun.carry["optimizer"]["average"], as_before.carry["optimizer"]["average"]),
        (
            begun.carry["optimizer"]["optimizer"]["slots"],
            as_before.carry["optimizer"]["optimizer"]["slots"],
        ),
    ):
        assert_equal_trees(now["first"], before["hidden"])


def test_what_lies_in_a_composite_is_named_by_the_way_to_it(tmp_path: Path) -> None:
    body = sample_graph.with_body("hidden", "relu", "scores")
    list(train(body, run_dir=tmp_path / "run"))
    wider = edits.rename_node(body, "body", "trunk")
    branch = train(wider, run_dir=tmp_path / "branch", branch=tmp_path / "run")
    started, _ = ends_of(branch)
    assert started.notes[0] == (
        "a branch of run at epoch-0001; weights kept: body › hidden -> trunk › hidden, "
        "body › scores -> trunk › scores; begun anew: none"
    )


def test_another_optimizer_begins_anew_with_the_weights(parent: Path) -> None:
    other = edits.replace_kind(graph(), "sgd", "adam", {"use_ema": True})
    begun = in_weights_of(Program(plan_graph(other)), 3, parent, "last")
    assert (begun.parent["new"], begun.parent["optimizer"]) == ([], "new")
    saved = load_checkpoint(parent / "checkpoints" / "epoch-0001.safetensors")[0]["weights"]
    assert_equal_trees(begun.carry["weights"], saved)
    assert_equal_trees(begun.carry["optimizer"]["average"], saved)
    arrays = jax.tree.leaves(begun.carry)
    assert len({id(array) for array in arrays}) == len(arrays)  # a dispatch uses each up once


def test_a_branch_of_nothing_fails_in_words(tmp_path: Path) -> None:
    failed = list(train(graph(), run_dir=tmp_path / "run", branch=tmp_path))[-1]
    assert isinstance(failed, Failed)
    assert "is not the folder of a run" in failed.reason
    assert not (tmp_path / "run").exists()


@pytest.mark.parametrize("change", ["wider", "gone"])
def test_a_branch_of_a_run_whose_table_has_changed_keeps_what_still_fits(
    tmp_path: Path, change: str
) -> None:
    table, parent = tmp_path / "t.csv", tmp_path / "parent"
    rows = [f"{n % 7},{n % 5},{n % 3}" for n in range(60)]
    table.write_text("\n".join(["a,b,c", *rows]), "utf-8")
    assert isinstance(list(train(sample_graph.of_table(str(table)), run_dir=parent))[-1], Finished)
    other = table if change == "wider" else tmp_path / "other.csv"
    table.unlink()
    other.write_text("\n".join(["a,more,b,c", *(f"1,{row}" for row in rows)]), "utf-8")
    events = list(
        train(sample_graph.of_table(str(other)), run_dir=tmp_path / "branch", branch=parent)
    )
    assert isinstance(events[-1], Finished)
    facts = RunFolder.open(tmp_path / "branch").facts()["parent"]
    assert facts["new"] == ["hidden.kernel"]
    assert facts["kept"] == ["hidden.bias", "out.kernel", "out.bias"]
    assert facts["optimizer"] == ("in part" if change == "wider" else "new")


def test_a_checkpoint_that_is_not_there_leaves_no_run_behind(parent: Path, tmp_path: Path) -> None:
    wishes = {"run_dir": tmp_path / "run", "branch": parent, "checkpoint": "epoch-0099"}
    failed = list(train(graph(), **wishes))[-1]
    assert isinstance(failed, Failed)
    assert "has no checkpoint epoch-0099" in failed.reason
    assert not (tmp_path / "run").exists()
