"""A wheel holds the program with all its resources, and runs without the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import hornstudio

ROOT = Path(__file__).resolve().parents[1]

BUILD = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-c", BUILD, str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return folder / done.stdout.split()[-1]


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run_installed(unpacked: Path, *arguments: str) -> str:
    """Output of a Python that finds the unpacked wheel before the checkout."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=unpacked.parent,
        env={**os.environ, "PYTHONPATH": str(unpacked)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def files_below(folder: Path) -> set[str]:
    return {
        f.relative_to(folder).as_posix()
        for f in folder.rglob("*")
        if f.is_file() and "__pycache__" not in f.parts
    }


def test_wheel_holds_every_resource(unpacked: Path) -> None:
    assert files_below(unpacked / "hornstudio" / "resources") == files_below(ROOT / "resources")


def test_wheel_holds_every_source_file(unpacked: Path) -> None:
    sources = {f for f in files_below(ROOT / "hornstudio") if f.endswith(".py")}
    assert sources <= files_below(unpacked / "hornstudio")


def test_wheel_holds_nothing_but_the_package(unpacked: Path) -> None:
    version = hornstudio.__version__
    names = {p.name for p in unpacked.iterdir()}
    assert names == {"hornstudio", f"hornstudio-{version}.dist-info"}


def test_wheel_carries_the_licences(unpacked: Path) -> None:
    licences = next(unpacked.glob("*.dist-info")) / "licenses"
    assert "Apache License" in (licences / "LICENSE").read_text(encoding="utf-8")
    shipped = {p.name for p in (ROOT / "resources").rglob("*OFL.txt")}
    assert shipped
    assert shipped <= {p.name for p in licences.rglob("*")}


def test_wheel_runs_without_the_checkout(unpacked: Path) -> None:
    place = run_installed(unpacked, "-c", "import hornstudio; print(hornstudio.__file__)")
    assert Path(place.strip()).is_relative_to(unpacked)
    assert "mnist_mlp" in run_installed(unpacked, "-m", "hornstudio", "templates")


def test_wheel_offers_the_command(unpacked: Path) -> None:
    points = next(unpacked.glob("*.dist-info")) / "entry_points.txt"
    assert "hornstudio = hornstudio.__main__:main" in points.read_text(encoding="utf-8")
