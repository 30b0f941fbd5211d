"""Which figures mean something else after an edit."""

import pytest

from hornstudio.engine.compile.meaning import changed, meanings
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.editing import edits
from tests.engine import sample_graph

L2 = {"kind": "l2", "params": {"l2": 0.01}}
TOTAL = ["loss", "val_loss"]


@pytest.mark.parametrize(
    ("node", "param", "value", "names"),
    [
        ("hidden", "units", 7, []),
        ("sgd", "learning_rate", 0.5, []),
        ("loss", "weight", 2.0, TOTAL),
        ("loss", "label_smoothing", 0.1, TOTAL),
        ("loss", "class_weight", [1.0] * 10, TOTAL),
        ("hidden", "kernel_regularizer", L2, TOTAL),
        ("hidden", "activity_regularizer", L2, TOTAL),
    ],
)
def test_what_judges_and_penalties_are_part_of_a_figure_layers_are_none(
    node: str, param: str, value: object, names: list[str]
) -> None:
    graph = sample_graph.mlp()
    before, edited = plan_graph(graph), plan_graph(edits.set_param(graph, node, param, value))
    assert changed(meanings(before), meanings(edited)) == names


def test_of_a_loss_that_is_reported_by_itself_the_share_is_no_part() -> None:
    graph = sample_graph.two_in_two_out()
    plan = plan_graph(graph)
    losses = [call for call in plan.trained_losses if call.name != "loss"]
    assert losses
    heavier = edits.set_param(graph, losses[0].node, "weight", 9.0)
    assert changed(meanings(plan), meanings(plan_graph(heavier))) == TOTAL
