"""Finding the files of a data module: the user's folders, the program's own, the cache, the net."""

from collections.abc import Callable
from pathlib import Path

from hornstudio import paths
from hornstudio.engine.catalog import catalog
from hornstudio.engine.data.download import download
from hornstudio.engine.data.verify import why_damaged
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError, ParamError
from hornstudio.engine.module import DataFile, Module
from hornstudio.engine.params import complete
from hornstudio.engine.text import Text, joined

Find = Callable[[str], Path]
"""From a `DataFile.path` to the path of the checked file."""

Progress = Callable[[str, int, int], None]
"""What is going on in words; done of total, or 0 of 0 when that is not known."""

SUBSTITUTE = "digits"
"""Kind of the data module whose file ships with the program."""

IN_DATA_DIRS = Text("$HORNSTUDIO_DATA")
SHIPPED = Text("the files that ship with HornStudio")
IN_CACHE = Text("the download cache")


def finder(module: Module, progress: Progress | None = None, offline: bool = False) -> Find:
    """The `find` that is handed to a data module's `load`. It raises DataError.

    offline: look on this machine only.
    """
    known = {file.path: file for file in module.files}

    def find(path: str) -> Path:
        if path not in known:
            raise DataError(
                "{kind} asks for {path}, which it does not declare; known are {known}",
                kind=module.kind,
                path=path,
                known=", ".join(known) or Text("none"),
            )
        return find_file(known[path], module, progress, offline)

    return find


def find_file(
    file: DataFile, module: Module, progress: Progress | None = None, offline: bool = False
) -> Path:
    """Path of a checked file. Raises: DataError when it is damaged or nowhere to be had."""
    tried: list[str] = []
    for folder in paths.data_dirs():
        path = folder / file.path
        tried.append(str(path))
        if _is_there(path):
            _refuse_damaged(path, file, module)
            return path
    if not tried:
        tried.append(Text("$HORNSTUDIO_DATA (not set)"))
    shipped = paths.resource("data", file.path)
    if _is_there(shipped):
        _refuse_damaged(shipped, file, module)
        return shipped
    cached = paths.cache_dir() / "data" / file.path
    tried.append(str(cached))
    if _is_there(cached) and _reason(cached, file) is None:
        return cached
    if not offline:
        tried += download(file, cached, progress)
    if _is_there(cached):
        return cached
    raise _missing(file, module, tried)


def place_of(path: Path) -> Text:
    """Where a found file lies, in words."""
    for folder in paths.data_dirs():
        if path.is_relative_to(folder):
            return IN_DATA_DIRS
    return SHIPPED if path.is_relative_to(paths.resource("data")) else IN_CACHE


def substitute_for(module: Module) -> str:
    """Kind of a shipped data module that gives the same ports and shapes, or an empty string."""
    known = catalog()
    spare = known.get(SUBSTITUTE)
    if spare is None or spare.kind == module.kind:
        return ""
    try:
        mine, theirs = (
            m.infer_outputs(complete(m.params, {}, known.find)) for m in (module, spare)
        )
    except ParamError:
        return ""
    return spare.kind if mine == theirs else ""


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a folder that may not be looked into
        return False


def _reason(path: Path, file: DataFile) -> Text | None:
    try:
        return why_damaged(path, file)
    except OSError as error:
        return Text("it cannot be read ({error})", error=reason_of(error))


def _refuse_damaged(path: Path, file: DataFile, module: Module) -> None:
    reason = _reason(path, file)
    if reason is None:
        return
    raise DataError(
        "{path} is damaged: {reason}. Delete it or put the original there, and try again",
        substitute=substitute_for(module),
        missing=module.kind,
        path=str(path),
        reason=reason,
    )


def _missing(file: DataFile, module: Module, tried: list[str]) -> DataError:
    return DataError(
        "{title} is not on this machine and could not be downloaded. Its file {path} was sought "
        "in: {tried}. Put it into a folder and name that folder in $HORNSTUDIO_DATA, or connect to "
        "the network",
        substitute=substitute_for(module),
        missing=module.kind,
        title=module.title,
        path=file.path,
        tried=joined(tried),
    )
