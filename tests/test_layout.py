"""The directions of imports: that they hold, and that every contract would notice a violation."""

import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "hornstudio"
LINT = Path(sys.executable).with_name("lint-imports")
Plant = Callable[[str, str], None]

# contract -> (file, the line that breaks it)
VIOLATIONS = {
    "house": ("engine/errors.py", "import hornstudio.ui.words.translate"),
    "floors": ("engine/params/param.py", "import hornstudio.engine.check"),
    "no-qt": ("engine/worker/serve.py", "import PySide6.QtCore"),
    "no-jax": ("engine/modules/losses/hinge.py", "import jax"),
    "window": ("ui/document.py", "import hornstudio.engine.train.run"),
    "panels": ("ui/canvas/__init__.py", "import hornstudio.ui.panels.inspector"),
    "apart": ("ui/panels/palette/__init__.py", "import hornstudio.ui.panels.inspector"),
}

# Ways around a contract that each must be caught too: (contract, file, line)
DETOURS = [
    ("no-qt", "engine/modules/layers/core.py", "from pyqtgraph import PlotItem"),
    ("no-jax", "engine/codegen/__init__.py", "def later():\n    import optax"),
    ("no-jax", "engine/errors.py", "from jax import numpy as jnp"),
    ("window", "ui/words/translate.py", "import jax.numpy"),
    ("floors", "engine/train/__init__.py", "import hornstudio.engine.codegen"),
    ("floors", "engine/nowhere.py", "X = 1"),
    ("panels", "ui/nowhere.py", "X = 1"),
    ("apart", "ui/panels/palette/palette.py", "import hornstudio.ui.panels.problems"),
    ("panels", "ui/document.py", "import hornstudio.ui.panels.training"),
]


COMPUTING = {"compile", "train", "worker"}
"""What may import JAX: these folders of the engine, and nothing else."""


def read_contracts() -> list[dict[str, Any]]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["tool"]["importlinter"]["contracts"]


def contracts() -> dict[str, str]:
    """Names of the contracts in pyproject.toml by id."""
    return {c["id"]: c["name"] for c in read_contracts()}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package that may be spoilt: one for all tests, which is mended after each."""
    folder = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, folder / "hornstudio", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


@pytest.fixture
def plant(copy: Path) -> Iterator[Plant]:
    """`plant(file, line)`: one more line at the end of a file, until the test is over."""
    mend = []

    def plant(file: str, line: str) -> None:
        path = copy / "hornstudio" / file
        if path.exists():
            before = path.read_text(encoding="utf-8")
            mend.append(lambda: path.write_text(before, encoding="utf-8"))
        else:
            before = '"""Planted."""\n'
            mend.append(path.unlink)
        path.write_text(f"{before}\n{line}\n", encoding="utf-8")

    yield plant
    for undo in mend:
        undo()


def lint(folder: Path) -> tuple[int, str]:
    command = [str(LINT), "--no-cache", "--no-logo"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_contracts_hold(copy: Path) -> None:
    status, output = lint(copy)
    assert status == 0, output


def test_every_contract_has_a_planted_violation() -> None:
    assert set(VIOLATIONS) == set(contracts())


@pytest.mark.parametrize(("contract", "file", "line"), [(c, *v) for c, v in VIOLATIONS.items()])
def test_a_planted_violation_is_caught(
    copy: Path, plant: Plant, contract: str, file: str, line: str
) -> None:
    assert (copy / "hornstudio" / file).exists()
    plant(file, line)
    status, output = lint(copy)
    assert status == 1, output
    assert f"{contracts()[contract]} BROKEN" in output


@pytest.mark.parametrize(("contract", "file", "line"), DETOURS)
def test_a_detour_is_caught(copy: Path, plant: Plant, contract: str, file: str, line: str) -> None:
    plant(file, line)
    status, output = lint(copy)
    assert status == 1, output
    assert f"{contracts()[contract]} BROKEN" in output


def test_every_file_that_does_not_compute_is_under_the_contract_against_jax() -> None:
    files = {p.stem for p in (PACKAGE / "engine").glob("[!_]*") if p.suffix in ("", ".py")}
    files = {name for name in files if not name.startswith(".")}
    contract = next(c for c in read_contracts() if c["id"] == "no-jax")
    sources = {name.removeprefix("hornstudio.engine.") for name in contract["source_modules"]}
    assert sources == files - COMPUTING


def test_contracts_see_every_file() -> None:
    """A folder without __init__.py would be invisible to the contracts."""
    blind = [f for f in folders_of_code() if not (f / "__init__.py").exists()]
    assert blind == []


def folders_of_code() -> set[Path]:
    return {f.parent for f in PACKAGE.rglob("*.py")}


def module_names(*parts: str) -> list[str]:
    """Import names of every file below a folder of the package."""
    files = sorted(PACKAGE.joinpath(*parts).rglob("*.py"))
    names = [".".join(f.relative_to(ROOT).with_suffix("").parts) for f in files]
    return [n.removesuffix(".__init__") for n in names]


def loaded_after_importing(names: list[str], unwanted: set[str]) -> str:
    """Which of the unwanted packages a fresh process has loaded after importing these modules."""
    script = (
        "import importlib, sys\n"
        f"for name in {names!r}:\n"
        "    importlib.import_module(name)\n"
        f"print(sorted({unwanted!r} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_window_loads_no_jax() -> None:
    names = module_names("ui")
    assert len(names) > 10
    assert loaded_after_importing(names, {"jax", "jaxlib", "optax"}) == "[]"


def test_a_window_is_there_before_numpy() -> None:
    """NumPy takes a tenth of a second, and the first sight of the window needs no arrays."""
    names = ["hornstudio.ui.app", "hornstudio.ui.canvas", "hornstudio.engine.catalog"]
    unneeded = {"numpy", "safetensors", "pyqtgraph", "psutil", "llvmlite"}
    assert loaded_after_importing(names, unneeded) == "[]"


def test_vocabulary_loads_neither_jax_nor_qt() -> None:
    names = [n for n in module_names("engine") if not COMPUTING & set(n.split(".")[2:3])]
    assert "hornstudio.engine.modules.losses.hinge" in names
    unwanted = {"jax", "jaxlib", "optax", "PySide6", "pyqtgraph"}
    assert loaded_after_importing(names, unwanted) == "[]"


def test_engine_loads_no_qt() -> None:
    assert loaded_after_importing(module_names("engine"), {"PySide6", "pyqtgraph"}) == "[]"


def test_reader_of_loaded_packages_notices() -> None:
    assert loaded_after_importing(["json"], {"json", "jax"}) == "['json']"
