"""`--set NODE.PARAM=VALUE`, with the commands that take it."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.cli.outcome import UsageError
from hornstudio.cli.setting import with_settings
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.storage import files
from tests.engine.sample_graph import mlp

from .conftest import Run


def params_of(graph: Graph, node: str) -> dict[str, Any]:
    return dict(graph.nodes[node].params)


def test_values_are_read_as_they_are_typed() -> None:
    graph = with_settings(mlp(), ["hidden.units=64", "hidden.use_bias=no", "sgd.momentum=0.9"])
    assert params_of(graph, "hidden")["units"] == 64
    assert params_of(graph, "hidden")["use_bias"] is False
    assert params_of(graph, "sgd")["momentum"] == 0.9
    assert with_settings(mlp(), []) == mlp()


def test_a_held_module_is_chosen_and_set() -> None:
    wishes = ["sgd.learning_rate=exponential_decay", "sgd.learning_rate.decay_steps=50"]
    held = params_of(with_settings(mlp(), wishes), "sgd")["learning_rate"]
    assert (held["kind"], held["params"]["decay_steps"]) == ("exponential_decay", 50)
    again = with_settings(with_settings(mlp(), wishes), ["sgd.learning_rate.decay_rate=0.5"])
    assert params_of(again, "sgd")["learning_rate"]["params"]["decay_steps"] == 50


def test_a_file_is_found_from_elsewhere_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "houses.csv").write_text("a,b\n1,2\n")
    monkeypatch.chdir(tmp_path)
    graph = Graph(nodes=freeze({"table": Node("table")}))
    made = with_settings(graph, ["table.path=houses.csv"])
    assert params_of(made, "table")["path"] == str(tmp_path / "houses.csv")
    made = with_settings(graph, ["table.path=elsewhere.csv"])
    assert params_of(made, "table")["path"] == "elsewhere.csv"


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ("hidden.units", "is 'hidden.units'; need NODE.PARAM=VALUE"),
        ("units=3", "need NODE.PARAM=VALUE"),
        ("hiden.units=3", "no node hiden; did you mean hidden?"),
        ("zebra.units=3", "no node zebra; need one of "),
        ("hidden.kernel_initializer.gain=3", "no param gain; there are none"),
        ("hidden.unit=3", "no param unit; did you mean units?"),
        ("hidden.units=-3", "--set hidden.units is -3; need an integer of at least 1"),
        ("hidden.units=many", "--set hidden.units is 'many'; need an integer"),
        ("hidden.units.size=3", "units is 16, which has no size"),
        ("sgd.learning_rate.rate=3", "which has no rate"),
    ],
)
def test_what_cannot_be_set_is_refused_with_a_way_out(wish: str, words: str) -> None:
    with pytest.raises(UsageError, match="--set") as refused:
        with_settings(mlp(), [wish])
    assert words in str(refused.value)


def test_commands_take_it(horn: Run, tiny: Path, tmp_path: Path) -> None:
    before = tiny.read_text(encoding="utf-8")
    facts = horn("summary", tiny, "--set", "scores.use_bias=no", "--json").json
    assert facts["totals"]["weights"] == 7840
    assert horn("check", tiny, "--set", "scores.units=7").code == 1
    script = tmp_path / "script.py"
    assert horn("export", tiny, "--set", "sgd.learning_rate=0.375", "-o", script).code == 0
    assert "0.375" in script.read_text()
    out = tmp_path / "new.horn"
    assert horn("new", "mnist_mlp", "--set", "hidden.units=7", "-o", out).code == 0
    assert files.load(out).nodes["hidden"].params["units"] == 7
    assert tiny.read_text(encoding="utf-8") == before


def test_a_run_is_trained_with_it_and_remembers(horn: Run, tiny: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    given = ("--epochs", 1, "--run", run, "--set", "sgd.learning_rate=0.25")
    assert horn("train", tiny, *given, "--json").events[-1]["event"] == "finished"
    assert files.load(run / "graph.horn").nodes["sgd"].params["learning_rate"] == 0.25
    refused = horn("train", "--resume", run, "--set", "sgd.learning_rate=0.1")
    assert (refused.code, "--set needs a new one" in refused.err) == (2, True)
    assert horn("train", tiny, "--set", "sgd.rate=1").code == 2
