"""Costs in the inspector."""

from hornstudio.engine.catalog import catalog
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.editing import edits
from hornstudio.ui.panels.inspector.cost_block import CostBlock
from hornstudio.ui.panels.inspector.graph_page import GraphPage


def test_weights_and_their_share(document, shown):
    block = shown(CostBlock())
    block.show_facts(document.report, "hidden")
    mine, all_of_them = 20 * 64 + 64, 20 * 64 + 64 + 64 * 10 + 10
    assert block.weights.value.text() == "1\u202f344"
    assert block.weights.words.text() == f"{100 * mine / all_of_them:.0f} % of the model"
    assert block.flops.value.text() == "2.56 kFLOP"
    assert block.remark.isHidden()


def test_memory_is_that_of_the_outputs_for_one_sample(document, shown):
    block = shown(CostBlock())
    block.show_facts(document.report, "hidden")
    assert block.memory.text() == f"{4 * 64} B"
    assert block.memory.accessibleName() == "Memory of outputs: 256 B"
    root, use = group_nodes(document.graph, ["hidden", "scores"], "Block", catalog())
    document.edit("group", root)
    block.show_facts(document.report, use)
    assert block.memory.isHidden(), "more is computed inside than comes out"


def test_unknown_costs_are_question_marks(document, shown):
    document.edit("x", edits.set_param(document.graph, "hidden", "units", 0))
    block = shown(CostBlock())
    block.show_facts(document.report, "scores")
    assert (block.weights.value.text(), block.flops.value.text()) == ("?", "?")
    assert block.memory.text() == "?"
    assert block.weights.words.isHidden(), "nobody knows that it is 0 %"
    assert block.flops.bar.isHidden()


def test_shared_weights_say_whose_they_are(document, shown):
    graph = edits.set_param(document.graph, "hidden", "units", 20)
    graph = edits.set_param(graph, "scores", "units", 20)
    document.edit("x", edits.set_attribute(graph, "scores", "weights_of", "hidden"))
    block = shown(CostBlock())
    block.show_facts(document.report, "scores")
    assert block.remark.text() == "The weights are those of hidden, counted once."


def test_shared_weights_that_do_not_fit_have_no_share_above_the_whole(document, shown):
    graph = edits.set_param(document.graph, "hidden", "units", 2)
    graph = edits.set_param(graph, "scores", "units", 500)
    document.edit("x", edits.set_attribute(graph, "scores", "weights_of", "hidden"))
    block = shown(CostBlock())
    block.show_facts(document.report, "scores")
    assert block.weights.words.isHidden()
    assert block.weights.bar.isHidden()
    block.show_facts(document.report, "hidden")
    assert not block.weights.words.isHidden()


def test_inside_a_composite_the_share_is_one_of_it(document, shown):
    root, use = group_nodes(document.graph, ["hidden", "scores"], "Block", catalog())
    body = root.groups[root.nodes[use].kind].body
    page, cost = shown(GraphPage(document)), shown(CostBlock())
    page.refresh()
    assert page.totals.title.text() == "Whole graph"
    document.open(body, None)
    page.refresh()
    cost.show_facts(document.report, "hidden")
    assert page.totals.title.text() == "Whole composite"
    assert page.nodes.text() == "2", "ports are no modules"
    assert cost.weights.words.text().endswith(" % of the composite")
