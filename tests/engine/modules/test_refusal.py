"""Every refusal says why, and each of its remedies mends the node that was refused."""

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import (
    Case,
    each_of,
    expect_refusal,
    ints,
    labelled,
    labels,
    mended,
    picture,
    refusal,
    row,
)

REFUSALS: list[Case] = [
    (
        row(("input", picture(6, 5, 2)), ("random_hue", {})),
        "random_hue",
        "has 2 channels; needs 3",
        [],
    ),
    (
        row(("input", picture(6, 5, 4)), ("random_grayscale", {})),
        "random_grayscale",
        "has 4 channels; needs 1 or 3",
        [],
    ),
    (
        row(("input", picture(6, 5, 3)), ("random_gaussian_blur", {"kernel_size": [4, 3]})),
        "random_gaussian_blur",
        "kernel_size is 4, 3; need odd numbers",
        ["Set kernel_size to 5, 3"],
    ),
    (
        row(("input", picture(6, 5, 3)), ("random_erasing", {"fill_value": [0, 1]})),
        "random_erasing",
        "fill_value has 2 numbers; need one, or one for each of 3 channels",
        [],
    ),
    (
        row(
            ("digits", {}),
            ("mix_up", {}),
            wires=(("digits.image", "mix_up.input"), ("digits.label", "mix_up.labels")),
        ),
        "mix_up",
        "labels is integer class labels; need a share for each class",
        ["Insert Category encoding"],
    ),
    (
        row(("input", ints()), ("dense", {})),
        "dense",
        "integer class labels",
        ["Insert Embedding"],
    ),
    (row(("input", picture()), ("dense", {})), "dense", "one number a sample", ["Insert Flatten"]),
    (
        row(("input", picture(4)), ("embedding", {})),
        "embedding",
        "needs integers",
        ["input: Set dtype to int32"],
    ),
    (
        row(("input", picture(6)), ("softmax", {"axis": 2})),
        "softmax",
        "need 1 or -1",
        ["Set axis to -1"],
    ),
    (
        row(("input", picture(4, 5)), ("glu", {})),
        "glu",
        "cuts axis -1 into two halves, but 4×5 has 5 there",
        [],
    ),
    (
        row(("input", picture(6, 2)), ("prelu", {"shared_axes": [1, 3]})),
        "prelu",
        "shared_axes goes up to 3, but the input is 6×2; need at most 2",
        ["Set shared_axes to none"],
    ),
    (
        row(("input", picture(6, 2)), ("batch_normalization", {"axis": 0})),
        "batch_normalization",
        "need 1 to 2, or -2 to -1",
        ["Set axis to -1"],
    ),
    (
        row(("input", picture(6)), ("layer_normalization", {"axis": [1, 2]})),
        "layer_normalization",
        "axis is 2",
        ["Set axis to -1"],
    ),
    (
        row(("input", picture(6, 8)), ("group_normalization", {})),
        "group_normalization",
        "groups is 32, which must divide the 8 features",
        ["Set groups to 8"],
    ),
    (
        row(("input", picture(6, 8)), ("group_normalization", {"groups": 0})),
        "group_normalization",
        "groups is 0",
        ["Set groups to 1"],
    ),
    (
        row(("input", picture(6, 8)), ("rms_normalization", {"axis": [1]})),
        "rms_normalization",
        "axis is 1; need the last axis",
        ["Set axis to -1"],
    ),
    (
        row(("input", picture(6, 8)), ("unit_normalization", {"axis": [2, -1]})),
        "unit_normalization",
        "names one axis twice",
        ["Set axis to -1"],
    ),
    (
        row(("input", picture(6)), ("spatial_dropout1d", {})),
        "spatial_dropout1d",
        "gets 6; needs a sequence",
        [],
    ),
    (
        row(("input", picture(6, 5)), ("spatial_dropout2d", {})),
        "spatial_dropout2d",
        "gets 6×5; needs a picture",
        ["Insert Reshape to 6×5×1"],
    ),
    (
        row(("input", picture(6, 3)), ("rescaling", {"scale": [1, 2]})),
        "rescaling",
        "scale has 2 numbers, but the input is 6×3",
        [],
    ),
    (
        row(
            ("input", picture(6, 5, 3)),
            ("resizing", {"crop_to_aspect_ratio": True, "pad_to_aspect_ratio": True}),
        ),
        "resizing",
        "are both on; need one at most",
        ["Turn crop_to_aspect_ratio off", "Turn pad_to_aspect_ratio off"],
    ),
    (
        row(("input", picture(6)), ("category_encoding", {})),
        "category_encoding",
        "needs integers",
        ["input: Set dtype to int32"],
    ),
    (
        row(("input", ints(6, 2)), ("category_encoding", {})),
        "category_encoding",
        "multi_hot needs a list of integers",
        ["Insert Flatten"],
    ),
    (
        row(
            ("digits", {}),
            ("category_encoding", {"num_tokens": 4}),
            wires=(("digits.label", "category_encoding.input"),),
        ),
        "category_encoding",
        "num_tokens is 4, but there are 10 classes",
        ["Set num_tokens to 10"],
    ),
    (
        row(("input", picture(6, 2)), ("mel_spectrogram", {})),
        "mel_spectrogram",
        "needs the samples of a sound",
        [],
    ),
    (
        row(("input", picture(600)), ("mel_spectrogram", {"sequence_length": 3000})),
        "mel_spectrogram",
        "sequence_length is 3000; need at most fft_length, 2048",
        ["Set sequence_length to 2048"],
    ),
    (
        row(("input", picture(600)), ("mel_spectrogram", {"max_freq": 10.0})),
        "mel_spectrogram",
        "need less",
        ["Set min_freq to 0"],
    ),
    (
        row(("input", picture(6, 2)), ("reshape", {"target_shape": [5, 3]})),
        "reshape",
        "holds 12 numbers, which do not fill 5×3",
        ["Set target_shape to 4×3", "Set target_shape to -1"],
    ),
    (
        row(("input", picture(6, 2)), ("permute", {"dims": [1, 3]})),
        "permute",
        "dims is 1, 3; for 6×2 it must hold each number from 1 to 2 once",
        ["Set dims to 2, 1"],
    ),
    (
        row(("input", picture(6, 2)), ("repeat_vector", {})),
        "repeat_vector",
        "gets 6×2; needs one vector a sample",
        ["Insert Flatten"],
    ),
    (
        row(("input", picture(6, 2, 1)), ("cropping2d", {"cropping": [0, 0, 1, 1]})),
        "cropping2d",
        "cropping leaves nothing of 6×2",
        ["Set cropping to 0"],
    ),
    (
        row(("input", picture(6, 2)), ("zero_padding2d", {})),
        "zero_padding2d",
        "needs a picture",
        ["Insert Reshape to 6×2×1"],
    ),
    (
        row(("input", ints(6, 2, 1)), ("up_sampling2d", {"interpolation": "bilinear"})),
        "up_sampling2d",
        "needs numbers with a fraction",
        ["input: Set dtype to float32"],
    ),
]


