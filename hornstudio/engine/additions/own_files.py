"""Modules that a user has written: each Python file in a folder of theirs.

The files are the user's own and run when the catalog is made. A graph file never brings any.
What several of them share stands in a file that begins with `_`: `from ._parts import squash`.
"""

import importlib.util
import keyword
import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib.machinery import SourceFileLoader
from pathlib import Path
from string import Template
from types import CodeType, ModuleType

from hornstudio import paths
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.disk.naming import is_device
from hornstudio.engine.errors import FileError

_PACKAGE = "hornstudio_own_modules"
"""Before the names of the files, so that none hides a module of Python's."""

Stamp = tuple[tuple[str, int, int], ...]
"""Names of files, with when each was written (ns) and its size in bytes."""


class _AsWritten(SourceFileLoader):
    """Reads what a file says now; kept bytecode may be that of another edit in the same second."""

    def get_code(self, fullname: str) -> CodeType:
        """Compile the file."""
        return self.source_to_code(self.get_data(self.path), self.path)


def own_files() -> Iterator[Path]:
    """The user's Python files, by name; those that begin with `_` only serve the others."""
    folder = paths.modules_dir()
    if folder.is_dir():
        yield from sorted(f for f in folder.glob("*.py") if not f.name.startswith("_"))


def stamp() -> Stamp:
    """What changes when any file of the folder does, those that serve others too."""
    return tuple(_written(sorted(paths.modules_dir().glob("*.py"))))


def _written(files: list[Path]) -> Iterator[tuple[str, int, int]]:
    for file in files:
        with suppress(OSError):  # it went in between
            facts = file.stat()
            yield file.name, facts.st_mtime_ns, facts.st_size


def forget_all() -> None:
    """Let every file be run anew when it is loaded next."""
    for name in [n for n in sys.modules if n.partition(".")[0] == _PACKAGE]:
        del sys.modules[name]
    importlib.invalidate_caches()


def load_file(path: Path) -> ModuleType:
    """Run a file and return it as a Python module. Raises: whatever the file raises."""
    if _PACKAGE not in sys.modules:
        sys.modules[_PACKAGE] = ModuleType(_PACKAGE)
    sys.modules[_PACKAGE].__path__ = [str(path.parent)]
    name = f"{_PACKAGE}.{path.stem}"
    loader = _AsWritten(name, str(path))
    spec = importlib.util.spec_from_file_location(name, path, loader=loader)
    if spec is None or spec.loader is None:
        raise FileError("{path} is no Python file", path=str(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def start_file(kind: str, known: set[str]) -> Path:
    """A commented file to start from, in the user's folder. Raises: FileError.

    known: kinds that are taken.
    """
    _refuse_bad_kind(kind, known)
    path = paths.modules_dir() / f"{kind}.py"
    if path.exists():
        raise FileError("{path} exists already; nothing was changed", path=str(path))
    text = Template(paths.resource("templates", "module.py.txt").read_text(encoding="utf-8"))
    path.parent.mkdir(parents=True, exist_ok=True)
    title = kind.replace("_", " ").capitalize()
    filled = text.substitute(kind=kind, title=title, constant=kind.upper())
    write_atomically(path, filled.encode())
    return path


def _refuse_bad_kind(kind: str, known: set[str]) -> None:
    if kind in known:
        raise FileError("{kind} is a module already; choose another name", kind=kind)
    plain = kind.isidentifier() and kind.isascii() and kind == kind.lower()
    if not plain or kind.startswith("_") or keyword.iskeyword(kind):
        raise FileError(
            "{kind!r} cannot be the name of a module; need small letters, digits and _, "
            "such as my_layer",
            kind=kind,
        )
    if is_device(kind):
        raise FileError("{kind} is a device on Windows; choose another name", kind=kind)
