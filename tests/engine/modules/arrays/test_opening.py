"""An array in memory, or mapped from the disk."""

import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.arrays import opening
from hornstudio.engine.modules.arrays.opening import open_array

ARRAYS = {
    "rows": np.arange(24, dtype=">i4").reshape(6, 4),
    "columns": np.asfortranarray(np.arange(24.0).reshape(6, 2, 2)),
}


@pytest.mark.parametrize("name", ARRAYS)
def test_large_arrays_are_mapped_where_they_lie_bare(tmp_path: Path, monkeypatch, name) -> None:
    monkeypatch.setattr(opening, "LARGE_BYTES", 10)
    np.savez(tmp_path / "bare.npz", before=np.ones(3, np.uint8), **ARRAYS)
    np.savez_compressed(tmp_path / "packed.npz", **ARRAYS)
    np.save(tmp_path / f"{name}.npy", ARRAYS[name])
    for file, is_mapped in (("bare.npz", True), ("packed.npz", False), (f"{name}.npy", True)):
        array = open_array(tmp_path / file, name)
        assert isinstance(array, np.memmap) is is_mapped
        np.testing.assert_array_equal(array, ARRAYS[name])
        assert array.dtype == ARRAYS[name].dtype


def test_small_arrays_are_read(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.ones(3))
    assert not isinstance(open_array(tmp_path / "x.npy", "x"), np.memmap)


def test_a_file_that_has_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no file"):
        open_array(tmp_path / "x.npy", "x")


def test_a_compressed_array_is_not_begun_where_less_memory_is_free(tmp_path, monkeypatch) -> None:
    np.savez_compressed(tmp_path / "a.npz", x=np.ones(1000))
    np.savez(tmp_path / "bare.npz", x=np.ones(1000))
    for free, is_read in ((8000, True), (0, True), (4000, False)):
        monkeypatch.setattr(opening, "free_main_memory", lambda free=free: free)
        assert len(open_array(tmp_path / "bare.npz", "x")) == 1000
        if is_read:
            assert len(open_array(tmp_path / "a.npz", "x")) == 1000
            continue
        monkeypatch.setattr(opening, "read_array", lambda *given: pytest.fail("it was read"))
        with pytest.raises(DataError) as refused:
            open_array(tmp_path / "a.npz", "x")
    assert str(refused.value).startswith(
        "x in a.npz is compressed and takes 7.81 KB of memory, of which 3.91 KB are free; save it "
        "with numpy.savez instead of numpy.savez_compressed"
    )


def test_a_packed_array_for_which_memory_will_not_do_is_refused_in_words(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(opening, "free_main_memory", lambda: 0)  # nobody knows
    header = io.BytesIO()
    told = {"descr": "<f8", "fortran_order": False, "shape": (1 << 50, 4)}
    np.lib.format.write_array_header_1_0(header, told)
    with zipfile.ZipFile(tmp_path / "big.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.npy", header.getvalue() + bytes(64))
    with pytest.raises(DataError) as refused:
        open_array(tmp_path / "big.npz", "x")
    words = str(refused.value)
    assert words.startswith("x in big.npz takes ")
    assert "save it with numpy.savez, which does not compress" in words
