"""What every exported script has."""

from dataclasses import replace

from hornstudio.engine.codegen.page import heading
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.graph import UNNAMED
from tests.engine import sample_graph


def test_a_script_begins_with_the_name_of_its_network_if_it_has_one() -> None:
    graph = sample_graph.mlp()
    named = heading(plan_graph(graph), "It needs\nnumpy\n")
    assert named.startswith('"""sample: a neural network made with HornStudio.\n')
    unnamed = heading(plan_graph(replace(graph, name=UNNAMED)), "It needs\nnumpy\n")
    assert unnamed.startswith('"""A neural network made with HornStudio.\n')
