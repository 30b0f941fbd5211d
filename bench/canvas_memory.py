"""Memory of a process that has a graph open close up, and has done nothing else.

usage: python bench/canvas_memory.py NODES canvas|window    (`bench/canvas.py` runs this)

"canvas" is the editor of graphs alone, which is what its peer is; "window" all of the application
around it. Prints MB that are resident, on a line.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from block_graph import graph
from frames import SIZE, Stage, memory_mb
from PySide6.QtWidgets import QWidget

from hornstudio.engine.graph import Graph
from hornstudio.engine.storage import files
from hornstudio.ui import settings, theme
from hornstudio.ui.app import build_window, make_application
from hornstudio.ui.canvas import Canvas
from hornstudio.ui.collector import Collector
from hornstudio.ui.document import Document
from hornstudio.ui.words import language

_REST_S = 1.0


def main() -> None:
    app = make_application()
    Collector(app)
    theme.install(app, theme.Mode.DARK)
    language.install(app, "en")
    make = {"canvas": make_canvas, "window": make_window}[sys.argv[2]]
    _kept, canvas = make(graph(int(sys.argv[1])))
    stage = Stage(canvas.view)
    stage.settle(_REST_S)
    canvas.view.zoom_to(1.0)
    canvas.view.centerOn(canvas.scene.bounds().center())
    stage.settle(_REST_S)
    print(memory_mb(), flush=True)
    os._exit(0)


def make_canvas(opened: Graph) -> tuple[QWidget, Canvas]:
    canvas = Canvas(Document(opened))
    show(canvas)
    return canvas, canvas


def make_window(opened: Graph) -> tuple[QWidget, Canvas]:
    """The graph comes from a file, as it does where somebody opens it."""
    path = Path(os.environ["HORNSTUDIO_CACHE"]).with_suffix(".horn")
    files.save(opened, path)
    window = build_window(settings.Settings())
    window._make_ready = lambda: None  # type: ignore[method-assign]  # no worker
    show(window)
    window.filing.load(path)
    return window, window.workspace.canvas


def show(widget: QWidget) -> None:
    widget.resize(*SIZE)
    widget.show()


if __name__ == "__main__":
    main()
