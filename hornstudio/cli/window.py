"""`hornstudio [FILE ...]`: opening the window, or saying why there is none."""

import os
import sys
from pathlib import Path

from hornstudio.cli.outcome import complain
from hornstudio.cli.words import tr

_NO_SCREEN = (
    "there is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set). Run it "
    "on a desktop, or reach this machine with `ssh -X`. All else works without a window: "
    "`hornstudio new mnist_mlp -o my.horn`, `hornstudio train my.horn`; see `hornstudio --help`"
)
_NO_WINDOW = "the window cannot open: {error}. All else works without it; see `hornstudio --help`"


def open_window(*paths: Path) -> int:
    """Open the window with these files and wait until it is closed."""
    if not has_screen():
        return complain(tr(_NO_SCREEN))
    try:
        from hornstudio.ui.app import run_window
    except ImportError as error:
        return complain(tr(_NO_WINDOW, error=error))
    return int(run_window(*map(str, paths)) or 0)


def has_screen() -> bool:
    """Whether a window can be shown; only Linux and its like can be without a screen."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
