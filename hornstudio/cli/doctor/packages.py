"""The packages that HornStudio is made of."""

import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement

import hornstudio
from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.engine.text import Text


def examine() -> Examined:
    """The version of each package; None where it is missing."""
    found: dict[str, str | None] = {}
    findings = []
    for name, least in requirements().items():
        found[name] = version = _version(name)
        if version is None:
            what = Text("the package {name} is missing", name=name)
        elif _numbers(version) < _numbers(least):
            words = "{name} {version} is too old; need {least} or newer"
            what = Text(words, name=name, version=version, least=least)
        else:
            continue
        command = f'pip install -U "{name}>={least}"'
        remedy = "run `{command}` with the Python that runs HornStudio"
        findings.append(Finding(what, Text(remedy, command=command)))
    return {"packages": found}, findings


def requirements() -> dict[str, str]:
    """The least version by name, as the package declares it; in a checkout, as its file does."""
    try:
        lines = metadata.requires("hornstudio") or []
    except metadata.PackageNotFoundError:
        file = Path(hornstudio.__file__).resolve().parent.parent / "pyproject.toml"
        if not file.is_file():
            return {}
        lines = tomllib.loads(file.read_text("utf-8"))["project"]["dependencies"]
    wanted = {}
    for line in map(Requirement, lines):
        if line.marker is None or line.marker.evaluate({"extra": ""}):
            least = [part.version for part in line.specifier if part.operator == ">="]
            wanted[_canonical(line.name)] = least[0] if least else "0"
    return wanted


def _canonical(name: str) -> str:
    """A name as every tool writes it: some keep capitals, some do not."""
    return re.sub(r"[-_.]+", "-", name).lower()


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", version)[:3])
