"""Each layer by itself, on real data."""

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.errors import RunError
from hornstudio.engine.train.live.profile import profile
from tests.engine import sample_graph
from tests.engine.composite import sample_composite


def test_every_layer_has_a_time() -> None:
    graph = edits.set_attribute(sample_graph.mlp(), "relu", "bypassed", True)
    seconds = profile(graph)
    assert list(seconds) == ["flatten", "hidden", "scores", "softmax"]
    assert all(0 < s < 1 for s in seconds.values())


def test_layers_with_masks_states_and_several_outputs_run_by_themselves() -> None:
    seconds = profile(sample_graph.ALL["recurrent"]())
    assert all(s > 0 for s in seconds.values())


def test_layers_within_composites_go_by_their_unfolded_names() -> None:
    assert any("__" in node for node in profile(sample_composite.residual()))


def test_a_graph_with_errors_is_refused() -> None:
    with pytest.raises(RunError):
        profile(edits.remove_nodes(sample_graph.mlp(), ["sgd"]))
