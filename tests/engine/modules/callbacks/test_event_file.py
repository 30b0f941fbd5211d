"""Event files: records with checksums, and messages that any reader of the format understands."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hornstudio.engine.modules.callbacks.event_file import EventFile, crc32c, masked


@pytest.mark.parametrize(
    ("data", "checksum"),
    [  # RFC 3720, appendix B.4
        (bytes(32), 0x8A9136AA),
        (bytes([0xFF] * 32), 0x62A8AB43),
        (bytes(range(32)), 0x46DD794E),
        (b"123456789", 0xE3069283),
    ],
)
def test_checksums_are_those_of_castagnoli(data: bytes, checksum: int) -> None:
    assert crc32c(data) == checksum


def messages(path: Path) -> list[bytes]:
    """The messages of a file, their checksums proven."""
    content, found = path.read_bytes(), []
    while content:
        (length,) = struct.unpack("<Q", content[:8])
        head, body, tail = content[:12], content[12 : 12 + length], content[12 + length :][:4]
        assert struct.unpack("<I", head[8:]) == (masked(crc32c(head[:8])),)
        assert struct.unpack("<I", tail) == (masked(crc32c(body)),)
        found.append(body)
        content = content[16 + length :]
    return found


def fields(message: bytes) -> dict[int, list[Any]]:
    """A protocol buffer without its declaration: values by the number of their field."""
    found: dict[int, list[Any]] = {}
    while message:
        key, message = varint(message)
        number, kind = key >> 3, key & 7
        if kind == 0:
            value, message = varint(message)
        elif kind == 2:
            length, message = varint(message)
            value, message = message[:length], message[length:]
        else:
            size, form = {1: (8, "<d"), 5: (4, "<f")}[kind]
            (value,), message = struct.unpack(form, message[:size]), message[size:]
        found.setdefault(number, []).append(value)
    return found


def varint(message: bytes) -> tuple[int, bytes]:
    value = shift = 0
    for place, byte in enumerate(message):
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, message[place + 1 :]
    raise AssertionError("a number without an end")


def scalars(path: Path) -> list[tuple[int, dict[str, float]]]:
    """Steps with the figures of a file."""
    events = [fields(message) for message in messages(path)]
    return [
        (event[2][0], {v[1][0].decode(): v[2][0] for v in map(fields, fields(event[5][0])[1])})
        for event in events
        if 5 in event
    ]


def test_figures_come_back_from_a_file(tmp_path: Path) -> None:
    file = EventFile(tmp_path / "logs" / "train")
    file.add(1, {"epoch_loss": 0.5, "epoch_정확도": 0.25})
    file.add(300, {"epoch_loss": float("nan")})
    assert "tfevents" in file.path.name
    version = fields(messages(file.path)[0])
    assert version[3] == [b"brain.Event:2"]
    first, second = scalars(file.path)
    assert first == (1, {"epoch_loss": 0.5, "epoch_정확도": 0.25})
    assert second[0] == 300
    assert np.isnan(second[1]["epoch_loss"])


def test_a_second_file_of_a_folder_says_from_where_the_first_counts_no_more(tmp_path: Path) -> None:
    files = [EventFile(tmp_path), EventFile(tmp_path, first_step=4)]
    assert files[0].path != files[1].path
    event = fields(messages(files[1].path)[1])
    assert event[2] == [4]
    assert fields(event[7][0]) == {1: [1]}


def test_a_histogram_counts_every_number(tmp_path: Path) -> None:
    file = EventFile(tmp_path)
    file.add_histograms(2, {"dense/kernel": np.linspace(-1.0, 1.0, 61, dtype=np.float32)})
    value = fields(fields(fields(messages(file.path)[1])[5][0])[1][0])
    assert value[1] == [b"dense/kernel"]
    found = fields(value[5][0])
    limits, counts = (np.frombuffer(found[n][0], "<f8") for n in (6, 7))
    assert (found[1], found[2], found[3]) == ([-1.0], [1.0], [61.0])
    assert found[5][0] == pytest.approx(61 * (1 / 3 + 1 / 90), rel=1e-6)
    assert counts.sum() == 61
    assert (np.diff(limits) > 0).all()
    assert limits[-1] == 1.0
