"""Event files as TensorBoard reads them, written by hand: records, and messages within them.

A record: its length (8 bytes, little endian), a checksum of these bytes, the message, a checksum
of the message. Source: tensorflow/core/lib/io/record_writer.h

A message is a protocol buffer: each field its number and type as one varint, then its value.
Source: tensorflow/core/util/event.proto, tensorflow/core/framework/summary.proto
"""

import struct
import time
from collections.abc import Iterable, Mapping
from pathlib import Path

from hornstudio.engine.lazy import np

_POLYNOMIAL = 0x82F63B78
_MASK_DELTA = 0xA282EAD8
_VARINT, _DOUBLE, _BYTES, _FLOAT = 0, 1, 2, 5
_SESSION_START = 1
BUCKETS = 30
"""Of a histogram."""


def _table_of_checksums() -> tuple[int, ...]:
    table = []
    for value in range(256):
        for _ in range(8):
            value = (value >> 1) ^ (_POLYNOMIAL if value & 1 else 0)
        table.append(value)
    return tuple(table)


_TABLE = _table_of_checksums()


def crc32c(data: bytes) -> int:
    """Checksum of Castagnoli. Source: RFC 3720, appendix B.4."""
    value = 0xFFFFFFFF
    for byte in data:
        value = _TABLE[(value ^ byte) & 0xFF] ^ (value >> 8)
    return value ^ 0xFFFFFFFF


def masked(checksum: int) -> int:
    """A checksum as a record holds it: turned by 15 bits and moved on, in 32 bits."""
    return (((checksum >> 15) | (checksum << 17)) + _MASK_DELTA) & 0xFFFFFFFF


def record(message: bytes) -> bytes:
    """A message with its length and checksums."""
    length = struct.pack("<Q", len(message))
    sums = [struct.pack("<I", masked(crc32c(part))) for part in (length, message)]
    return length + sums[0] + message + sums[1]


def version_event(seconds: float) -> bytes:
    """What each file begins with. seconds: since 1970."""
    return _event(seconds, 0, _text(3, "brain.Event:2"))


def start_event(seconds: float, step: int) -> bytes:
    """Whatever an earlier file says from this step on counts no more."""
    return _event(seconds, step, _bytes(7, _int(1, _SESSION_START)))


def scalars_event(seconds: float, step: int, scalars: Mapping[str, float]) -> bytes:
    """Figures by their tags."""
    values = (
        _text(1, tag) + _key(2, _FLOAT) + struct.pack("<f", value) for tag, value in scalars.items()
    )
    return _event(seconds, step, _summary(values))


def histograms_event(seconds: float, step: int, arrays: Mapping[str, "np.ndarray"]) -> bytes:
    """How the numbers of arrays are spread, by their tags."""
    values = (_text(1, tag) + _bytes(5, _histogram(array)) for tag, array in arrays.items())
    return _event(seconds, step, _summary(values))


def _histogram(array: "np.ndarray") -> bytes:
    numbers = np.asarray(array, np.float64).ravel()
    numbers = numbers[np.isfinite(numbers)]
    counts, edges = np.histogram(numbers, BUCKETS)
    facts = (
        numbers.min(initial=np.inf) if numbers.size else 0.0,
        numbers.max(initial=-np.inf) if numbers.size else 0.0,
        numbers.size,
        numbers.sum(),
        np.square(numbers).sum(),
    )
    message = b"".join(
        _key(number, _DOUBLE) + struct.pack("<d", value) for number, value in enumerate(facts, 1)
    )
    return message + _bytes(6, _doubles(edges[1:])) + _bytes(7, _doubles(counts))


def _event(seconds: float, step: int, content: bytes) -> bytes:
    return record(_key(1, _DOUBLE) + struct.pack("<d", seconds) + _int(2, step) + content)


def _summary(values: Iterable[bytes]) -> bytes:
    return _bytes(5, b"".join(_bytes(1, value) for value in values))


def _varint(value: int) -> bytes:
    """Seven bits a byte, the lowest first; the eighth says that more follow."""
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])


def _key(number: int, kind: int) -> bytes:
    return _varint(number << 3 | kind)


def _int(number: int, value: int) -> bytes:
    return _key(number, _VARINT) + _varint(value)


def _bytes(number: int, value: bytes) -> bytes:
    return _key(number, _BYTES) + _varint(len(value)) + value


def _text(number: int, text: str) -> bytes:
    return _bytes(number, text.encode())


def _doubles(values: "np.ndarray") -> bytes:
    return np.asarray(values, "<f8").tobytes()


class EventFile:
    """A file of events in a folder. What is added is on the disk when the call returns."""

    def __init__(self, folder: Path, first_step: int = 0) -> None:
        """first_step: where an earlier file of the folder ends to count. Raises: OSError."""
        folder.mkdir(parents=True, exist_ok=True)
        now = time.time()
        number = 0
        while (path := folder / f"events.out.tfevents.{int(now)}.{number:03d}.hornstudio").exists():
            number += 1
        self.path = path
        self._write(version_event(now) + (start_event(now, first_step) if first_step else b""))

    def add(self, step: int, scalars: Mapping[str, float]) -> None:
        """Add figures. Raises: OSError."""
        self._write(scalars_event(time.time(), step, scalars))

    def add_histograms(self, step: int, arrays: Mapping[str, "np.ndarray"]) -> None:
        """Add how numbers are spread. Raises: OSError."""
        self._write(histograms_event(time.time(), step, arrays))

    def _write(self, content: bytes) -> None:
        with self.path.open("ab") as file:
            file.write(content)
