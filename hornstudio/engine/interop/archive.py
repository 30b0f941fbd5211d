"""Opening a file of unknown origin: what kind it is, and the parts of a `.keras` archive.

Nothing is unpacked to disk. What a part may cost is known before it is read.
"""

import struct
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import FileError
from hornstudio.engine.text import Text

CONFIG = "config.json"
WEIGHTS = "model.weights.h5"
PICKLED = "model.weights.npz"

MOST_PARTS = 10_000
LARGEST_DIRECTORY = 4 * 2**20
LARGEST_CONFIG = 32 * 2**20
LARGEST_PACKED_WEIGHTS = 2**30
DENSEST = 100
"""How many bytes one packed byte may become: numbers hardly shrink, a bomb does a thousandfold."""

_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")


@dataclass(frozen=True, slots=True)
class Archive:
    """The parts of a `.keras` file that matter. assets: names of further files in it."""

    config: bytes
    weights: bytes | None
    assets: tuple[str, ...] = ()


def refuse(path: Path, reason: Text) -> FileError:
    """The error for a file that is not opened."""
    return FileError("{path} is refused: {reason}", path=str(path), reason=reason)


def kind_of(path: Path) -> str:
    """`zip`, `hdf5` or `json`, by its first bytes. Raises: FileError."""
    try:
        if path.is_dir():
            raise FileError("{path} is a folder; need a file", path=str(path))
        with path.open("rb") as file:
            start = file.read(64)
    except FileNotFoundError:
        raise FileError("there is no file {path}", path=str(path)) from None
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot read {path}: {reason}", path=str(path), reason=reason) from None
    if start.startswith(b"PK"):
        return "zip"
    if start.startswith(b"\x89HDF\r\n\x1a\n"):
        return "hdf5"
    if start.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"{", b"[")):
        return "json"
    raise FileError(
        "{path} is no model of Keras; need a .keras file, an .h5 file or a .json architecture",
        path=str(path),
    )


def read_archive(path: Path) -> Archive:
    """The parts of a `.keras` file. Raises: FileError for whatever is not as Keras writes it."""
    try:
        with path.open("rb") as file:
            _check_directory(path, file)
            with zipfile.ZipFile(file) as archive:
                return _read_parts(path, archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        words = "the archive is damaged; copy or save it again ({error})"
        raise refuse(path, Text(words, error=str(error))) from None
    except OSError as error:
        reason = reason_of(error)
        raise FileError("cannot read {path}: {reason}", path=str(path), reason=reason) from None


def _check_directory(path: Path, file: IO[bytes]) -> None:
    """Look at the size of the table of contents before it is read as a whole."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - _END.size - 0xFFFF))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0 or len(tail) - place < _END.size:
        words = "the archive has no table of contents: it is not whole, copy or save it again"
        raise refuse(path, Text(words))
    _, _, _, _, count, length, _, _ = _END.unpack_from(tail, place)
    locator = place - _LOCATOR_64.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        offset = _LOCATOR_64.unpack_from(tail, locator)[2]
        file.seek(min(offset, size))
        end = file.read(_END_64.size)
        if len(end) == _END_64.size and end.startswith(b"PK\x06\x06"):
            count, length = _END_64.unpack(end)[7:9]
    if count > MOST_PARTS or length > LARGEST_DIRECTORY:
        counts = {"count": f"{count:,}", "most": f"{MOST_PARTS:,}"}
        raise refuse(path, Text("the archive has {count} parts; need at most {most}", **counts))
    file.seek(0)


def _read_parts(path: Path, archive: zipfile.ZipFile) -> Archive:
    parts: dict[str, zipfile.ZipInfo] = {}
    for info in archive.infolist():
        _check_name(path, info.filename)
        if info.filename in parts:
            raise refuse(
                path, Text("the archive has two parts named {name}", name=repr(info.filename))
            )
        parts[info.filename] = info
    if CONFIG not in parts:
        raise refuse(path, Text("the archive has no {name}", name=CONFIG))
    if PICKLED in parts and WEIGHTS not in parts:
        words = "{name} is a Python pickle, which may hold code; save it as .h5"
        raise refuse(path, Text(words, name=PICKLED))
    config = _read(path, archive, parts[CONFIG], LARGEST_CONFIG)
    weights = None
    if WEIGHTS in parts:
        info = parts[WEIGHTS]
        is_stored = info.compress_type == zipfile.ZIP_STORED
        most = path.stat().st_size if is_stored else LARGEST_PACKED_WEIGHTS
        weights = _read(path, archive, info, most)
    assets = tuple(n for n in parts if n.startswith("assets/") and not n.endswith("/"))
    return Archive(config, weights, assets)


def _check_name(path: Path, name: str) -> None:
    """Names that would leave the folder they are unpacked in; Keras writes none such."""
    folders = name.replace("\\", "/").split("/")
    if name.startswith(("/", "\\")) or ".." in folders or ":" in name or "\0" in name:
        words = "the archive has a part named {name}, which leads out of it"
        raise refuse(path, Text(words, name=repr(name)))


def _read(path: Path, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """Content of a part, of at most so many bytes. The declared size is not trusted."""
    if info.flag_bits & 0x1:
        raise refuse(path, Text("{name} is encrypted", name=info.filename))
    bombs = info.file_size > 2**20 and info.file_size > DENSEST * max(info.compress_size, 1)
    if info.file_size > most or bombs:
        facts = {"name": info.filename, "size": f"{info.file_size:,}"}
        raise refuse(path, Text("{name} would unpack to {size} bytes", **facts))
    with archive.open(info) as part:
        content = part.read(info.file_size + 1)
    if len(content) != info.file_size:
        raise refuse(path, Text("{name} is not as long as the archive says", name=info.filename))
    return content
