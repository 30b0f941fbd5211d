"""Modules that come from elsewhere: from installed packages and from the user's own files.

A stranger's code may fail in any way; what fails is left out with the reason, and the rest lives.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType
from typing import Any

from hornstudio.engine.additions.own_files import load_file, own_files
from hornstudio.engine.additions.soundness import why_unsound
from hornstudio.engine.errors import FileError
from hornstudio.engine.mistake import told
from hornstudio.engine.module import Module

ENTRY_POINTS = "hornstudio.modules"
"""Group of the entry points through which other packages add modules."""


@dataclass(frozen=True, slots=True)
class Broken:
    """What could not be taken in. place: its file, or the name of its entry point.

    reason: in words. content: what the file holds, "" where it is none of the user's own.
    """

    place: str
    reason: str
    content: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"

    def declares(self, kind: str) -> bool:
        """Whether a module of this kind is, or was, to come from here."""
        return f'"{kind}"' in self.content or f"'{kind}'" in self.content


@dataclass(frozen=True, slots=True)
class Addition:
    """One place that modules come from. file: the user's own, or ""."""

    place: str
    load: Callable[[], Any]
    file: str = ""

    def modules(self) -> list[Module]:
        """What it declares, found whole. Raises: whatever its code raises; FileError."""
        found = modules_of(self.load())
        for module in found:
            if reason := why_unsound(module):
                raise FileError(reason)
        return found

    def broken(self, error: BaseException) -> Broken:
        """Why nothing of it can be used."""
        return Broken(self.place, told(error, self.file), _content(self.file))


def additions() -> Iterator[Addition]:
    """Those of installed packages, then the user's own files."""
    for point in entry_points(group=ENTRY_POINTS):
        yield Addition(f"{point.name} ({point.value})", point.load)
    for path in own_files():
        yield Addition(str(path), lambda path=path: load_file(path), str(path))  # type: ignore[misc]


def modules_of(thing: Any) -> list[Module]:
    """The modules that an entry point offers: a Module, a list, or a Python module's MODULES.

    Raises: FileError when it is none of these.
    """
    if isinstance(thing, ModuleType):
        thing = getattr(thing, "MODULES", None)
        if thing is None:
            raise FileError("nothing there is called MODULES; need MODULES = [...], a list")
    if isinstance(thing, Module):
        return [thing]
    if isinstance(thing, list | tuple) and all(isinstance(m, Module) for m in thing):
        return list(thing)
    raise FileError("need a Module, a list of them, or a Python module with MODULES")


def _content(file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8", errors="replace") if file else ""
    except OSError:
        return ""
