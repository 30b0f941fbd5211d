"""What sets runs apart, as data and as a dialog."""

from dataclasses import replace

import msgspec

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Training, freeze
from hornstudio.engine.runs.index import RunIndex
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.watch.events import Knob
from hornstudio.ui.panels.runs.comparison import Comparison, compare, name_of
from tests.engine.sample_graph import mlp


def compared(root, *folders: str) -> Comparison:
    with RunIndex(root) as index:
        index.refresh()
        found = {r.folder: r for r in index.records()}
    return compare([found[folder] for folder in folders])


def rows(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    return {row.title: row.cells for _, rows in comparison.sections for row in rows}


def test_settings_figures_and_graphs_are_compared(root, make_run):
    make_run("a", 0.5, 0.3)
    make_run("b", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64))
    make_run("c", 0.4, graph=edits.remove_nodes(mlp(), ["relu"]))
    found = rows(compared(root, "a", "b", "c"))
    assert found["hidden.units"] == ("16", "64", "16")
    assert found["relu"] == ("relu", "relu", "–")
    assert found["Epochs"] == ("2/2", "1/1", "1/1")
    assert found["Seed"] == ("0", "0", "0")
    assert found["val_loss"] == ("0.3000", "0.4000", "0.4000")


def test_values_are_said_as_on_the_canvas_and_in_the_form(root, make_run):
    def shifted(height_factor: object, **params: object):
        graph = edits.add_node(mlp(), "shift", Node("random_translation", {}))
        graph = edits.set_param(graph, "shift", "height_factor", height_factor)
        for name, value in params.items():
            graph = edits.set_param(graph, "hidden", name, value)
        return graph

    make_run("a", 0.5, graph=shifted((-0.5, 1.0)))
    make_run("b", 0.5, graph=shifted(0.25, use_bias=False, activation="relu"))
    found = rows(compared(root, "a", "b"))
    assert found["shift.height_factor"] == ("-0.5, 1", "-0.25, 0.25")
    assert found["hidden.activation"] == ("none", "relu")
    assert found["hidden.use_bias"] == ("on", "off")


def names(comparison: Comparison) -> dict[str, str]:
    """By the names that files and commands have for things, what they are called in the window."""
    return {row.title: name_of(row) for _, rows in comparison.sections for row in rows}


def test_settings_are_called_as_in_the_form(root, make_run, speak):
    def decaying(steps: int, **traits: bool):
        decay = {"initial_learning_rate": 0.01, "decay_steps": steps}
        rate = {"kind": "cosine_decay", "params": decay}
        graph = edits.set_param(mlp(), "sgd", "learning_rate", rate)
        graph = edits.set_param(graph, "hidden", "units", steps)
        return replace(graph, nodes={**graph.nodes, "relu": replace(graph.nodes["relu"], **traits)})

    turn = {"node": "sgd", "old": 1.0, "new": 0.5, "step": 5, "epoch": 1}
    factor = turn | {"param": "learning_rate.factor"}
    frozen = turn | {"param": "frozen", "node": "hidden", "old": False, "new": True}
    settings = Training(epochs=1, batch_size=32, checkpoint_minutes=7.0)
    make_run("a", 0.5, graph=decaying(40))
    other = edits.set_training(decaying(50, bypassed=True), settings)
    make_run("b", 0.5, graph=other, knobs=[factor, frozen])
    found = names(compared(root, "a", "b"))
    assert found["hidden.units"] == "hidden: Units"
    assert found["sgd.learning_rate.decay_steps"] == "sgd: Learning rate › Decay steps"
    assert found["relu.bypassed"] == "relu: Bypassed"
    assert found["checkpoint_minutes"] == "Checkpoint every"
    assert found["sgd.learning_rate.factor"] == "sgd: Learning rate › Factor"
    assert found["hidden.frozen"] == "hidden: Frozen"
    assert found["val_loss"] == "val_loss"
    speak("ko")
    found = names(compared(root, "a", "b"))
    assert found["sgd.learning_rate.decay_steps"].startswith("sgd: 학습률 › ")


def test_a_setting_that_is_not_known_is_called_by_its_name(root, make_run):
    odd = edits.add_node(mlp(), "odd", Node("of_another_day", freeze({"old_size": 3})))
    make_run("a", 0.5, graph=odd)
    make_run("b", 0.5, graph=edits.set_param(odd, "odd", "old_size", 4))
    assert names(compared(root, "a", "b"))["odd.old_size"] == "odd: Old size"


def test_what_a_run_was_branched_from_is_compared(root, make_run):
    make_run("a", 0.5)
    with RunIndex(root) as index:
        index.refresh()
        (run,) = index.records()
    found = rows(compare([run, msgspec.structs.replace(run, parent="a:epoch-0002")]))
    assert found["Branched from"] == ("–", "a:epoch-0002")


def test_whose_weights_a_run_ends_with_is_compared(root, make_run):
    make_run("a", 0.5, 0.6, ends_with=1)
    make_run("b", 0.5, 0.6)
    assert rows(compared(root, "a", "b"))["Ends with epoch"] == ("1", "–")


def test_a_setting_of_the_training_is_told_once(root, make_run):
    settings = Training(epochs=7, batch_size=4, seed=3)
    make_run("a", 0.5)
    make_run("b", 0.5, graph=edits.set_training(mlp(), settings))
    sections = dict(compared(root, "a", "b").sections)
    assert {"Epochs", "Batch", "Seed"} <= {row.title for row in sections["Settings"]}
    assert sections["Graph"] == ()


def test_a_graph_that_cannot_be_read_says_so(root, make_run):
    make_run("a", 0.5)
    (make_run("b", 0.5) / "graph.horn").write_text("{")
    assert rows(compared(root, "a", "b"))["File of the graph"] == ("–", "cannot be read")


def test_what_was_changed_stands_above_what_came_of_it(root, make_run):
    make_run("a", 0.5)
    make_run("b", 0.4, graph=edits.set_param(mlp(), "hidden", "units", 64))
    titles = [title for title, rows in compared(root, "a", "b").sections if rows]
    assert titles[:3] == ["Settings", "Graph", "Figures at the end"]


def test_what_was_turned_while_it_trained_is_compared(root, make_run):
    turn = {"node": "sgd", "param": "learning_rate", "old": 0.1, "step": 5}
    make_run("a", 0.5)
    make_run("b", 0.5, knobs=[turn | {"new": 0.1 / 2**n, "epoch": n} for n in range(1, 6)])
    sections = dict(compared(root, "a", "b").sections)
    (row,) = sections["Turned while it trained"]
    assert (row.title, row.cells[0]) == ("sgd.learning_rate", "–")
    assert row.cells[1].splitlines()[1:3] == ["0.025 in epoch 2", "0.0125 in epoch 3"]
    assert len(row.cells[1].splitlines()) == 5


def test_which_epoch_is_best_is_compared_and_among_which(root, make_run):
    make_run("a", 0.5, 0.3, 0.4)
    turned = make_run("b", 0.5, 3.0, 2.0)
    turn = Knob(node="loss", param="weight", old=1, new=5, epoch=1, step=3, changes=["loss"])
    lines = (turned / "metrics.jsonl").read_bytes().splitlines(keepends=True)
    content = lines[0] + event_to_json(turn) + b"\n" + b"".join(lines[1:])
    (turned / "metrics.jsonl").write_bytes(content)
    sections = dict(compared(root, "a", "b").sections)
    row = sections["Figures of the best epoch"][0]
    assert (row.title, row.cells) == ("Epoch", ("2", "3, since epoch 2"))
