"""Shape and type of an array from its header; and why a file is none."""

import zipfile
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.arrays import header
from hornstudio.engine.modules.arrays.header import first_numbers, header_of, names_in
from hornstudio.engine.modules.arrays.opening import open_array


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_shape_and_type_are_had_from_the_beginning_alone(tmp_path: Path, save) -> None:
    path = tmp_path / "a.npz"
    save(path, x=np.asfortranarray(np.ones((3, 4), ">f8")), y=np.arange(3, dtype=np.uint8))
    found = header_of(path, "x")
    assert (found.shape, found.dtype.str, found.is_fortran, found.nbytes) == (
        (3, 4),
        ">f8",
        True,
        96,
    )
    assert bool(found.offset) is (save is np.savez)
    assert header_of(path, "y").shape == (3,)


def test_a_large_file_is_not_read_for_its_shape(tmp_path: Path) -> None:
    """Of 1 GB that lies there as a hole; a header of 128 bytes stands before it."""
    path = tmp_path / "x.npy"
    with path.open("wb") as file:
        facts = {"descr": "<f4", "fortran_order": False, "shape": (1 << 18, 1024)}
        np.lib.format.write_array_header_1_0(file, facts)
        file.truncate(file.tell() + (1 << 30))
    assert header_of(path, "x").shape == (1 << 18, 1024)
    assert first_numbers(path, "x", 5).tolist() == [0] * 5
    assert open_array(path, "x")[-1].sum() == 0


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_the_first_numbers_are_had_without_the_rest(tmp_path: Path, save) -> None:
    save(tmp_path / "a.npz", x=np.arange(10, dtype=">i2").reshape(5, 2))
    assert first_numbers(tmp_path / "a.npz", "x", 3).tolist() == [0, 1, 2]
    assert len(first_numbers(tmp_path / "a.npz", "x", 99)) == 10
    np.save(tmp_path / "b.npy", np.ones(4, bool))
    assert first_numbers(tmp_path / "b.npy", "b", 9).tolist() == [True] * 4


def refusal(path: Path, name: str = "x") -> str:
    try:
        names_in(path)
        header_of(path, name)
    except DataError as refused:
        return str(refused)
    return pytest.fail("nothing was refused")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "a.npz is empty; need an .npz"),
        (b"<!DOCTYPE html><html>Sign in</html>", "a.npz is a web page that was saved"),
        (b"\xef\xbb\xbf\r\n <html>", "a.npz is a web page"),
        (b"length,kind\n1.5,lily\n", "a.npz is no file of arrays (.npz, .npy)"),
        (b"PK\x05\x06" + bytes(18), "a.npz is an archive without arrays"),
        (b"PK\x03\x04 something", "a.npz breaks off before its end"),
        (b"\x93NUMPY\x01", "a.npz is damaged, or not as NumPy saves arrays"),
        (b"\x93NUMPY\x01\x00\x10\x00{'descr': what}\n", "a.npz is damaged"),
    ],
)
def test_what_is_no_file_of_arrays_is_told(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "a.npz"
    path.write_bytes(content)
    assert told in refusal(path, "a" if content.startswith(b"\x93") else "x")


@pytest.mark.parametrize("part", [0.3, 0.9])
@pytest.mark.parametrize("ending", ["npz", "npy"])
def test_a_file_that_breaks_off_is_told(tmp_path: Path, part: float, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    if ending == "npz":
        np.savez(path, x=np.arange(5000))
    else:
        np.save(path, np.arange(5000))
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * part)])
    assert f"x.{ending} breaks off before its end" in refusal(path)


def test_a_damaged_member_is_told_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.npz"
    np.savez(path, x=np.arange(5000))
    whole = bytearray(path.read_bytes())
    whole[20_000] ^= 1
    path.write_bytes(whole)
    with pytest.raises(DataError, match=r"a\.npz is damaged, or not as NumPy saves arrays"):
        open_array(path, "x")


@pytest.mark.parametrize(
    ("array", "told"),
    [
        (np.array([[1], [1, 2]], object), "objects of Python, which can run code"),
        (np.ones(2, complex), "complex numbers"),
        (np.ones(2, [("a", float), ("b", int)]), "records of several fields"),
        (np.ones(2, [("나이", float)]), "records of several fields"),
        (np.array(["2020-01-01"], "M8[D]"), "dates"),
        (np.array([3], "m8[s]"), "times"),
    ],
)
@pytest.mark.filterwarnings("ignore:Stored array in format")
@pytest.mark.parametrize("ending", ["npz", "npy"])
def test_what_holds_no_numbers_is_told_and_never_unpickled(
    tmp_path: Path, monkeypatch, array, told: str, ending: str
) -> None:
    monkeypatch.setattr("pickle.load", lambda *_, **__: pytest.fail("unpickled"))
    path = tmp_path / f"x.{ending}"
    if ending == "npz":
        np.savez(path, x=array)
    else:
        np.save(path, array)
    assert told in refusal(path)
    assert "need numbers. In Python: np.asarray(x, dtype=float)" in refusal(path)


def test_an_archive_that_is_locked_is_no_crash(tmp_path: Path) -> None:
    """One bit says that it is encrypted; Python's library raises RuntimeError then."""
    path = tmp_path / "a.npz"
    np.savez(path, x=np.ones(3))
    with zipfile.ZipFile(path) as archive:
        start = archive.start_dir
    whole = bytearray(path.read_bytes())
    whole[start + 8] |= 1
    whole[6] |= 1
    path.write_bytes(whole)
    assert "a.npz is damaged, or not as NumPy saves arrays" in refusal(path)


def test_why_the_system_refuses_is_told(tmp_path: Path) -> None:
    refused = PermissionError(13, "Permission denied")
    assert (
        header.why_unreadable(tmp_path / "a.npz", refused) == "cannot read a.npz: Permission denied"
    )
