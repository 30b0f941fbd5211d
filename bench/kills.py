"""What a kill costs: editing sessions ended by SIGKILL at random moments, and by closing.

usage: python bench/kills.py [--kills 200] [--exits 200] [--nodes 0] [--seed 0]

Each session is the real window in a process of its own (offscreen, with folders of its own), in
which modules are added, moved and saved, and steps taken back and done again, a few times a second.
Prints JSON. "worst_lost_s": from the first edit that is gone to the kill. "unreadable": journals
and files that cannot be read. "unknown": documents that come back as the session never had them.
"steps": of the history that have come back, and "unknown_steps": those that lead to what the
session never had. "false_offers": offers after a clean exit, or of work that was saved.
"locks_kept": files that a killed window still holds. With --nodes the sessions begin with that many
modules; "longest_block_ms" is how long the window's event loop was away between edits while the
journal was written, and beside it the same without a journal. POSIX only: sessions are forked from
a process that has read the program already.
"""

import argparse
import contextlib
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from hornstudio.engine.disk.atomic import digest
from hornstudio.engine.disk.lock import FileLock
from hornstudio.engine.disk.owner import new_owner
from hornstudio.engine.editing import edits
from hornstudio.engine.errors import FileError
from hornstudio.engine.graph import Graph, Node, Wire, freeze
from hornstudio.engine.storage import files
from hornstudio.engine.storage.journal import is_saved, lost_work
from hornstudio.engine.storage.templates import find_template

EVERY_MS = (20, 250)
LIVES_S = (0.05, 3.0)
IDLE = [sys.executable, "-S", "-E", "-c", "import sys; sys.stdin.buffer.read()"]
WATCH_MS = 2
WATCHED_EDITS = 12


@dataclass
class Tally:
    """What all sessions together have come to."""

    kills: int = 0
    exits: int = 0
    lost_s: list[float] = field(default_factory=list)
    unreadable: int = 0
    unknown: int = 0
    steps: int = 0
    unknown_steps: int = 0
    false_offers: int = 0
    locks_kept: int = 0
    littered: int = 0


def main() -> int:
    parser = argparse.ArgumentParser(description="what a kill of the window costs")
    parser.add_argument("--kills", type=int, default=200, help="sessions that are killed")
    parser.add_argument("--exits", type=int, default=200, help="sessions that are closed")
    parser.add_argument("--nodes", type=int, default=0, help="modules to begin with; 0: a template")
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    import_window()
    dice, tally = random.Random(args.seed), Tally()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(KeyboardInterrupt):  # what there is until then is told
        while tally.kills < args.kills:
            killed_session(dice, args.nodes, tally)
        while tally.exits < args.exits:
            closed_session(dice, args.nodes, tally)
    lost = tally.lost_s or [0.0]
    facts: dict[str, Any] = {
        "kills": tally.kills,
        "exits": tally.exits,
        "worst_lost_s": round(max(lost), 3),
        "median_lost_s": round(statistics.median(lost), 3),
        "unreadable": tally.unreadable,
        "unknown": tally.unknown,
        "steps": tally.steps,
        "unknown_steps": tally.unknown_steps,
        "false_offers": tally.false_offers,
        "locks_kept": tally.locks_kept,
        "sessions_with_litter": tally.littered,
    }
    if args.nodes:
        facts["longest_block_ms"] = watched(args.nodes, keeps=True)
        facts["longest_block_without_journal_ms"] = watched(args.nodes, keeps=False)
    print(json.dumps(facts, indent=2))
    return 0


def import_window() -> None:
    """Read the program once; each session is forked from here, before there is an application."""
    import hornstudio.ui.app  # noqa: F401
    import hornstudio.ui.window.workspace  # noqa: F401


