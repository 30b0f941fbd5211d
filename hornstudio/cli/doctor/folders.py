"""The user's folders: whether they can be written, and what room there is."""

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hornstudio import paths
from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.text import Text, bytes_text

_LEAST_FREE_BYTES = 1 << 30
_FOLDERS: dict[str, tuple[Callable[[], Path], str]] = {
    "config": (paths.config_dir, "HORNSTUDIO_CONFIG"),
    "cache": (paths.cache_dir, "HORNSTUDIO_CACHE"),
    "runs": (paths.runs_dir, "HORNSTUDIO_RUNS"),
    "modules": (paths.modules_dir, "HORNSTUDIO_MODULES"),
    "journal": (paths.journal_dir, "HORNSTUDIO_JOURNAL"),
}


def examine() -> Examined:
    """Each folder, and the size of the cache of compiled programs."""
    facts, findings = {}, []
    for name, (place, variable) in _FOLDERS.items():
        facts[name], found = look_at(name, place(), variable)
        findings += found
    return {"folders": facts, "compiled_programs": _compiled()}, findings


def look_at(name: str, path: Path, variable: str) -> tuple[dict[str, Any], list[Finding]]:
    """One folder. It may not be there yet; then the nearest one above it is tried."""
    existing = next((p for p in (path, *path.parents) if p.exists()), path)
    reason = why_not_writable(existing)
    try:
        free: int | None = shutil.disk_usage(existing).free
    except OSError:
        free = None
    facts = {"path": str(path), "exists": path.is_dir(), "writable": not reason, "free_bytes": free}
    findings = []
    if reason:
        words = "give yourself the right to write there, or set ${variable} to another folder"
        cannot = "the folder of {name}, {path}, cannot be written: {reason}"
        what = Text(cannot, name=Text(name), path=str(path), reason=reason)
        findings.append(Finding(what, Text(words, variable=variable)))
    elif free is not None and free < _LEAST_FREE_BYTES:
        left = bytes_text(free)
        what = Text("the disk of {path} has {left} left", path=str(path), left=left)
        words = "make room, or set ${variable} to a folder on another disk"
        remedy = Text(words, variable=variable)
        findings.append(Finding(what, remedy, is_wrong=free < _LEAST_FREE_BYTES // 16))
    return facts, findings


def why_not_writable(folder: Path) -> str:
    """Tried by writing a file, because rights alone do not say it."""
    if not folder.is_dir():
        return Text("{path} is not a folder", path=str(folder))
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix=".doctor."):
            return ""
    except OSError as error:
        return reason_of(error)


def _compiled() -> dict[str, Any]:
    folder = Path(os.environ.get("JAX_COMPILATION_CACHE_DIR") or paths.cache_dir() / "jax")
    sizes = []
    for path in folder.rglob("*"):
        try:
            if path.is_file():
                sizes.append(path.stat().st_size)
        except OSError:
            continue
    return {"path": str(folder), "files": len(sizes), "bytes": sum(sizes)}
