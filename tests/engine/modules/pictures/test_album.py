import threading
from pathlib import Path

import numpy as np
import pytest

from hornstudio.engine.errors import DataError
from hornstudio.engine.modules.pictures.album import Album, Room, forget_decoded, unreadable
from hornstudio.engine.text import Text
from hornstudio.language.filling import told
from tests.translatable import words_of

_KO = words_of("ko")


def album(count: int = 6, room: int = 1 << 20, reads: list[str] | None = None) -> Album:
    """Pictures 2 by 2 that show their own number."""

    def read(path: str) -> np.ndarray:
        if reads is not None:
            reads.append(path)
        return np.full((2, 2, 1), int(path), np.uint8)

    return Album([str(n) for n in range(count)], (2, 2, 1), read, Room(room))


def test_rows_are_had_by_numbers_slices_and_tables() -> None:
    found = album()
    assert (len(found), found.shape, found.nbytes) == (6, (6, 2, 2, 1), 96)
    for rows in (np.array([4, 0, 4]), slice(1, 5, 2), np.array([[1, 2], [3, 5]]), 3):
        numbers = np.arange(6)[rows]
        expected = np.broadcast_to(numbers[..., None, None, None], (*numbers.shape, 2, 2, 1))
        np.testing.assert_array_equal(found[rows], expected.astype(np.float32) / np.float32(255))
    assert found[:0].shape == (0, 2, 2, 1)


def test_what_has_room_is_decoded_once_and_the_bits_are_the_same() -> None:
    reads: list[str] = []
    some = album(room=3 * 4, reads=reads)
    first, again = some[:], some[:]
    assert len(reads) == 6 + 3
    np.testing.assert_array_equal(first, again)
    reads.clear()
    whole = album(reads=reads)
    np.testing.assert_array_equal(whole[:], first)
    assert len(reads) == 6
    np.testing.assert_array_equal(whole[:], first)
    assert len(reads) == 6


def test_what_was_decoded_before_makes_room_for_other_albums() -> None:
    reads: list[str] = []
    former = album(reads=reads)
    first = former[:]
    forget_decoded()
    np.testing.assert_array_equal(former[:], first)
    np.testing.assert_array_equal(former[:], first)
    assert len(reads) == 12


def test_several_threads_decode_and_none_stays(monkeypatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    names: set[str] = set()
    meet = threading.Barrier(3, timeout=5)

    def read(path: str) -> np.ndarray:
        names.add(threading.current_thread().name)
        meet.wait()
        return np.zeros((1, 1, 1), np.uint8)

    Album(["a", "b", "c"], (1, 1, 1), read, Room())[:]
    assert len(names) == 3
    assert not [t for t in threading.enumerate() if t.name in names]


def test_unreadable_pictures_are_named_with_what_to_do(tmp_path: Path) -> None:
    paths = [str(tmp_path / name) for name in ("broken.png", "gone.png")]
    Path(paths[0]).write_bytes(b"no picture")

    def read(path: str) -> np.ndarray:
        with open(path, "rb") as file:
            raise OSError(f"image file is truncated ({len(file.read())} bytes)")

    some = Album(paths, (1, 1, 1), read, Room())
    with pytest.raises(DataError) as caught:
        some[:1]
    words = str(caught.value)
    assert f"2 pictures in {tmp_path} cannot be read: broken.png (it is no picture, or" in words
    korean = told(
        caught.value.text, lambda text, **values: _KO.get(text, text).format(**values), str
    )
    assert "broken.png(그림이 아니거나 손상되었습니다); gone.png(더 이상 없습니다)" in korean
    assert "gone.png (it is not there any more)" in words  # named before it is its turn
    assert "take them out of the folder" in words


def test_of_many_unreadable_pictures_some_are_named() -> None:
    words = str(unreadable({f"pets/cat/{n}.png": Text("it is no picture") for n in range(8)}))
    assert words.startswith("8 pictures in pets/cat cannot be read: 0.png, 1.png, 2.png, 3.png, ")
    assert "4.png (it is no picture) (and 3 more). Put" in words
    dogs = {f"pets/{name}/0.png": Text(name) for name in ("cat", "dog")}
    assert "2 pictures in pets cannot be read: cat/0.png (cat); dog/0.png (dog)." in str(
        unreadable(dogs)
    )


def test_one_unreadable_picture_is_named() -> None:
    words = str(unreadable({"pets/cat/0.png": Text("it is no picture")}))
    assert words.startswith("the picture pets/cat/0.png cannot be read: it is no picture. Put")
