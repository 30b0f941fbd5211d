"""The samples: the same in memory, from the disk, and as a script loads them."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.errors import DataError
from hornstudio.engine.graph import Graph, Node, Training, Wire, freeze
from hornstudio.engine.modules.arrays import loading, opening
from hornstudio.engine.modules.arrays.converted import Converted
from hornstudio.engine.modules.arrays.loading import load_arrays, moments_for, open_arrays

from .array_files import given, small_pictures, values

PARTS = ("train", "test", "validation")


def assert_same(ours: Any, theirs: Any) -> None:
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.keys() == other.keys()
        for port, array in mine.items():
            assert array.dtype == other[port].dtype
            np.testing.assert_array_equal(array[:], other[port])


def several(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """Files of all kinds, and settings to read them by."""
    draw = np.random.default_rng(0)
    small_pictures(folder / "keras.npz")
    np.savez_compressed(
        folder / "packed.npz",
        data=np.asfortranarray(draw.normal(3, 9, (30, 5)).astype(">f8")),
        target=draw.choice(["cat", "dog", "emu"], 30),
    )
    for name in ("x", "x_val"):
        np.save(folder / f"{name}.npy", draw.integers(0, 50, (25, 6)))
    for name in ("y", "y_val"):
        np.save(folder / f"{name}.npy", draw.normal(size=(25, 2)).astype(np.float16))
    np.save(folder / "whole.npy", draw.normal(size=(25, 2)))
    np.save(folder / "whole_labels.npy", draw.integers(-9, 9, (25, 1)).astype(np.float32))
    np.savez(folder / "alone.npz", draw.normal(size=(20, 3)))
    masks = draw.integers(0, 4, (12, 3, 3), np.uint8)
    np.savez(folder / "masks.npz", images=draw.normal(size=(12, 3, 3, 1)), labels=masks)
    return [
        (folder / "keras.npz", {"scaling": "divide_by_255"}),
        (folder / "keras.npz", {"target_type": "categorical", "scaling": "standardize"}),
        (folder / "keras.npz", {"x_test": "x_train", "y_test": "y_train"}),
        (folder / "packed.npz", {"test_split": 0.3, "scaling": "standardize"}),
        (folder / "packed.npz", {"test_split": 0.0, "target_type": "categorical"}),
        (folder / "x.npy", {"dtype": "int32"}),
        (folder / "whole.npy", {"target_type": "int", "renumber": True, "test_split": 0.2}),
        (folder / "alone.npz", {"test_split": 0.5}),
        (folder / "masks.npz", {"test_split": 0.25, "target_type": "categorical"}),
    ]


@pytest.mark.parametrize("is_large", [False, True])
def test_what_is_trained_on_is_what_a_script_loads(tmp_path, monkeypatch, is_large: bool) -> None:
    if is_large:
        monkeypatch.setattr(loading, "SMALL_BYTES", 10)
        monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    for path, params in several(tmp_path):
        p = values(path, **params)
        ours = open_arrays(**given(p))
        assert isinstance(ours[0]["x"], Converted) is is_large
        assert_same(ours, load_arrays(None, **given(p)))


def test_parts_are_those_of_the_file_or_a_share_of_it(tmp_path: Path) -> None:
    p = values(small_pictures(tmp_path / "a.npz"), scaling="divide_by_255")
    train, test, validation = open_arrays(**given(p))
    assert (len(train["x"]), len(test["x"]), validation) == (40, 10, {})
    assert train["x"].max() == 1
    p = values(small_pictures(tmp_path / "b.npz", y_test=np.zeros((0,))), test_split=0.25)
    np.savez(tmp_path / "c.npz", x=np.arange(20.0), y=np.arange(20.0))
    train, test, validation = open_arrays(**given(values(tmp_path / "c.npz", test_split=0.25)))
    assert (len(train["x"]), len(test["x"]), validation) == (15, 5, {})
    assert sorted([*train["x"][:, 0], *test["x"][:, 0]]) == list(range(20))
    np.testing.assert_array_equal(train["x"], train["y"])


def test_a_test_without_targets_is_left_where_others_have_some(tmp_path: Path) -> None:
    draw = np.random.default_rng(0)
    np.savez(
        tmp_path / "a.npz",
        x_train=draw.normal(size=(20, 2)),
        y_train=np.arange(20) % 2,
        x_test=draw.normal(size=(5, 2)),
    )
    p = values(tmp_path / "a.npz", test_split=0.25)
    assert [len(part.get("x", ())) for part in open_arrays(**given(p))] == [15, 5, 0]
    assert_same(open_arrays(**given(p)), load_arrays(None, **given(p)))


def test_without_targets_the_inputs_are_to_be_given_again(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", np.ones((4, 3)))
    train, *_ = open_arrays(**given(values(tmp_path / "a.npz", test_split=0.25)))
    assert train["y"] is train["x"]


def test_scaling_is_by_the_samples_that_train_alone(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(5, 3, (40, 2))
    x[::3] += 50
    np.savez(tmp_path / "a.npz", x=x)
    node = Node("arrays", freeze({"path": str(tmp_path / "a.npz"), "scaling": "standardize"}))
    wires = (Wire("own.x", "out.input"),)
    for share, order, seed in ((0.3, 0, 0), (0.3, 2, 5), (0.0, 1, 0)):
        split = freeze({"validation_split": share, "order": order})
        nodes = {"own": replace(node, params=node.params | split), "out": Node("flatten")}
        graph = Graph(nodes=freeze(nodes), wires=wires, training=Training(seed=seed))
        data = load_dataset(graph, check(graph))
        assert data.n_validation == round(36 * share)
        np.testing.assert_allclose(data.train["own.x"].mean(axis=0), 0, atol=1e-6)
        np.testing.assert_allclose(data.train["own.x"].std(axis=0), 1, atol=1e-6)


def test_what_validates_or_tests_by_itself_scales_nothing(tmp_path: Path) -> None:
    x = np.random.default_rng(0).normal(5, 3, (40, 2))
    np.savez(tmp_path / "a.npz", x_train=x[:30], x_test=x[30:] + 100, x_val=x[30:] - 100)
    p = values(tmp_path / "a.npz", scaling="standardize")
    train, test, _ = open_arrays(**given(p))
    np.testing.assert_allclose(train["x"].mean(axis=0), 0, atol=1e-6)
    assert test["x"].mean() > 20
    moments = moments_for(p)
    assert moments is not None
    np.testing.assert_allclose(moments[0], x[:30].mean(axis=0))


@pytest.mark.parametrize(
    ("more", "params", "told"),
    [
        (
            {"x_train": np.full((40, 2), np.nan)},
            {},
            "numbers in x_train that are missing (nan), infinite or too large for 32 bits: 80;",
        ),
        (
            {"x_test": np.full((10, 4, 4), np.inf)},
            {},
            "numbers in x_test that are missing (nan), infinite or too large for 32 bits: 160;",
        ),
        ({"x_train": np.full((40, 2), 0.5)}, {"dtype": "int32"}, "x_train[0, 0] = 0.5"),
        (
            {"y_train": np.array([b"a", b"b"] * 20), "y_test": np.array([b"\xff"] * 10)},
            {},
            "y_test has words that are not written in UTF-8",
        ),
        ({"y_test": np.arange(10)}, {}, "y_test has the class 4, which the samples to train on"),
        ({"y_test": np.arange(10) % 4 + 0.5}, {}, "y_test has the class 0.5"),
        ({"y_test": -np.arange(10) % 4 - 1}, {}, "y_test has the class -1"),
        (
            {"y_train": np.array(["cat", "dog"] * 20), "y_test": np.array(["emu"] * 10)},
            {},
            "y_test has the class emu, which the samples to train on do not have; there are cat,",
        ),
        (
            {"y_test": np.full(10, np.nan), "y_train": np.zeros(40)},
            {},
            "numbers in y_test that are missing (nan), infinite or too large for 32 bits: 10;",
        ),
    ],
)
@pytest.mark.parametrize("is_large", [False, True])
def test_what_nothing_can_be_learned_from_is_refused(
    tmp_path, monkeypatch, more, params, told: str, is_large: bool
) -> None:
    if is_large:
        monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    p = values(small_pictures(tmp_path / "a.npz", **more), **params)
    with pytest.raises(DataError, match=r"a\.npz: ") as refused:
        open_arrays(**given(p))
    assert told in str(refused.value)


def test_of_arrays_beside_each_other_the_one_at_fault_is_named(tmp_path, monkeypatch) -> None:
    """Before a training, and within it, when the rows are read."""
    monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    monkeypatch.setattr(loading, "SMALL_BYTES", 10)
    x, y = np.ones((20, 2)), np.arange(20) % 3
    for name, array in {"x": x, "y": y, "x_test": x[:4], "y_test": y[:4]}.items():
        np.save(tmp_path / f"{name}.npy", array)
    p = values(tmp_path / "x.npy")
    _, test, _ = open_arrays(**given(p))
    mapped = np.lib.format.open_memmap(tmp_path / "y_test.npy", "r+")
    mapped[2] = 7
    monkeypatch.setattr(Converted, "_refuse_other_content", lambda self: None)
    told = re.escape(f"{tmp_path / 'y_test.npy'}: y_test has the class 7, which the samples")
    with pytest.raises(DataError, match=told):
        test["y"][0:4]
    np.save(tmp_path / "y_test.npy", np.array([0, 1, 7, 2]))
    with pytest.raises(DataError, match=told):
        open_arrays(**given(p))


def test_a_share_that_leaves_nothing_to_train_on_is_refused(tmp_path: Path) -> None:
    np.savez(tmp_path / "a.npz", x=np.ones((1, 2)), y=np.zeros(1))
    with pytest.raises(DataError, match=r"test_split is 0\.9, which leaves none of 1 samples"):
        open_arrays(**given(values(tmp_path / "a.npz", test_split=0.9)))


def test_a_large_file_that_was_found_good_is_looked_through_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    looked: list[str] = []
    whole = loading.why_no_numbers
    monkeypatch.setattr(
        loading, "why_no_numbers", lambda name, a: looked.append(name) or whole(name, a)
    )
    p = values(small_pictures(tmp_path / "a.npz"))
    for _ in range(2):
        open_arrays(**given(p))
        assert sorted(looked) == ["x_test", "x_train", "y_test", "y_train"]
    small_pictures(tmp_path / "a.npz", x_train=np.full((40, 4, 4), np.nan))
    with pytest.raises(DataError):
        open_arrays(**given(p))
