"""The canvas with 100 to 5,000 nodes: frames of pan, zoom and drag; opening; edits; memory.

usage: python bench/canvas.py [--nodes 100,500,2000,5000] [--frames 240] [--rounds 1]
                              [--peer-python PYTHON]

Graphs are of a ResNet's kind: blocks of convolutions beside a shortcut, about 1.3 wires a node,
with params and shapes. Frames of each size are measured in a process of their own, and so are
opening and edits. Without a screen it runs itself under xvfb-run, drawing in software. Events are
real ones, and a frame lasts from its event until it is painted; "close" is at 100 %, "mid" at 45 %,
"fit" shows the whole graph. "cpu" is processor time of the window alone, which tells what it does
itself where other programs keep the machine busy: budgets are compared with that. "let_go" is the
drop at the end of a drag, "rest" the sharp picture after a zoom, and "rest_block" its longest
stretch without a break. Frames are those of a canvas of 1600x1000; opening and edits those of the
whole window, without a worker, what is edited in view close up and the problems in sight; each
kind of edit begins with the opened graph. "check" is the engine's part of an edit.

"memory_mb" is that of a process in which the graph is open close up and nothing else was done:
"canvas" the canvas alone, "window" all of the application around it; and of the canvas when it has
shown all frames. The peer has no application around it: "canvas" is what compares with it.

The peer is NodeGraphQt 0.6.44 (MIT), in the same run, for this comparison only, in a virtual
environment of its own. "ratios" says for each row that both have how many times as long it takes,
or how much more memory: frames by the 95th percentile of processor time, opening by the clock. Its
edits are only told, under "peer": it gives no answer to wait for, since it knows no shapes, finds
no problems and has no window around it. A row for which it takes more than --peer-row-limit
seconds is told as such, and all of a size end after 15 minutes.
With several --rounds both take turns, and each figure is the median of its rounds. Of few
frames the 95th percentile is one of the slowest two or three: by chance, where a frame takes 1 ms.

    python3.11 -m venv PEER
    PEER/bin/pip install nodegraphqt==0.6.44 PySide6-Essentials==6.11.3 setuptools
    python bench/canvas.py --peer-python PEER/bin/python
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from peer_rows import by_part, measure
from rounds import middle

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from hornstudio.engine.graph import Graph
    from hornstudio.ui.canvas import Canvas

HERE = Path(__file__).resolve().parent
PARTS = ("canvas", "window")
"""What has processes of its own: frames of the canvas, opening and edits; and memory of each."""
SCREEN = "-screen 0 1920x1200x24"
PLACES = {"close": 1.0, "mid": 0.45, "fit": 0.0}
"""Where frames are measured, and at which scale; 0 for the one that shows all."""
FRAME_MS = 16.0
OPEN_S = {100: 0.5, 500: 0.5, 2000: 0.5, 5000: 1.3}
EDIT_MS = {100: 30.0, 500: 30.0, 2000: 50.0, 5000: 100.0}
BLOCK_MS = 50.0
_PATIENCE_S = 900


def main() -> int:
    parser = argparse.ArgumentParser(description="speed of the canvas")
    parser.add_argument("--nodes", default="100,500,2000,5000", help="sizes of the graphs")
    parser.add_argument("--frames", type=int, default=240, help="frames a row")
    parser.add_argument("--rounds", type=int, default=1, help="how often all is measured, in turn")
    parser.add_argument("--peer-python", metavar="PYTHON", help="Python that has NodeGraphQt")
    parser.add_argument("--peer-row-limit", type=float, default=60.0, metavar="SECONDS")
    parser.add_argument("--child", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--part", choices=PARTS, help=argparse.SUPPRESS)
    wishes = parser.parse_args()
    if wishes.child:
        return Child(wishes.child, wishes.frames).run(wishes.part)
    if sys.platform == "linux" and not os.environ.get("DISPLAY") and shutil.which("xvfb-run"):
        os.execvp("xvfb-run", ["xvfb-run", "-a", "-s", SCREEN, sys.executable, *sys.argv])
    sizes = [int(part) for part in wishes.nodes.split(",")]
    found: dict[str, Any] = {"platform": platform(), "load": os.getloadavg()[0]}
    rounds = [one_round(sizes, wishes) for _ in range(max(wishes.rounds, 1))]
    found |= middle(rounds)
    found["over_budget"] = [over for size in sizes for over in misses(size, found[str(size)])]
    found["ratios"] = {str(n): ratios(found[str(n)], found["peer"].get(str(n), {})) for n in sizes}
    print(json.dumps(found, indent=1))
    return 0


def one_round(sizes: list[int], wishes: argparse.Namespace) -> dict[str, Any]:
    """All that is measured, once: of each size, and of the peer."""
    frames = str(wishes.frames)
    found: dict[str, Any] = {}
    for size in sizes:
        found[str(size)] = {}
        for part in PARTS:
            command = [sys.executable, __file__, "--child", str(size), "--frames", frames]
            found[str(size)] |= run([*command, "--part", part])
        found[str(size)].setdefault("memory_mb", {}).update(memory_of(size))
    found["peer"] = peer(wishes.peer_python, sizes, frames, wishes.peer_row_limit)
    return found


def platform() -> str:
    has_screen = sys.platform != "linux" or os.environ.get("DISPLAY")
    return os.environ.get("QT_QPA_PLATFORM") or ("xcb" if has_screen else "offscreen")


def run(command: list[str]) -> Any:
    """What a process says in its last line."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                env=environment(folder),
                stdout=subprocess.PIPE,
                text=True,
                timeout=_PATIENCE_S,
            )
        except subprocess.TimeoutExpired:  # what the others said is told all the same
            return {"failed": f"no end after {_PATIENCE_S} s"}
    lines = done.stdout.splitlines()
    return json.loads(lines[-1]) if lines else {"failed": done.returncode}


