"""What a network has to be given to be asked, as the program that asks it has it."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.data.inputs import needed_inputs
from hornstudio.engine.editing import edits
from hornstudio.engine.storage.templates import TEMPLATES
from hornstudio.engine.train.evaluate import input_ports
from tests.engine import sample_graph


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.name)
def test_the_inputs_of_every_template_are_those_that_a_prediction_takes(template):
    graph = template.graph()
    needed = needed_inputs(graph, check(graph))
    assert needed == input_ports(plan_graph(graph, for_training=False))
    assert needed


def test_what_only_targets_are_made_of_is_no_input_and_neither_is_what_is_disabled():
    graph = sample_graph.two_in_two_out()
    names = needed_inputs(graph, check(graph))
    assert len(names) == 2
    first = next(iter(names))
    gone = edits.set_attribute(graph, first, "disabled", True)
    assert first not in needed_inputs(gone, check(gone))


def test_the_layers_of_a_composite_take_data_too():
    graph = sample_graph.with_body("hidden", "relu")
    needed = needed_inputs(graph, check(graph))
    assert needed == input_ports(plan_graph(graph, for_training=False))
