"""Whether a file holds the very bytes it should: size and SHA-256, once, then remembered."""

import gzip
import hashlib
import json
import zlib
from contextlib import suppress
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.module import DataFile
from hornstudio.engine.text import Text

_CHUNK = 1 << 20


def why_damaged(path: Path, file: DataFile) -> Text | None:
    """What is wrong with the content of a file, or None when it is what was declared.

    A file that was found good is not read again until its size or time changes.
    Raises: OSError when it cannot be read at all.
    """
    if _is_remembered(path, file):
        return None
    found_size, found_sha256 = 0, hashlib.sha256()
    try:
        with gzip.open(path) if file.path.endswith(".gz") else path.open("rb") as content:
            while chunk := content.read(_CHUNK):
                found_size += len(chunk)
                found_sha256.update(chunk)
                if found_size > file.size:  # a packed bomb must not be unpacked to its end
                    break
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        return Text("it cannot be unpacked ({error})", error=str(error))
    expected = f"{file.size:,}"
    if found_size > file.size:
        return Text("expected {expected} bytes of content, found more", expected=expected)
    if found_size < file.size:
        found = f"{found_size:,}"
        return Text(
            "expected {expected} bytes of content, found {found}", expected=expected, found=found
        )
    if found_sha256.hexdigest() != file.sha256:
        return Text(
            "expected content with SHA-256 {expected}, found {found}",
            expected=file.sha256,
            found=found_sha256.hexdigest(),
        )
    _remember(path, file)
    return None


def _marker(path: Path) -> Path:
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:32]
    return paths.cache_dir() / "data" / "checked" / f"{name}.json"


def _stamp(path: Path, file: DataFile) -> dict[str, object]:
    facts = path.stat()
    return {
        "path": str(path.resolve()),
        "size": facts.st_size,
        "time_ns": facts.st_mtime_ns,
        "sha256": file.sha256,
    }


def _is_remembered(path: Path, file: DataFile) -> bool:
    with suppress(OSError, ValueError):
        return bool(json.loads(_marker(path).read_text("utf-8")) == _stamp(path, file))
    return False


def _remember(path: Path, file: DataFile) -> None:
    """Best effort: without a cache the file is simply read again next time."""
    with suppress(OSError, FileError):
        marker = _marker(path)
        marker.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(marker, json.dumps(_stamp(path, file)).encode())
