"""HDF5 that leads elsewhere, runs plug-ins, or promises more than it holds is refused."""

import json
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

from .handmade import entry, hdf5, honest, refusal, sequential, write


@pytest.fixture
def at(tmp_path: Path) -> Path:
    return tmp_path / "model.keras"


def external_link(group: Any) -> None:
    honest(group)
    del group["0"]
    group["0"] = h5py.ExternalLink("/etc/passwd", "/secret")


def soft_link(group: Any) -> None:
    honest(group)
    del group["0"]
    group["0"] = h5py.SoftLink("/layers/dense/vars/1")


def external_storage(group: Any) -> None:
    group.create_dataset("0", (4, 2), "f4", external=[("/etc/passwd", 0, 32)])
    group["1"] = np.zeros(2, np.float32)


def virtual(group: Any) -> None:
    layout = h5py.VirtualLayout((4, 2), "f4")
    layout[:] = h5py.VirtualSource("/etc/passwd", "data", (4, 2))
    group.create_virtual_dataset("0", layout)
    group["1"] = np.zeros(2, np.float32)


def packed(group: Any) -> None:
    group.create_dataset("0", data=np.ones((4, 2), np.float32), chunks=(4, 2), compression="gzip")
    group["1"] = np.zeros(2, np.float32)


def promised(group: Any) -> None:
    group.create_dataset("0", (4, 2**40), "f4", chunks=(4, 1024), fillvalue=1.0)
    group["1"] = np.zeros(2, np.float32)


def objects(group: Any) -> None:
    group["0"] = ["a", "b"]
    group["1"] = np.zeros(2, np.float32)


def circle(group: Any) -> None:
    group.parent["loop"] = group.parent  # a hard link to itself


def repeated(group: Any) -> None:
    """One large array under many names, so that reading all would take a thousand times as much."""
    group["0"] = np.ones((4, 20_000), np.float32)
    for i in range(1, 1000):
        group[str(i)] = group["0"]


def crowded(group: Any) -> None:
    for i in range(50):
        group[str(i)] = np.zeros(1, np.float32)


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        (external_link, "is a link to another file"),
        (soft_link, "is a link to another place"),
        (external_storage, "lies in another file"),
        (virtual, "lies in another file"),
        (packed, "is packed by a filter"),
        (promised, "promises 17,592,186,044,416 bytes that are not there"),
        (objects, "need numbers"),
        (circle, "nested too deep"),
        (repeated, "holds more than the file is long"),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_tricks_of_hdf5_are_refused(at: Path, fill: Any, reason: str) -> None:
    weights = hdf5(fill, libver="latest")
    assert reason in refusal(write(at, sequential(entry("d", units=2)), weights))


def test_too_many_items_are_refused(at: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hornstudio.engine.interop.hdf5.MOST_ITEMS", 40)
    weights = hdf5(crowded)
    assert "has more than" in refusal(write(at, sequential(entry("d", units=2)), weights))


def legacy(path: Path, fill: Any) -> Path:
    with h5py.File(path, "w", libver="latest") as file:
        fill(file)
    return path


def many_texts(file: Any) -> None:
    file.attrs["model_config"] = ["{}"] * 1000


def long_text(file: Any) -> None:
    file.attrs["model_config"] = np.bytes_(b"{" * (33 * 2**20))


def number(file: Any) -> None:
    file.attrs["model_config"] = 5


def only_weights(file: Any) -> None:
    file.create_group("model_weights")


@pytest.mark.parametrize(
    ("fill", "reason"),
    [
        (many_texts, "is not one text"),
        (long_text, "is too long"),
        (number, "is not one text"),
        (only_weights, "no model; save all of it with model.save()"),
    ],
    ids=lambda v: getattr(v, "__name__", ""),
)
def test_old_files_are_watched_too(tmp_path: Path, fill: Any, reason: str) -> None:
    assert reason in refusal(legacy(tmp_path / "model.h5", fill))


def test_links_in_old_files_are_refused(tmp_path: Path) -> None:
    def fill(file: Any) -> None:
        file.attrs["model_config"] = json.dumps(sequential(entry("d", units=2)))
        file["model_weights"] = h5py.ExternalLink("/etc/passwd", "/")

    assert "is a link to another file" in refusal(legacy(tmp_path / "model.h5", fill))


def test_a_file_that_breaks_off_says_how_much_is_there(at: Path) -> None:
    whole = hdf5(honest)
    write(at, sequential(entry("d", units=2)), whole[:1000])
    words = f"breaks off: 1,000 of its {len(whole):,} bytes are there; copy or save it again"
    assert words in refusal(at)


def test_what_its_reader_says_stands_in_brackets(at: Path) -> None:
    spoilt = bytearray(hdf5(honest))
    spoilt[96:900] = bytes(x ^ 0x55 for x in spoilt[96:900])
    write(at, sequential(entry("d", units=2)), bytes(spoilt))
    said = refusal(at)
    assert said.startswith("the HDF5 file is damaged; copy or save it again (")
    assert "Unable to" not in said
