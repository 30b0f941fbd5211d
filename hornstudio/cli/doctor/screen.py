"""Whether the window can open; asked in a process of its own, which Qt ends where it cannot."""

import os

from hornstudio.cli.doctor.child import run_python
from hornstudio.cli.doctor.finding import Examined, Finding
from hornstudio.cli.window import has_screen
from hornstudio.engine.text import Text

_PATIENCE_S = 60
_ASK = """
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
screen = app.primaryScreen()
size = f"{screen.size().width()}x{screen.size().height()}" if screen else "none"
print(qVersion(), app.platformName(), size)
"""

_REPAIR = Text(
    "see the packages above; on Linux Qt needs libraries of the system, `python3 start.py` "
    "names those that are missing; QT_QPA_PLATFORM chooses another way to the screen"
)


def examine() -> Examined:
    """Qt's version, its platform and the screen."""
    if not has_screen():
        remedy = Text("sit at a desktop, or come with `ssh -X`; all commands work without a screen")
        what = Text("there is no screen, so that the window cannot open")
        note = Finding(what, remedy, is_wrong=False)
        return {"window": {"works": False, "display": ""}}, [note]
    display = os.environ.get("WAYLAND_DISPLAY") or os.environ.get("DISPLAY") or ""
    answer, complaint = ask()
    if not answer:
        what = Text("the window cannot open: {reason}", reason=complaint)
        return {"window": {"works": False, "display": display}}, [Finding(what, _REPAIR)]
    qt, platform, size = answer
    facts = {"works": True, "qt": qt, "platform": platform, "screen": size, "display": display}
    return {"window": facts}, []


def ask() -> tuple[list[str], str]:
    """What Qt says of itself, or nothing and why."""
    done = run_python(["-c", _ASK], _PATIENCE_S)
    if isinstance(done, str):
        return [], done
    words = done.stdout.split()
    if done.returncode == 0 and len(words) == 3:
        return words, ""
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    if lines and lines[0].startswith("Traceback"):
        return [], lines[-1]
    return [], lines[0] if lines else Text("Qt ended with {code}", code=done.returncode)
