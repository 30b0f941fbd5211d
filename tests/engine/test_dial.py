"""What can be turned while training goes on."""

from hornstudio.engine.check import check
from hornstudio.engine.dial import dials, numbers_of, why_not_freeze
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.params import Flag, Float
from tests.engine import sample_graph
from tests.engine.composite import sample_composite


def with_params(whole: Graph, node_id: str, **params: object) -> Graph:
    for name, value in params.items():
        whole = edits.set_param(whole, node_id, name, value)
    return whole


def test_a_graph_has_the_dials_that_its_modules_declare() -> None:
    found = dials(sample_graph.mlp())
    assert set(found) == {"hidden.frozen", "scores.frozen", "loss.weight", "sgd.learning_rate"}
    rate = found["sgd.learning_rate"]
    assert isinstance(rate.param, Float)
    assert (rate.node, rate.name, rate.value, rate.param.above) == ("sgd", "learning_rate", 0.1, 0)
    assert isinstance(found["hidden.frozen"].param, Flag)
    assert numbers_of(found)["hidden.frozen"] == 0.0


def test_a_schedule_is_turned_by_its_factor() -> None:
    falling = with_params(sample_graph.mlp(), "sgd", learning_rate={"kind": "cosine_decay"})
    found = dials(falling)
    assert "sgd.learning_rate" not in found
    assert found["sgd.learning_rate.factor"].value == 1.0


def test_what_is_set_to_none_or_counts_nothing_has_no_dial() -> None:
    assert "sgd.weight_decay" not in dials(sample_graph.mlp())
    assert "sgd.weight_decay" in dials(with_params(sample_graph.mlp(), "sgd", weight_decay=0.1))
    assert "loss.weight" not in dials(with_params(sample_graph.mlp(), "loss", weight=0.0))


def test_what_shares_weights_or_has_none_cannot_be_frozen() -> None:
    whole = sample_graph.two_in_two_out()
    report = check(whole)
    assert why_not_freeze("encoder", report) is None
    assert "encoder" in str(why_not_freeze("encoder_2", report))
    normal = check(sample_graph.convolutional())
    assert "no weights" in str(why_not_freeze("flatten", normal))


def test_what_begins_frozen_is_thawed_and_its_dial_is_no_number_of_a_program() -> None:
    found = dials(sample_graph.two_in_two_out())
    fixed = found["fixed.frozen"]
    assert (fixed.value, fixed.thaws, found["encoder.frozen"].thaws) == (True, True, False)
    assert "fixed.frozen" not in numbers_of(found)
    shared = edits.set_attribute(sample_graph.two_in_two_out(), "encoder_2", "frozen", True)
    assert dials(shared)["encoder.frozen"].thaws


def test_what_keeps_running_figures_rests_when_it_is_frozen() -> None:
    found = dials(sample_graph.convolutional())
    assert found["weights.frozen"].rests
    assert not found["conv2d.frozen"].rests


def test_nodes_in_composites_go_by_their_unfolded_names() -> None:
    found = dials(sample_composite.residual())
    assert any("__" in key and key.endswith(".frozen") for key in found)
