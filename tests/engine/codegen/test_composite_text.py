"""Composites in the script for JAX: a function each, and the engine's numbers."""

import itertools
from dataclasses import replace

from hornstudio.engine import codegen
from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.verification.verify import verify
from tests.engine.composite.sample_composite import residual


def with_dropout() -> Graph:
    """Both uses share, and their body draws random numbers; one node is called as a function is."""
    graph = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    body = inside.body_of(graph, "residual_block")
    body = edits.add_node(body, "apply_relu", Node("dropout", freeze({"rate": 0.5})))
    wire = Wire("normal.output", "add.inputs")
    body = edits.insert_on_wire(body, wire, "apply_relu", ("input", "output"))
    return inside.with_body(graph, body)


def test_uses_of_one_composite_call_one_function() -> None:
    text = codegen.export(residual(), "jax")
    assert text.count("def residual_block(") == 1
    assert 'weights[f"{name}__wide"]' in text
    assert 'block_1__add = residual_block(weights, state, first, name="block_1"' in text
    assert 'name="block_2"' in text
    assert 'name="block_2"' not in codegen.export(with_dropout(), "jax")  # shared weights


def test_uses_that_compute_something_else_get_functions_of_their_own() -> None:
    graph = edits.set_attribute(residual(), "block_2", "frozen", True)
    text = codegen.export(graph, "jax")
    assert "def residual_block(" in text
    assert "def residual_block_2(" in text


def test_a_composite_named_as_a_node_or_a_keyword_is_renamed() -> None:
    graph = inside.rename_group(residual(), "residual_block", "first")
    text = codegen.export(graph, "jax")
    compile(text, "script", "exec")
    assert "def first_2(" in text
    compile(codegen.export(inside.rename_group(graph, "first", "step"), "jax"), "script", "exec")


def test_a_composite_with_masks_is_written_layer_by_layer() -> None:
    data = files.to_json(residual())
    nodes = {
        "input": {"kind": "composite_input"},
        "mask": {"kind": "masking"},
        "again": {"kind": "masking"},
        "output": {"kind": "composite_output"},
    }
    wires = [
        ["input.output", "mask.input"],
        ["mask.output", "again.input"],
        ["again.output", "output.input"],
    ]
    data["groups"]["masked"] = {"nodes": nodes, "wires": wires}
    graph = files.from_json(data)
    nodes = {
        **graph.nodes,
        "rows": Node("reshape", freeze({"target_shape": [4, 4]})),
        "use": Node("masked"),
        "back": Node("flatten"),
    }
    kept = [w for w in graph.wires if w.target != "block_1.input"]
    chain = ["first", "rows", "use", "back", "block_1"]
    wires = [
        *kept,
        *(Wire(f"{a}.output", f"{b}.input") for a, b in itertools.pairwise(chain)),
    ]
    text = codegen.export(replace(graph, nodes=freeze(nodes), wires=tuple(wires)), "jax")
    assert "def masked(" not in text
    assert "use__again = " in text


def test_the_script_gives_what_the_engine_gives() -> None:
    verdict = verify(with_dropout(), "jax")
    assert verdict.is_equal, verdict
