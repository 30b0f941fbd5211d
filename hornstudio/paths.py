"""The only finder of the program's resources and of the user's folders."""

import os
from pathlib import Path

import platformdirs

_APP = "hornstudio"


def resource(*parts: str) -> Path:
    """Path of a file that ships with the program, such as `resource("icons", "train.svg")`.

    An installed wheel holds the folder inside the package; a checkout holds it beside the package.
    """
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    root = inside if inside.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def config_dir() -> Path:
    """Folder of the user's settings (`$HORNSTUDIO_CONFIG` replaces it)."""
    return _user_dir("HORNSTUDIO_CONFIG", platformdirs.user_config_path(_APP))


def settings_file() -> Path:
    """What the window remembers from one day to the next."""
    return config_dir() / "settings.json"


def cache_dir() -> Path:
    """Folder of what can be fetched or computed again (`$HORNSTUDIO_CACHE` replaces it)."""
    return _user_dir("HORNSTUDIO_CACHE", platformdirs.user_cache_path(_APP))


def runs_dir() -> Path:
    """Folder in which runs without a folder of their own are kept (`$HORNSTUDIO_RUNS`)."""
    return _user_dir("HORNSTUDIO_RUNS", platformdirs.user_data_path(_APP) / "runs")


def modules_dir() -> Path:
    """Folder of the modules that the user has written (`$HORNSTUDIO_MODULES` replaces it)."""
    return _user_dir("HORNSTUDIO_MODULES", platformdirs.user_data_path(_APP) / "modules")


def journal_dir() -> Path:
    """Folder of what is not saved yet, for a crash (`$HORNSTUDIO_JOURNAL` replaces it)."""
    return _user_dir("HORNSTUDIO_JOURNAL", platformdirs.user_state_path(_APP) / "unsaved")


def data_dirs() -> list[Path]:
    """Folders of `$HORNSTUDIO_DATA` (separated as in `$PATH`), in order; may be empty."""
    listed = os.environ.get("HORNSTUDIO_DATA", "")
    return [Path(part).expanduser() for part in listed.split(os.pathsep) if part]


def _user_dir(variable: str, default: Path) -> Path:
    chosen = os.environ.get(variable)
    return Path(chosen).expanduser() if chosen else default
