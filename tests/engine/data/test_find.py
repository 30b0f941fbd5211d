import gzip
import os
from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.catalog import catalog
from hornstudio.engine.data.find import IN_CACHE, IN_DATA_DIRS, SHIPPED, finder, place_of
from hornstudio.engine.errors import DataError

from .conftest import CONTENT, Small, small_module


def test_file_in_a_data_folder_is_found(small: Small) -> None:
    path = small.put()
    assert finder(small.module)("small/horns.gz") == path
    assert place_of(path) == IN_DATA_DIRS


def test_the_first_folder_that_has_the_file_counts_and_any_before_the_cache(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    later, cached = small.put(), paths.cache_dir() / "data" / small.file.path
    first = tmp_path / "first" / small.file.path
    for copy in (first, cached):
        copy.parent.mkdir(parents=True)
        copy.write_bytes(small.packed)
    assert finder(small.module)("small/horns.gz") == later
    folders = [str(tmp_path / "first"), str(small.folder)]
    monkeypatch.setenv("HORNSTUDIO_DATA", os.pathsep.join(folders))
    assert finder(small.module)("small/horns.gz") == first
    monkeypatch.delenv("HORNSTUDIO_DATA")
    assert finder(small.module)("small/horns.gz") == cached


@pytest.mark.parametrize("level", [0, 1, 9])
def test_any_packing_of_the_same_bytes_is_accepted(small: Small, level: int) -> None:
    path = small.put(gzip.compress(CONTENT, level, mtime=level))
    assert finder(small.module)("small/horns.gz") == path


def test_unpacked_file_is_checked_as_it_is(small: Small) -> None:
    small.module = small_module(path="horns.bin")
    path = small.put(CONTENT)
    assert finder(small.module)("horns.bin") == path
    small.put(CONTENT[:-1] + b"!")
    with pytest.raises(DataError, match="SHA-256"):
        finder(small.module)("horns.bin")


@pytest.mark.parametrize(
    ("packed", "what"),
    [
        (gzip.compress(CONTENT[:-1], mtime=0), "expected 2,800 bytes of content, found 2,799"),
        (gzip.compress(CONTENT + b"!", mtime=0), "expected 2,800 bytes of content, found more"),
        (
            gzip.compress(CONTENT.replace(b"horn", b"corn"), mtime=0),
            "expected content with SHA-256",
        ),
        (gzip.compress(CONTENT, mtime=0)[:-9], "cannot be unpacked"),
        (b"no gzip at all", "cannot be unpacked"),
    ],
)
def test_damaged_file_is_named_with_expected_and_found(
    small: Small, packed: bytes, what: str
) -> None:
    path = small.put(packed)
    with pytest.raises(DataError) as caught:
        finder(small.module)("small/horns.gz")
    told = str(caught.value)
    assert str(path) in told
    assert what in told
    assert "Delete it" in told
    assert caught.value.missing == "small"


def test_checked_file_is_not_read_again_until_it_changes(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = small.put()
    find = finder(small.module)
    find("small/horns.gz")
    monkeypatch.setattr("gzip.open", lambda *_: pytest.fail("read again"))
    assert find("small/horns.gz") == path
    monkeypatch.undo()
    monkeypatch.setenv("HORNSTUDIO_DATA", str(small.folder))
    small.put(b"something else")
    with pytest.raises(DataError, match="damaged"):
        find("small/horns.gz")


def test_missing_file_names_every_place_and_a_substitute(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    monkeypatch.setattr(
        "hornstudio.engine.data.find.download", lambda file, *_: ["http://a (no connection)"]
    )
    mnist = catalog().get("mnist")
    assert mnist is not None
    with pytest.raises(DataError) as caught:
        finder(mnist)(mnist.files[0].path)
    told = str(caught.value)
    cached = paths.cache_dir() / "data" / mnist.files[0].path
    for place in (tmp_path / mnist.files[0].path, cached, "http://a (no connection)"):
        assert str(place) in told
    assert "$HORNSTUDIO_DATA" in told
    assert (caught.value.missing, caught.value.substitute) == ("mnist", "digits")


def test_no_substitute_for_data_of_another_shape(small: Small) -> None:
    with pytest.raises(DataError) as caught:
        finder(small.module)("small/horns.gz")
    assert caught.value.substitute == ""


def test_damaged_file_in_the_cache_is_fetched_again(small: Small, monkeypatch) -> None:
    cached = paths.cache_dir() / "data" / small.file.path
    cached.parent.mkdir(parents=True)
    cached.write_bytes(b"half a download")

    def fetch(file, target, progress):
        target.write_bytes(small.packed)
        return []

    monkeypatch.setattr("hornstudio.engine.data.find.download", fetch)
    assert finder(small.module)("small/horns.gz") == cached
    assert gzip.decompress(cached.read_bytes()) == CONTENT
    assert place_of(cached) == IN_CACHE


def test_shipped_digits_are_found_without_anything(monkeypatch) -> None:
    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)
    digits = catalog().get("digits")
    assert digits is not None
    assert place_of(finder(digits)("digits.npz")) == SHIPPED


def test_undeclared_file_is_refused(small: Small) -> None:
    with pytest.raises(DataError, match=r"asks for /etc/passwd.*known are small/horns\.gz"):
        finder(small.module)("/etc/passwd")