def first_graph(nodes: int) -> Graph:
    if not nodes:
        return find_template("mnist_cnn").graph()
    made = {f"relu_{i}": Node("relu", at=(i % 70 * 200.0, i // 70 * 100.0)) for i in range(nodes)}
    wires = [Wire(f"relu_{i}.output", f"relu_{i + 1}.input") for i in range(nodes - 1)]
    return Graph(name="chain", nodes=freeze(made), wires=tuple(wires))


def start(folder: Path, nodes: int, seed: int, ends: bool) -> tuple[int, int]:
    """Fork one session. Returns its pid, and where its diary can be read."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        Session(folder, nodes, random.Random(seed), write).run(ends)
        os._exit(0)
    os.close(write)
    return pid, read


def killed_session(dice: random.Random, nodes: int, tally: Tally) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pid, diary = start(folder, nodes, dice.getrandbits(32), ends=False)
        lines = [read_line(diary)]  # it is ready
        time.sleep(dice.uniform(*LIVES_S))
        os.kill(pid, signal.SIGKILL)
        killed_at = time.time()
        status = os.waitpid(pid, 0)[1]
        assert status == signal.SIGKILL, f"a session ended by itself with {status}"
        lines += read_rest(diary)
        judge(folder, [entry(line) for line in lines if line.count(" ") == 2], killed_at, tally)


def closed_session(dice: random.Random, nodes: int, tally: Tally) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pid, diary = start(folder, nodes, dice.getrandbits(32), ends=True)
        read_rest(diary)
        status = os.waitpid(pid, 0)[1]
        assert status == 0, f"a session ended with {status}"
        tally.false_offers += len(lost_work(folder / "JOURNAL"))
        tally.littered += bool(litter(folder))
        tally.locks_kept += (folder / ".work.horn.lock").exists()
        tally.exits += 1


def entry(line: str) -> tuple[float, bool, str]:
    """Of a line of the diary: when, whether there was unsaved work, the graph's digest."""
    when, is_modified, mark = line.split()
    return float(when), is_modified == "True", mark


def judge(
    folder: Path, diary: list[tuple[float, bool, str]], killed_at: float, tally: Tally
) -> None:
    path = folder / "work.horn"
    found = lost_work(folder / "JOURNAL")
    tally.unreadable += sum(each.work is None for each in found)
    offered = [each.work for each in found if each.work and not is_saved(each)]
    back = ""
    if path.exists():
        try:
            back = mark_of(files.load(path))
        except FileError:
            tally.unreadable += 1
    if offered:
        back = mark_of(offered[0].graph)
        tally.false_offers += not diary[-1][1]
    known = [mark for _, _, mark in diary]
    steps = [step for work in offered[:1] for step in (*work.steps.back, *work.steps.ahead)]
    tally.steps += len(steps)
    tally.unknown_steps += sum(mark_of(step.graph) not in known for step in steps)
    if back and back not in known:
        tally.unknown += 1
    elif not back and not diary[-1][1]:
        tally.lost_s.append(0.0)  # never saved, and nothing in it that is not in the template
    elif back != known[-1]:
        # Where nothing comes back, it is what was there when last nothing was unsaved.
        kept = [i for i, entry in enumerate(diary) if (entry[2] == back if back else not entry[1])]
        at = kept[-1] + 1 if kept else 0
        tally.lost_s.append(killed_at - diary[at][0] if at < len(diary) else 0.0)
    else:
        tally.lost_s.append(0.0)
    tally.littered += bool(litter(folder))
    tally.kills += 1
    if path.exists():
        lock = FileLock(path, new_owner())
        tally.locks_kept += lock.take() is not None


def litter(folder: Path) -> list[Path]:
    """Half-written files; they are swept away once they are a minute old."""
    return [p for p in folder.rglob(".*") if p.is_file() and p.suffix != ".lock"]


def mark_of(graph: Graph) -> str:
    return digest(files.to_text(graph).encode())


def read_line(handle: int) -> str:
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(handle, 1)
        if not byte:
            break
        line += byte
    return line.decode().strip()


def read_rest(handle: int) -> list[str]:
    content = b""
    while block := os.read(handle, 65536):
        content += block
    os.close(handle)
    return content.decode().splitlines()


class Session:
    """Somebody who edits, in a process of its own."""

    def __init__(self, folder: Path, nodes: int, dice: random.Random, diary: int) -> None:
        from hornstudio.ui import app
        from hornstudio.ui.collector import Collector
        from hornstudio.ui.main_window import MainWindow
        from hornstudio.ui.panels.training import WorkerClient
        from hornstudio.ui.settings import Settings
        from hornstudio.ui.theme import Mode, install

        for name in ("CONFIG", "CACHE", "RUNS", "MODULES", "JOURNAL"):
            os.environ[f"HORNSTUDIO_{name}"] = str(folder / name)
        self.dice, self.diary = dice, diary
        self.app = app.make_application()
        Collector(self.app)
        install(self.app, Mode.DARK)
        self.window = MainWindow(Settings(), WorkerClient(IDLE))
        self.document = self.window.document
        self.window.show()
        graph = first_graph(nodes)
        if dice.random() < 0.7:
            files.save(graph, folder / "work.horn")
            self.window.filing.load(folder / "work.horn")
        else:
            self.window.filing.open_copy(graph)

    def run(self, ends: bool) -> None:
        from PySide6.QtCore import QTimer

        self.document.graph_changed.connect(self.note)
        self.document.modified_changed.connect(self.note)
        self.note()
        self.later(self.edit)
        if ends:
            QTimer.singleShot(int(1000 * self.dice.uniform(0.05, 1.0)), self.window, self.close)
        self.app.exec()

    def later(self, what: Callable[[], None]) -> None:
        from PySide6.QtCore import QTimer

        QTimer.singleShot(self.dice.randint(*EVERY_MS), self.window, what)

    def note(self, *_: object) -> None:
        """Into the diary, before anything of it can be written elsewhere."""
        line = f"{time.time():.6f} {self.document.is_modified} {mark_of(self.document.graph)}\n"
        os.write(self.diary, line.encode())

    def edit(self) -> None:
        document, throw = self.document, self.dice.random()
        if throw < 0.1 and document.path:
            self.window.filing.save()
        elif throw < 0.25:
            document.undo_stack.undo()
        elif throw < 0.35:
            document.undo_stack.redo()
        elif throw < 0.6:
            self.window.workspace.canvas.add_module(self.dice.choice(("dense", "relu", "dropout")))
        else:
            node = self.dice.choice(list(document.graph.nodes))
            at = (self.dice.uniform(0, 2000), self.dice.uniform(0, 2000))
            document.edit("move", edits.move_nodes(document.graph, {node: at}))
        self.later(self.edit)

    def close(self) -> None:
        """Leave as a person does: nothing is to be saved, or it has been."""
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QMessageBox

        def discard() -> None:
            box = self.app.activeModalWidget()
            if isinstance(box, QMessageBox):
                box.button(QMessageBox.StandardButton.Discard).click()

        timer = QTimer(self.window, interval=5)
        timer.timeout.connect(discard)
        timer.start()
        self.window.close()
        self.app.quit()


def watched(nodes: int, keeps: bool) -> float:
    """Longest absence of the event loop after edits of a large graph, their own time apart; ms."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        with tempfile.TemporaryDirectory() as name:
            session = Session(Path(name), nodes, random.Random(1), write)
            os.write(write, f"{Watch(session, keeps).run()}\n".encode())
        os._exit(0)
    os.close(write)
    value = float(read_rest(read)[-1])
    os.waitpid(pid, 0)
    return round(value, 1)


class Watch:
    """A timer that should come every 2 ms, looked at from 30 ms after each edit to the next one."""

    def __init__(self, session: Session, keeps: bool) -> None:
        self.session = session
        self.longest_ms = 0.0
        self.last = 0.0
        self.count = 0
        if not keeps:
            session.window.keeper.close()

    def run(self) -> float:
        from PySide6.QtCore import QTimer

        window = self.session.window
        self.ticks = QTimer(window, interval=WATCH_MS)
        self.ticks.timeout.connect(self.tick)
        self.edits = QTimer(window, interval=900)
        self.edits.timeout.connect(self.edit)
        self.edits.start()
        self.session.app.exec()
        window.keeper.close()
        return self.longest_ms

    def edit(self) -> None:
        from PySide6.QtCore import QTimer

        self.ticks.stop()
        self.count += 1
        if self.count > WATCHED_EDITS:
            self.session.document.undo_stack.setClean()  # nobody asks
            self.session.app.quit()
            return
        document = self.session.document
        node = replace(document.graph.nodes["relu_0"], at=(self.count * 8.0, 0.0))
        nodes = freeze({**document.graph.nodes, "relu_0": node})
        document.edit("move", replace(document.graph, nodes=nodes))
        QTimer.singleShot(30, self.session.window, self.begin)

    def begin(self) -> None:
        self.last = time.perf_counter()
        self.ticks.start()

    def tick(self) -> None:
        now = time.perf_counter()
        self.longest_ms = max(self.longest_ms, 1000 * (now - self.last) - WATCH_MS)
        self.last = now


if __name__ == "__main__":
    sys.exit(main())
