"""The exported script: readable, free of HornStudio, and equal to the engine in every number."""

import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import jax
import numpy as np
import pytest

from hornstudio.engine.codegen.jax_script import export_jax
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph, Wire, freeze
from hornstudio.engine.train.run import train
from hornstudio.engine.watch.events import Epoch, Finished
from tests.contract.few import often
from tests.engine import sample_graph
from tests.engine.codegen.exported import lay, run_alone, run_here
from tests.engine.sample_graph import node


def figures(line: str) -> dict[str, float]:
    """`loss 0.5 accuracy 0.9` as a dict."""
    return {name: float(value) for name, value in re.findall(r"(\w+) (-?[\d.e+-]+)(?= |$)", line)}


def judged_in_many_ways() -> Graph:
    """The seed model with metrics whose sums are arrays, and a loss that is only reported."""
    plain = sample_graph.mlp()
    judges = {
        "auc": node("auc", num_thresholds=20, multi_label=True),
        "f1": node("f1_score", average="weighted"),
        "point": node("precision_at_recall", recall=0.7, class_id=3),
        "top": node("top_k_accuracy", k=3),
        "overlap": node("mean_iou", num_classes=10, sparse_y_pred=False),
        "reported": node("categorical_hinge"),
    }
    wires = sample_graph.judged("softmax", "digits.label", *judges)
    return replace(
        plain,
        nodes=freeze({**plain.nodes, **judges}),
        wires=(*plain.wires, *(Wire(*w) for w in wires)),
    )


GRAPHS = {**sample_graph.ALL, "judged_in_many_ways": judged_in_many_ways}
OFTEN = ("mlp", "convolutional", "recurrent", "bounded", "judged_in_many_ways")


@pytest.mark.parametrize("name", often(GRAPHS, OFTEN))
def test_script_repeats_the_engines_numbers(name: str, tmp_path: Path) -> None:
    graph = GRAPHS[name]()
    run = run_alone if name == "mlp" else run_here
    printed = {
        line.partition(" loss ")[0]: figures("loss " + line.partition(" loss ")[2])
        for line in run(lay(export_jax(graph), tmp_path)).splitlines()
    }
    for event in train(graph, checkpoints=False):
        if isinstance(event, Epoch):
            ours = {k: v for k, v in event.metrics.items() if not k.startswith("val_")}
            held = {k[4:]: v for k, v in event.metrics.items() if k.startswith("val_")}
            assert printed[f"epoch {event.epoch}"] == pytest.approx(ours, rel=1e-6)
            if held:
                assert printed[f"epoch {event.epoch} validation"] == pytest.approx(held, rel=1e-6)
        last = event
    assert isinstance(last, Finished), last
    tested = {k[5:]: v for k, v in last.metrics.items() if k.startswith("test_")}
    assert printed["test"] == pytest.approx(tested, rel=1e-6)


@pytest.mark.parametrize("name", sample_graph.ALL)
def test_script_imports_only_jax_optax_numpy_and_the_standard_library(name: str) -> None:
    text = export_jax(sample_graph.ALL[name]())
    imports = re.findall(r"^(?:import|from) (\w+)", text, re.MULTILINE)
    assert set(imports) - set(sys.stdlib_module_names) == {"jax", "numpy", "optax"}
    assert "import hornstudio" not in text
    assert "from hornstudio" not in text


def test_a_step_whose_optimizer_looks_at_the_loss_is_the_engines() -> None:
    plain = sample_graph.mlp()
    nodes = {**plain.nodes, "sgd": replace(plain.nodes["sgd"], kind="sophia", params={})}
    graph = replace(plain, nodes=nodes)
    script: dict = {"__name__": "script"}
    exec(export_jax(graph), script)
    program = Program(plan_graph(graph))
    rng = np.random.default_rng(0)
    batch = {
        "digits.image": rng.random((4, 28, 28, 1), np.float32),
        "digits.label": rng.integers(0, 10, 4).astype(np.int32),
    }
    carry, key = program.start(0), jax.random.key(1)
    ours, theirs = (jax.jit(step)(carry, batch, key)[0] for step in (program.step, script["step"]))
    jax.tree.map(np.testing.assert_array_equal, ours, theirs)
    slots = ours["optimizer"]["slots"]["arrays"]
    assert all(np.abs(s["h"]).max() > 0 for arrays in slots.values() for s in arrays.values())