@each_of(REFUSALS)
def test_refuses_with_a_reason_and_remedies(
    graph: Graph, node: str, reason: str, remedies: list[str]
) -> None:
    expect_refusal(graph, node, reason, remedies)


def test_an_embedding_needs_a_row_for_each_class() -> None:
    graph = row(
        ("digits", {}),
        ("embedding", {"input_dim": 4}),
        wires=(("digits.label", "embedding.input"),),
    )
    problem = refusal(graph, "embedding")
    assert "go up to 9" in str(problem.reason)
    assert mended(graph, problem, "Set input_dim to 10").facts["embedding"].is_settled


def test_an_inserted_embedding_has_a_row_for_each_class() -> None:
    graph = row(("digits", {}), ("dense", {}), wires=(("digits.label", "dense.input"),))
    after = mended(graph, refusal(graph, "dense"), "Insert Embedding")
    assert after.graph.nodes["embedding"].params["input_dim"] == 10
    assert after.facts["dense"].is_settled


@pytest.mark.parametrize("kind", ["sgd", "adam", "adamw"])
def test_an_optimizer_clips_in_one_way_only(kind: str) -> None:
    graph = labelled("categorical_crossentropy", 10)
    graph = row(
        *((n.kind, dict(n.params)) for n in graph.nodes.values()),
        (kind, {"clipnorm": 1.0, "global_clipnorm": 1.0}),
        wires=(*graph.wires, ("categorical_crossentropy.loss", f"{kind}.loss")),
    )
    problem = refusal(graph, kind)
    assert "clipnorm and global_clipnorm are both set" in str(problem.reason)
    for label in labels(problem):
        assert not mended(graph, problem, label).errors


def test_unknown_lengths_stay_symbols() -> None:
    free = {"shape": [None, None, 3]}
    facts = check(
        row(("input", free), ("conv2d", {"filters": 4}), ("max_pooling2d", {}), ("flatten", {}))
    ).facts
    assert str(facts["input"].outputs["output"]) == "T×T2×3"
    assert facts["conv2d"].outputs["output"].shape[2] == 4
    assert facts["max_pooling2d"].is_settled
    assert "T" in str(facts["flatten"].outputs["output"])


@pytest.mark.parametrize(
    ("shape", "target", "expected"),
    [
        ([None, 28], [-1, 28], "T×28"),
        ([None, 28], [-1, 7], "4·T×7"),
        ([None, 28], [-1, 5], "28·T/5×5"),
        ([None], [4, 4], "4×4"),
    ],
)
def test_reshape_of_an_unknown_length(shape: list, target: list, expected: str) -> None:
    facts = check(row(("input", {"shape": shape}), ("reshape", {"target_shape": target}))).facts
    assert str(facts["reshape"].outputs["output"]).replace("T·28", "28·T") == expected
