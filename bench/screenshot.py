"""The picture of the window in README.md: a real window, trained on real data.

usage: HORNSTUDIO_DATA=FOLDER python bench/screenshot.py [-o FILE.png] [--light]

Opens the MNIST CNN template, trains it, and takes the picture in the middle of the fourth epoch.
Needs the four MNIST files in FOLDER/mnist. No screen is needed; the user's settings and runs are
not touched.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hornstudio.engine.watch.events import AnyEvent

ROOT = Path(__file__).resolve().parents[1]
SIZE = (1600, 1000)
EPOCH, STEP = 4, 250
SETTLE_MS = 400

# Left to right in rows, so that the whole network can be read at full size.
PLACES = {
    "mnist": (0.0, 0.0),
    "conv_1": (240.0, 0.0),
    "pool_1": (480.0, 0.0),
    "conv_2": (740.0, 0.0),
    "pool_2": (0.0, 230.0),
    "flatten": (240.0, 230.0),
    "dropout": (480.0, 230.0),
    "scores": (740.0, 230.0),
    "softmax": (0.0, 430.0),
    "accuracy": (240.0, 430.0),
    "loss": (480.0, 430.0),
    "adam": (740.0, 430.0),
}


def isolate(folder: str) -> None:
    """Keep clear of the screen and of the user's settings, cache and runs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for name in ("CONFIG", "RUNS", "JOURNAL", "MODULES"):
        os.environ[f"HORNSTUDIO_{name}"] = str(Path(folder, name.lower()))


def take(path: Path, mode: str, limit_s: float) -> None:
    """Open, train, take the picture. Ends the program in words when there is nothing to show."""
    from PySide6.QtTest import QTest

    from hornstudio.engine.editing import edits
    from hornstudio.engine.storage.templates import find_template
    from hornstudio.engine.watch.events import Failed
    from hornstudio.ui import theme
    from hornstudio.ui.app import build_window, make_application
    from hornstudio.ui.words import language

    def wait_for(what: str, is_there: Callable[[], bool]) -> None:
        deadline = time.monotonic() + limit_s
        while not is_there():
            QTest.qWait(50)
            if time.monotonic() > deadline:
                raise SystemExit(f"no {what} after {limit_s:.0f} s")

    app = make_application()
    theme.install(app, theme.Mode(mode))
    language.install(app, "en")
    window = build_window()
    window.resize(*SIZE)
    window.show()
    events: list[AnyEvent] = []
    window.client.event_received.connect(events.append)
    try:
        window.filing.open_copy(edits.move_nodes(find_template("mnist_cnn").graph(), PLACES))
        wait_for("worker", lambda: window.table["train"].isEnabled())
        window.table["train"].trigger()
        wait_for("training", lambda: any(map(is_over, events[-1:])))
        if isinstance(last := events[-1], Failed):
            raise SystemExit(str(last.reason))
        window.document.select(["conv_1"])
        QTest.qWait(SETTLE_MS)
        if not window.grab().save(str(path)):
            raise SystemExit(f"cannot write {path}")
    finally:
        window.client.shutdown()
        window.hide()
    print(path)


def is_over(event: "AnyEvent") -> bool:
    """Whether the moment of the picture has come, or will never come."""
    from hornstudio.engine.watch.events import Failed, Step

    if isinstance(event, Failed):
        return True
    return isinstance(event, Step) and event.epoch >= EPOCH and event.step >= STEP


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    target = ROOT / "resources" / "images" / "main-window.png"
    parser.add_argument("-o", type=Path, default=target, metavar="FILE.png", help="the picture")
    parser.add_argument("--light", action="store_true", help="the light theme")
    parser.add_argument("--seconds", type=float, default=900.0, help="how long to wait at most")
    wishes = parser.parse_args()
    wishes.o.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        isolate(folder)
        take(wishes.o, "light" if wishes.light else "dark", wishes.seconds)


if __name__ == "__main__":
    main()
