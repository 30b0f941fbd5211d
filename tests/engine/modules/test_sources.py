"""Data modules: what their load functions make of their files."""

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules import shipped, sources
from hornstudio.paths import resource


def test_digits_are_the_shipped_file() -> None:
    (file,) = catalog().find("data", "digits").files
    content = resource("data", file.path).read_bytes()
    assert len(content) == file.size
    assert hashlib.sha256(content).hexdigest() == file.sha256


def test_digits_load_as_declared() -> None:
    module = catalog().find("data", "digits")
    train, test = sources.load_digits(lambda path: resource("data", path))
    assert (len(train["label"]), len(test["label"])) == module.examples(None)
    for part in (train, test):
        assert part["image"].shape == (len(part["label"]), 28, 28, 1)
        assert part["image"].dtype == np.float32
        assert part["image"].min() == 0.0
        assert part["image"].max() == 1.0
        assert part["label"].dtype == np.int32
        assert set(part["label"]) == set(range(10))


def idx(array: np.ndarray) -> bytes:
    head = bytes([0, 0, 8, array.ndim]) + np.array(array.shape, ">i4").tobytes()
    return gzip.compress(head + array.tobytes())


def test_mnist_reads_its_four_files(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    made = {}
    for prefix, count in (("train", 5), ("t10k", 3)):
        made[prefix] = rng.integers(0, 256, (count, 28, 28), dtype=np.uint8)
        labels = np.arange(count, dtype=np.uint8)
        (tmp_path / f"{prefix}-images-idx3-ubyte.gz").write_bytes(idx(made[prefix]))
        (tmp_path / f"{prefix}-labels-idx1-ubyte.gz").write_bytes(idx(labels))
    train, test = sources.load_mnist(lambda path: tmp_path / Path(path).name)
    assert train["image"].shape == (5, 28, 28, 1)
    np.testing.assert_allclose(test["image"][..., 0], made["t10k"] / 255, rtol=1e-6)
    np.testing.assert_array_equal(train["label"], range(5))
    assert test["label"].dtype == np.int32


@pytest.mark.parametrize("kind", ["mnist", "digits"])
def test_labels_know_their_classes(kind: str) -> None:
    module = catalog().find("data", kind)
    outputs = module.infer_outputs({})
    assert outputs["label"].classes == 10
    assert outputs["label"].is_label
    assert str(outputs["image"]) == "28×28×1"


@pytest.mark.parametrize("kind", ["names", "penguins", "digit_pairs"])
def test_shipped_data_loads_as_declared(kind: str) -> None:
    module = catalog().find("data", kind)
    parts = module.load(lambda path: resource("data", path))
    specs = module.infer_outputs({})
    for part, count in zip(parts, module.examples(None), strict=True):
        assert set(part) == set(specs)
        for port, spec in specs.items():
            assert part[port].shape == (count, *spec.shape)
            assert part[port].dtype == spec.dtype
            assert len(module.output(port).numbers) in (0, spec.size)
            if spec.classes:
                assert part[port].min() >= 0
                assert part[port].max() < spec.classes


def test_half_of_the_pairs_show_the_same_digit() -> None:
    label = np.array([0, 0, 1, 1, 2, 2, 0, 1], np.uint8)
    other, same = shipped.partners(label)
    np.testing.assert_array_equal(label[other] == label, same == 1)
    assert same.mean() == 0.5
    again, _ = shipped.partners(label)
    np.testing.assert_array_equal(other, again)
