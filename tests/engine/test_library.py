"""The engine as a library: a few names, found at first use, that take a graph all the way."""

import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio import engine
from hornstudio.engine.check import Report
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import ExportError, RunError
from hornstudio.engine.graph import Graph
from tests.engine import sample_graph


def run(script: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_importing_it_costs_nothing() -> None:
    script = """
import sys
import hornstudio.engine
print(sorted(m for m in sys.modules if m.startswith("hornstudio")))
print({"jax", "numpy", "optax", "msgspec"} & set(sys.modules))
"""
    assert run(script).splitlines() == ["['hornstudio', 'hornstudio.engine']", "set()"]


def test_checking_and_exporting_load_no_jax() -> None:
    script = """
import sys
from hornstudio import engine
from tests.engine import sample_graph
graph = sample_graph.mlp()
assert not engine.check(graph).errors
assert "def forward" in engine.export(graph)
engine.plan_graph(graph)
print("jax" in sys.modules)
"""
    assert run(script) == "False"


@pytest.mark.parametrize(
    "first", ["", "import hornstudio.engine.check, hornstudio.engine.train.run"]
)
def test_names_mean_the_same_whatever_was_imported_before(first: str) -> None:
    script = f"""
{first}
from hornstudio.engine import Program, check, compile, export, load, plan_graph, save, train
from hornstudio import engine
assert engine.check is check and engine.train is train and engine.compile is compile
print(all(callable(x) for x in (check, compile, export, load, plan_graph, save, train)))
"""
    assert run(script) == "True"


def test_every_name_is_there_and_no_other() -> None:
    for name in engine.__all__:
        assert callable(getattr(engine, name))
    assert set(engine.__all__) <= set(dir(engine))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        engine.nonsense  # noqa: B018


def test_a_graph_goes_all_the_way(tmp_path: Path) -> None:
    path = tmp_path / "a.horn"
    engine.save(sample_graph.mlp(), path)
    graph = engine.load(path)
    assert graph == sample_graph.mlp()
    assert isinstance(engine.check(graph), Report)
    assert engine.check(graph, before=engine.check(graph)).errors == []
    program = engine.compile(graph)
    assert isinstance(program, Program)
    assert program.plan == engine.plan_graph(graph)
    assert engine.export(graph) == engine.export(graph, to="jax")
    events = engine.train(graph, epochs=0, checkpoints=False)
    assert "epochs is 0" in str(list(events)[-1].reason)


def test_what_cannot_be_is_refused_in_words() -> None:
    with pytest.raises(RunError):
        engine.compile(Graph())
    with pytest.raises(ExportError, match="cobol is no target of export; known are jax"):
        engine.export(sample_graph.mlp(), to="cobol")