@pytest.mark.parametrize("optimizer", ["sgd", "sophia"])
def test_a_step_over_several_batches_is_the_engines(optimizer: str) -> None:
    plain = sample_graph.mlp(batch_size=4)
    nodes = {**plain.nodes, "sgd": replace(plain.nodes["sgd"], kind=optimizer, params={})}
    training = replace(plain.training, gradient_accumulation=3)
    graph = replace(plain, nodes=nodes, training=training)
    script: dict = {"__name__": "script"}
    exec(export_jax(graph), script)
    program = Program(plan_graph(graph))
    rng = np.random.default_rng(0)
    batch = {
        "digits.image": rng.random((10, 28, 28, 1), np.float32),
        "digits.label": rng.integers(0, 10, 10).astype(np.int32),
    }
    carry, key = program.start(0), jax.random.key(1)
    ours, theirs = (jax.jit(step)(carry, batch, key) for step in (program.step, script["step"]))
    jax.tree.map(np.testing.assert_array_equal, ours, theirs)
    assert script["GRADIENT_ACCUMULATION"] == 3


def test_node_ids_become_variables() -> None:
    text = export_jax(sample_graph.mlp())
    assert '    hidden = apply_dense(weights["hidden"], flatten, activation=None)' in text
    assert "    softmax = apply_softmax(scores, axis=-1)" in text


def test_names_that_are_taken_get_an_underscore() -> None:
    text = export_jax(sample_graph.convolutional())
    assert 'weights_, state["weights"] = apply_batch_normalization(' in text
    assert "max_ = apply_max_pooling(" in text


def test_script_is_clean_for_a_linter(tmp_path: Path) -> None:
    for name, make in sample_graph.ALL.items():
        path = tmp_path / f"{name}.py"
        path.write_text(export_jax(make()), encoding="utf-8")
        rules = ["--isolated", "--select", "E,F,W,B", "--line-length", "100"]
        command = [sys.executable, "-m", "ruff", "check", *rules, str(path)]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        assert result.returncode == 0, result.stdout


def test_the_compiler_is_told_what_the_engine_tells_it() -> None:
    for graph in (sample_graph.convolutional(), sample_graph.mlp()):
        script = export_jax(graph)
        assert "jax.jit(take, donate_argnums=(0, 1), compiler_options=options)" in script
        assert "jax.jit(measure, compiler_options=options)" in script


def test_a_graph_with_errors_is_refused_in_words() -> None:
    broken = edits.remove_nodes(sample_graph.mlp(), ["sgd"])
    with pytest.raises(ExportError, match="no optimizer"):
        export_jax(broken)


def test_a_hostile_name_stays_inside_the_docstring() -> None:
    graph = replace(sample_graph.mlp(), name='x"""\nimport os\n"""\\')
    compile(export_jax(graph), "script", "exec")
    assert not re.search(r"^import os$", export_jax(graph).partition('"""\n')[0], re.MULTILINE)


def test_a_free_input_takes_data_of_ones_own(tmp_path: Path) -> None:
    """Rows from a file beside the script; without it, the script says what it needs."""
    graph = sample_graph.graph(
        {
            "x": sample_graph.node("input", shape=[3]),
            "y": sample_graph.node("input", shape=[1]),
            "out": sample_graph.node("dense", units=1),
            "loss": sample_graph.node("mean_squared_error"),
            "sgd": sample_graph.node("sgd", learning_rate=0.1),
        },
        [
            ("x.output", "out.input"),
            *sample_graph.judged("out", "y.output", "loss"),
            ("loss.loss", "sgd.loss"),
        ],
        epochs=20,
        batch_size=8,
    )
    script = tmp_path / "script.py"
    script.write_text(export_jax(graph), encoding="utf-8")
    alone = subprocess.run(
        [sys.executable, str(script)], capture_output=True, text=True, timeout=240, check=False
    )
    assert alone.returncode == 1
    assert "it holds your data: an array x, a row a sample" in alone.stderr
    rng = np.random.default_rng(0)
    x = rng.random((64, 3))
    np.savez(tmp_path / "data.npz", x=x, y=x.sum(axis=1, keepdims=True), test_x=x, test_y=x[:, :1])
    losses = [float(line.split()[3]) for line in run_here(script).splitlines()[:20]]
    assert losses[-1] < 0.05 * losses[0]
