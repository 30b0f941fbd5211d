"""Programs are kept from run to run, and only where they are really the same."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import jax
import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.composite.inside import body_of, with_body
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import RunError
from hornstudio.engine.graph import Graph, Training
from hornstudio.engine.train.steps.compiled import compiled
from tests.engine import sample_graph


def test_looks_and_settings_do_not_ask_for_a_new_program() -> None:
    graph = sample_graph.mlp()
    moved = edits.move_nodes(graph, {"hidden": (800.0, 8.0)})
    named = replace(edits.set_attribute(moved, "hidden", "title", "은닉층"), name="other")
    longer = replace(named, training=Training(epochs=9, batch_size=16, seed=4))
    assert compiled(longer) is compiled(graph)


def test_params_wires_and_freezing_do() -> None:
    graph = sample_graph.mlp()
    wider = edits.set_param(graph, "hidden", "units", 17)
    frozen = edits.set_attribute(graph, "hidden", "frozen", True)
    unwired = edits.disconnect(graph, [w for w in graph.wires if w.target_node == "accuracy"])
    programs = {compiled(g) for g in (graph, wider, frozen)}
    assert len(programs) == 3
    with pytest.raises(RunError, match="accuracy"):
        compiled(unwired)


def test_what_a_composite_holds_does_too() -> None:
    graph, _ = group_nodes(sample_graph.mlp(), ["hidden", "relu"], "Block", catalog())
    wider = edits.set_param(body_of(graph, "block"), "hidden", "units", 17)
    assert compiled(with_body(graph, wider)) is not compiled(graph)


def test_how_a_step_is_computed_does() -> None:
    graph = sample_graph.mlp()

    def how(**settings: Any) -> Graph:
        return replace(graph, training=replace(graph.training, **settings))

    several = [how(), how(rematerialize=True), how(gradient_accumulation=2)]
    several.append(how(gradient_accumulation=2, batch_size=16))
    assert len({compiled(each) for each in several}) == len(several)


def test_a_table_that_has_another_column_by_now_does(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("a,b,c\n1,2,3\n4,5,6\n", "utf-8")
    graph = sample_graph.of_table(str(path))
    former = compiled(graph)
    path.write_text("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "utf-8")
    assert compiled(graph) is former
    path.write_text("a,b,more,c\n1,2,3,3\n4,5,6,6\n", "utf-8")
    assert compiled(graph) is not former


class Unread:
    """Samples that nobody may pick yet, such as pictures of a folder."""

    def __init__(self, shape: tuple[int, ...], dtype: str) -> None:
        self.shape, self.dtype = shape, np.dtype(dtype)


def test_a_log_is_laid_out_without_picking_any_samples() -> None:
    parts = compiled(sample_graph.mlp())
    samples = {
        "digits.image": Unread((500, 28, 28, 1), "float32"),
        "digits.label": Unread((500,), "int32"),
    }
    rows = np.zeros((7, 32), np.int32)
    log = parts.empty_log(parts.program.form(), samples, rows, jax.random.key(0))
    assert {len(sums) for sums in jax.tree.leaves(log)} == {7}
