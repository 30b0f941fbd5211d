"""Composites in the script for Keras: a function each that builds its layers under a name."""

from typing import Any

import pytest

from hornstudio.engine import codegen
from hornstudio.engine.check import check
from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.verification.verify import verify
from tests.engine.composite.sample_composite import residual


def test_uses_of_one_composite_call_one_function() -> None:
    text = codegen.export(residual(), "keras")
    compile(text, "script", "exec")
    assert text.count("def residual_block(x, name):") == 1
    assert 'name=f"{name}__normal__scale"' in text
    assert 'block_1__add = residual_block(first, "block_1")' in text
    assert 'block_2__add = residual_block(block_1__add, "block_2")' in text


def test_uses_that_share_weights_are_written_layer_by_layer() -> None:
    graph = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    text = codegen.export(graph, "keras")
    assert "def residual_block(" not in text
    assert "block_2__wide = block_1__wide_layer(block_1__add)" in text


def test_a_composite_named_as_a_node_is_renamed() -> None:
    text = codegen.export(inside.rename_group(residual(), "residual_block", "first"), "keras")
    assert "def first_(x, name):" in text
    assert "block_1__add = first_(first, " in text


def test_the_model_has_the_layers_and_weights_of_the_graph() -> None:
    script: dict[str, Any] = {"__name__": "script"}
    exec(codegen.export(residual(), "keras"), script)
    model = script["build_model"]()
    names = [layer.name for layer in model.layers]
    assert {"block_1__wide", "block_1__normal__scale", "block_2__add"} < set(names)
    facts = check(residual()).facts.values()
    assert model.count_params() == sum(a.size for f in facts for a in (*f.weights, *f.state))


@pytest.mark.soak
def test_the_script_gives_what_the_engine_gives() -> None:
    verdict = verify(residual(), "keras")
    assert verdict.is_equal, verdict
