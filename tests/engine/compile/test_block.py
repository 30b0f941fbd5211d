"""A network cut into blocks: what each takes, and what others want of it."""

from hornstudio.engine.compile.block import blocks_of
from hornstudio.engine.compile.plan import plan_graph
from tests.engine import sample_graph


def test_blocks_are_all_layers_in_order() -> None:
    plan = plan_graph(sample_graph.convolutional())
    blocks = blocks_of(plan)
    assert tuple(call for block in blocks for call in block.calls) == plan.layers
    assert [len(block.calls) for block in blocks] == [2] * 5 + [1]


def test_a_block_gives_what_is_looked_at_elsewhere_and_no_more() -> None:
    plan = plan_graph(sample_graph.convolutional())
    made = {port for block in blocks_of(plan) for call in block.calls for port in call.ports}
    for block in blocks_of(plan):
        own = {port for call in block.calls for port in call.ports}
        later = [c for c in (*plan.layers, *plan.losses, *plan.metrics) if c not in block.calls]
        wanted = {s for call in later for sources in call.sources for s in sources} | {
            *plan.outputs
        }
        assert set(block.given(dict.fromkeys(own))) == own & wanted
        assert set(block.taken(dict.fromkeys(made))) == {
            s for call in block.calls for sources in call.sources for s in sources if s in made
        }
