"""Composites in the script for Flax: a class each, one object for all uses that share weights."""

import pytest

from hornstudio.engine import codegen
from hornstudio.engine.composite import inside
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.verification.verify import verify
from tests.engine.composite.sample_composite import residual


def shared() -> Graph:
    """Both uses share weights that are penalised and bounded."""
    graph = edits.set_attribute(residual(), "block_2", "weights_of", "block_1")
    body = edits.set_param(
        inside.body_of(graph, "residual_block"), "wide", "kernel_regularizer", "l2"
    )
    body = edits.set_param(body, "wide", "kernel_constraint", "non_neg")
    return inside.with_body(graph, body)


def test_uses_of_one_composite_are_objects_of_one_class() -> None:
    text = codegen.export(residual(), "flax")
    compile(text, "script", "exec")
    assert text.count("class ResidualBlock(nnx.Module):") == 1
    assert "self.block_1 = ResidualBlock(rngs)" in text
    assert "self.block_2 = ResidualBlock(rngs)" in text
    assert "block_2__add = self.block_2(block_1__add)" in text


def test_uses_that_share_weights_are_one_object() -> None:
    text = codegen.export(shared(), "flax")
    assert "self.block_2" not in text
    assert "block_2__add = self.block_1(block_1__add)" in text
    assert "l2(model.block_1.wide.kernel[...], l2=0.01)" in text


def test_frozen_layers_are_written_one_by_one() -> None:
    text = codegen.export(edits.set_attribute(residual(), "block_2", "frozen", True), "flax")
    assert "self.block_1 = ResidualBlock(rngs)" in text
    assert "self.block_2__wide = nnx.Linear(" in text
    assert "FROZEN = ('block_2__wide', 'block_2__normal__scale')" in text


@pytest.mark.parametrize("graph", [residual(), shared()], ids=["own", "shared"])
@pytest.mark.soak
def test_the_script_gives_what_the_engine_gives(graph: Graph) -> None:
    verdict = verify(graph, "flax")
    assert verdict.is_equal, verdict
