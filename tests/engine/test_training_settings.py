"""Training settings: declared once, read with every fault named, written in a stable order."""

from dataclasses import fields, replace

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import Graph, Held, Training, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.training_settings import (
    MAIN_PARAMS,
    TRAINING_PARAMS,
    read_training,
    training_json,
    with_settings,
)


def test_every_setting_is_a_field_of_the_same_name_and_default() -> None:
    training = Training()
    assert {p.name: p.default for p in TRAINING_PARAMS} == {
        f.name: getattr(training, f.name)
        for f in fields(Training)
        if f.name not in ("callbacks", "extra")
    }


def test_only_the_main_settings_are_written_at_their_defaults() -> None:
    data = training_json(Training(extra=freeze({"new": 1})))
    assert data == {**{p.name: p.default for p in MAIN_PARAMS}, "new": 1}
    assert files.to_json(Graph())["training"] == {"epochs": 5, "batch_size": 32, "seed": 0}


def test_callbacks_of_any_kind_come_back_from_a_file() -> None:
    callbacks = (Held("someones_own", freeze({"a": [1, "b"]})), Held("another"))
    graph = Graph(training=Training(callbacks=callbacks))
    assert files.from_text(files.to_text(graph)) == graph
    data = training_json(graph.training)
    assert data["callbacks"] == [
        {"kind": "someones_own", "params": {"a": [1, "b"]}},
        {"kind": "another"},
    ]


def test_a_kind_alone_is_a_callback_too() -> None:
    training, found = read_training({"callbacks": ["another"]}, catalog())
    assert (training.callbacks, found) == ((Held("another"),), [])


@pytest.mark.parametrize(
    ("raw", "fault"),
    [
        ({"epochs": 0}, "training: epochs is 0; need an integer from 1"),
        ({"callbacks": 5}, "training.callbacks: is 5; need a list"),
        ({"callbacks": ["a", 5]}, "training.callbacks[1]: is 5; need "),
        ({"callbacks": [{"params": {}}]}, "training.callbacks[0]: is {'params': {}}; need "),
        ({"callbacks": [{"kind": "a", "b": 1}]}, "training.callbacks[0]: is {'b': 1, 'kind'"),
    ],
)
def test_a_fault_names_its_path(raw: dict[str, object], fault: str) -> None:
    training, found = read_training(raw, catalog())
    assert training == Training()
    assert [each[: len(fault)] for each in found] == [fault]


def test_other_settings_are_checked_and_the_rest_stays() -> None:
    training = Training(callbacks=(Held("another"),), extra=freeze({"new": 1}))
    assert with_settings(training, {"seed": 4}) == replace(training, seed=4)
    with pytest.raises(ParamError, match="seed is -1"):
        with_settings(training, {"seed": -1})
