"""Machine code kept on disk, beside the programs that XLA has compiled: a start need not wait.

A file has the SHA-256 of its code before it: one that is not whole is as good as none.
"""

import hashlib
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.engine.lazy import jax

_MARK_BYTES = 32


def name_of(*parts: str) -> str:
    """A name for a kernel: another one for other shapes, processors, or ways to write kernels."""
    return f"horn_{hashlib.sha256(' '.join((*parts, _ways())).encode()).hexdigest()[:20]}"


@cache
def _ways() -> str:
    """A mark of the sources that write kernels, and of what compiles them."""
    sources = sorted(
        path for kind in ("*.py", "*.ll") for path in Path(__file__).parent.rglob(kind)
    )
    text = b"".join(source.read_bytes() for source in sources)
    return f"{version('llvmlite')} {hashlib.sha256(text).hexdigest()}"


def kept(name: str) -> bytes | None:
    """The code of that name, if it is there and whole."""
    if folder := _folder():
        with suppress(OSError):
            content = (folder / name).read_bytes()
            mark, code = content[:_MARK_BYTES], content[_MARK_BYTES:]
            if hashlib.sha256(code).digest() == mark:
                return code
    return None


def keep(name: str, code: bytes) -> None:
    """Put it there; where that fails it is compiled again next time."""
    if folder := _folder():
        with suppress(FileError):
            mark = hashlib.sha256(code).digest()
            write_atomically(folder / name, mark + code, flushed=False)


def _folder() -> Path | None:
    chosen = getattr(jax.config, "jax_compilation_cache_dir", None)
    return Path(chosen) if chosen and Path(chosen).is_dir() else None