def memory_of(size: int) -> dict[str, Any]:
    """MB of a fresh process each: the canvas alone, and all of the window."""
    script = str(HERE / "canvas_memory.py")
    return {what: run([sys.executable, script, str(size), what]) for what in PARTS}


def environment(folder: str) -> dict[str, str]:
    """That of a process which leaves the settings and files of this person alone."""
    own = {f"HORNSTUDIO_{n}": str(Path(folder, n)) for n in ("CONFIG", "CACHE", "RUNS", "JOURNAL")}
    drawn = {"QT_QPA_PLATFORM": platform(), "LIBGL_ALWAYS_SOFTWARE": "1"}
    paths = {"PYTHONPATH": str(HERE.parent)}
    return {**os.environ, **own, **paths, **(drawn if sys.platform == "linux" else {})}


def peer(python: str | None, sizes: list[int], frames: str, row_s: float) -> dict[str, Any]:
    if python is None:
        return {
            "not measured": "no --peer-python PYTHON with NodeGraphQt; see this script's docstring"
        }
    try:
        has = [python, "-c", "import NodeGraphQt"]
        subprocess.run(has, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return {"not measured": f"{python} has no NodeGraphQt; see this script's docstring"}
    return {str(n): peer_rows_of(python, n, frames, row_s) for n in sizes}


def peer_rows_of(python: str, size: int, frames: str, row_s: float) -> dict[str, Any]:
    """Its rows in the shape of ours: those of a place, and the edits, in a dict of their own."""
    command = [python, str(HERE / "canvas_peer.py"), str(size), frames]
    names = subprocess.run([*command[:2], "rows"], check=True, capture_output=True, text=True)
    with tempfile.TemporaryDirectory() as folder:
        env = environment(folder)
        return by_part(measure(command, names.stdout.strip().split(","), env, row_s, _PATIENCE_S))


def ratios(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, float | str]:
    """How many times as long the peer takes, in every row that both have."""
    found: dict[str, float | str] = {}
    for part, figure in (("close", "cpu_p95_ms"), ("fit", "cpu_p95_ms")):
        for name, row in theirs.get(part, {}).items():
            mine = ours.get(part, {}).get(name, {})
            if "more_than_s" in row:
                found[f"{part} {name}"] = f"more than {row['more_than_s']:g} s for the row"
            elif figure in row and mine.get(figure):
                found[f"{part} {name}"] = round(row[figure] / mine[figure], 1)
    opened = theirs.get("open_s")
    if isinstance(opened, dict) and "more_than_s" in opened:
        found["open_s"] = f"more than {opened['more_than_s']:g} s"
    elif isinstance(opened, float) and ours.get("open_s"):
        found["open_s"] = round(opened / ours["open_s"], 1)
    return found | memory_ratios(ours.get("memory_mb", {}), theirs)


def memory_ratios(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, float | str]:
    """How many times as much the peer takes as the canvas alone: fresh, and after all frames."""
    found: dict[str, float | str] = {}
    for what, mine in ours.items():
        row = theirs.get("frames_memory_mb" if "frames" in what else "memory_mb")
        if isinstance(row, float) and isinstance(mine, float) and what != "window":
            found[f"memory {what}"] = round(row / mine, 2)
    return found


def misses(size: int, found: dict[str, Any]) -> list[str]:
    """What is over its budget, and what was not measured."""
    empty = [
        f"{size} {place} {name}: no frames"
        for place in PLACES
        for name, row in found.get(place, {}).items()
        if isinstance(row, dict) and not row.get("frames")
    ]
    rows = [
        (f"{size} {place} {name}", row["cpu_p95_ms"], FRAME_MS)
        for place in PLACES
        for name, row in found.get(place, {}).items()
        if isinstance(row, dict) and "cpu_p95_ms" in row
    ]
    edits = found.get("edit", {}).items()
    rows += [(f"{size} edit {k}", v["cpu_p95_ms"], EDIT_MS.get(size, 100.0)) for k, v in edits]
    rows += [
        (f"{size} {place} {name} {what}", row[what], BLOCK_MS)
        for place in PLACES
        for name, row in found.get(place, {}).items()
        for what in ("let_go", "rest_block")
        if isinstance(row, dict) and row.get(what)
    ]
    rows.append((f"{size} open", found.get("open_cpu_s", 0.0), OPEN_S.get(size, 1.3)))
    return empty + [f"{what}: {value} > {budget}" for what, value, budget in rows if value > budget]


class Child:
    """One part of one size, in one process."""

    def __init__(self, size: int, frames: int) -> None:
        self.size = size
        self.frames = frames

    def run(self, part: str) -> int:
        sys.path.insert(0, str(HERE))
        from block_graph import graph
        from frames import SIZE

        from hornstudio.ui import settings, theme
        from hornstudio.ui.app import make_application
        from hornstudio.ui.collector import Collector
        from hornstudio.ui.words import language

        self.app = make_application()
        theme.install(self.app, theme.Mode.DARK)
        language.install(self.app, "en")
        self.collector = Collector(self.app)  # as the program has it
        self.screen_size, self.settings = SIZE, settings.Settings()
        opened = graph(self.size)
        rows = {"canvas": self.canvas_rows, "window": self.window_rows}[part]
        print(json.dumps(rows(opened)))
        sys.stdout.flush()
        os._exit(0)

    def canvas_rows(self, graph: "Graph") -> dict[str, Any]:
        from frames import Stage, memory_mb

        from hornstudio.ui.canvas import Canvas
        from hornstudio.ui.document import Document

        canvas = Canvas(Document(graph))
        canvas.resize(*self.screen_size)
        canvas.show()
        self.stage = Stage(canvas.view)
        self.stage.settle(1.0)
        rows: dict[str, Any] = {"nodes": len(graph.nodes), "wires": len(graph.wires)}
        for place, scale in PLACES.items():
            canvas.view.zoom_to(scale) if scale else canvas.sight.fit_all()
            canvas.view.centerOn(canvas.scene.bounds().center())
            rows[place] = self.rows(canvas)
            canvas.document.select(())
        return rows | {"memory_mb": {"canvas after all frames": memory_mb()}}

    def rows(self, canvas: "Canvas") -> dict[str, Any]:
        stage, count = self.stage, self.frames
        scale = canvas.view.zoom
        found = {"scale": round(scale, 4), "pan": stage.pan(count), "zoom": stage.zoom(count)}
        canvas.view.zoom_to(scale)
        stage.settle()
        near = self.nearest(canvas)
        found["hover"] = stage.hover(canvas.node_position(near[0]), count)
        for name, many in (("drag_1", 1), ("drag_200", 200)):
            canvas.document.select(near[:many])
            found[name] = stage.drag(canvas.node_position(near[0]), count)
        canvas.document.select(())
        found["marquee"] = stage.marquee(self.free_places(canvas), count)
        return found

    def nearest(self, canvas: "Canvas") -> list[str]:
        """Nodes from the middle of the view outwards."""
        centre = canvas.view.to_scene(self.stage.centre.toPointF())

        def away(node_id: str) -> float:
            offset = canvas.scene.nodes[node_id].body.center() - centre
            return offset.x() ** 2 + offset.y() ** 2

        return sorted(canvas.scene.nodes, key=away)

    def free_places(self, canvas: "Canvas") -> Iterator["QPoint"]:
        """Points of the viewport, from the middle outwards, where nothing is."""
        from PySide6.QtCore import QPoint

        for step in range(2, 400, 3):
            at = self.stage.centre + QPoint(-step, step // 2)
            point, scene = canvas.view.to_scene(at.toPointF()), canvas.scene
            reaches = (canvas.view.port_reach(), canvas.view.hover.wire_reach())
            if not any(scene.under(point, *reaches)):
                yield at

    # The whole window.

    def window_rows(self, graph: "Graph") -> dict[str, Any]:
        from canvas_edits import check_times, edits_of, rounds
        from frames import Stage

        from hornstudio.engine.storage import files
        from hornstudio.ui.app import build_window

        window = build_window(self.settings)
        window._make_ready = lambda: None  # type: ignore[method-assign]  # no worker
        window.resize(*self.screen_size)
        window.show()
        window.workspace.bottom.show_page("problems")
        stage = Stage(window.workspace.canvas.view)
        stage.settle(0.5)
        path = Path(os.environ["HORNSTUDIO_CACHE"]).with_suffix(".horn")
        files.save(graph, path)
        wall, cpu = stage.answer(lambda: window.filing.load(path))
        found: dict[str, Any] = {"open_s": round(wall / 1000, 3)}
        found["open_cpu_s"] = round(cpu / 1000, 3)
        stage.settle(1.0)
        self.look_at_edits(window.workspace.canvas)
        found["edit"], found["check"] = {}, {}
        for name, change in edits_of(window.document.graph).items():
            found["edit"][name] = stage.answers(rounds(window.document, change))
            found["check"][name] = check_times(window.document, change)
            window.document.undo_stack.setIndex(0)  # no row among what another one left
            stage.settle(0.5)
        return found

    def look_at_edits(self, canvas: "Canvas") -> None:
        """Have in view, close up, what is edited."""
        from frames import Stage

        middle = [i for i in canvas.scene.nodes if i.endswith("_a0")]
        canvas.view.zoom_to(1.0)
        canvas.view.centerOn(canvas.scene.nodes[middle[len(middle) // 2]].body.center())
        Stage(canvas.view).settle(0.5)


if __name__ == "__main__":
    sys.exit(main())
