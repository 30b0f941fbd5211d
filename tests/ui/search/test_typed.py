"""Settings that are typed behind a module's name."""

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.ui.search.typed import described, split_values, typed_params


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("dense 64", ("dense", ["64"])),
        ("conv2d 64 5x5 same", ("conv2d", ["64", "5x5", "same"])),
        ("max pooling 2", ("max pooling", ["2"])),
        ("dropout .25", ("dropout", [".25"])),
        ("adam 1e-4", ("adam", ["1e-4"])),
        ("conv 2d", ("conv 2d", [])),
        ("conv2d", ("conv2d", [])),
        ("conv 2d 32", ("conv 2d", ["32"])),
        ("64", ("64", [])),
        ("", ("", [])),
    ],
)
def test_values_begin_with_a_number_that_stands_alone(text, parts):
    assert split_values(text) == parts


@pytest.mark.parametrize(
    ("kind", "words", "params"),
    [
        ("dense", ["64"], {"units": 64}),
        ("dense", ["64", "relu"], {"units": 64, "activation": {"kind": "relu"}}),
        ("conv2d", ["32"], {"filters": 32}),
        (
            "conv2d",
            ["32", "5", "same"],
            {"filters": 32, "kernel_size": [5, 5], "padding": "same"},
        ),
        ("conv2d", ["32", "3x5"], {"filters": 32, "kernel_size": [3, 5]}),
        ("conv2d_transpose", ["8", "5"], {"filters": 8, "kernel_size": [5, 5]}),
        ("max_pooling2d", ["3"], {"pool_size": [3, 3]}),
        ("multi_head_attention", ["4", "16"], {"num_heads": 4, "key_dim": 16}),
        ("relu", ["6"], {"max_value": 6.0}),
        ("dropout", [".25"], {"rate": 0.25}),
        ("adam", ["1e-4"], {"learning_rate": 1e-4}),
    ],
)
def test_numbers_are_set_as_in_a_call_and_words_where_they_fit(kind, words, params):
    module = catalog().get(kind)
    found = typed_params(module, words, catalog().find)
    assert {name: trimmed(raw) for name, raw in found.items()} == params


def trimmed(raw):
    return {"kind": raw["kind"]} if isinstance(raw, dict) else raw


@pytest.mark.parametrize(
    ("kind", "words", "reason"),
    [
        ("dropout", ["5"], "rate is 5; need a number at least 0 and below 1"),
        ("dense", ["64", "blue"], "nothing is set by 'blue'"),
        ("flatten", ["3"], "nothing is set by '3'"),
    ],
)
def test_what_fits_nowhere_is_refused_with_the_reason(kind, words, reason):
    with pytest.raises(ParamError) as error:
        typed_params(catalog().get(kind), words, catalog().find)
    assert str(error.value) == reason


def test_what_is_set_is_told_in_words(qapp):
    module = catalog().get("conv2d")
    params = typed_params(module, ["32", "5", "relu"], catalog().find)
    assert described(module, params) == "Filters 32 · Kernel size 5×5 · Activation relu"
