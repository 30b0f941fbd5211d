"""`hornstudio train` and `hornstudio resume`."""

import errno
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

from hornstudio.cli.loading import load_network, load_run
from hornstudio.cli.outcome import (
    DONE,
    FAULTY,
    INTERRUPTED,
    UNREAD,
    UsageError,
    as_typed,
    complain,
    has_gone,
    note,
    tell,
)
from hornstudio.cli.plain import PLAIN, for_stream
from hornstudio.cli.progress import RunDisplay
from hornstudio.cli.setting import with_settings
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import HornError, ParamError
from hornstudio.engine.graph import Graph
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.text import Text
from hornstudio.engine.train.failure import failure_of
from hornstudio.engine.train.kept.encoding import event_to_json
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.wishes import with_training
from hornstudio.engine.training_settings import TRAINING_PARAMS
from hornstudio.engine.watch.events import ENDINGS, Event, Failed, Finished


def train_file(
    file: Path | None,
    *,
    run: Path | None,
    resume: Path | None,
    origin: str | None,
    changes: list[str],
    small_data: bool,
    as_json: bool,
    **settings: str | None,
) -> int:
    """Train, and tell of it while it goes on. Ctrl+C ends it nicely, with a checkpoint kept.

    settings: training settings by name as they were typed; None leaves one as the file has it.
    """
    if run and resume and run.resolve() != resume.resolve():
        raise UsageError("--run and --resume name two folders; need one of them")
    if origin and resume:
        raise UsageError("--from begins a new run, --resume goes on with one; need one of them")
    if changes and resume:
        raise UsageError("--resume goes on with a run as it is; --set needs a new one (--from RUN)")
    if file is None and resume is None:
        raise UsageError("FILE is missing; need a .horn file, or --resume with the folder of a run")
    wishes = read_wishes(**settings)

    def begin(display: RunDisplay) -> tuple[Graph, dict[str, Any]]:
        how: dict[str, Any] = {"run_dir": run, "file": file and file.resolve()}
        if resume:
            how |= {"run_dir": find_run(resume), "resume": True}
        if origin:
            how |= read_origin(origin)
        graph = load_network(file) if file else load_run(how["run_dir"])
        if resume:
            RunFolder.open(how["run_dir"])
        graph = with_settings(graph, changes)
        graph = _with_small_data(graph, display) if small_data else graph
        return with_training(graph, wishes), how

    return follow(begin, as_json)


def resume_run(run: Path, *, checkpoint: str, epochs: str | None, as_json: bool) -> int:
    """Go on with a run, with the graph and the settings that it had."""
    wishes = read_wishes(epochs=epochs)

    def begin(display: RunDisplay) -> tuple[Graph, dict[str, Any]]:
        folder = RunFolder.open(find_run(run))
        settings = {"run_dir": folder.path, "resume": True, "checkpoint": checkpoint}
        return load_run(folder.path), settings | wishes

    return follow(begin, as_json)


def follow(begin: Callable[[RunDisplay], tuple[Graph, dict[str, Any]]], as_json: bool) -> int:
    """Tell of a run to its end. begin: gives the graph, and settings of `train`."""
    display = RunDisplay()
    last: Event | None = None
    unread: OSError | None = None
    try:
        graph, settings = begin(display)
        with interrupts(answers=not as_json) as asked:
            for event in _events(graph, asked, **settings):
                last = event
                try:
                    _show(event, display, as_json)
                except OSError as error:  # nobody reads: what is trained is kept all the same
                    unread = unread if asked else error
                    asked.append(True)
    except (HornError, MemoryError) as error:
        last = failure_of(error)
        with suppress(OSError):
            _show(last, display, as_json)
    except KeyboardInterrupt:
        display.close()
        if display.run and not as_json:
            note(how_to_go_on(display.run))
        raise
    finally:
        display.close()
    if unread is not None:
        return _unread(last, unread)
    return _outcome(last, as_json)


def how_to_go_on(run: str) -> str:
    """What to type after a run that was ended before its time."""
    return tr("to go on: {command}", command=f"hornstudio resume {as_typed(run)}")


def read_origin(text: str) -> dict[str, Any]:
    """What RUN or RUN:CHECKPOINT asks of `train`. Raises: RunError."""
    run, colon, checkpoint = text.rpartition(":")
    if colon and not Path(text).exists():
        return {"branch": find_run(run), "checkpoint": checkpoint}
    return {"branch": find_run(text)}


OPTIONS = {"gradient_accumulation": "accumulate"}
"""Options that are not called as the setting is."""


def read_wishes(**given: str | None) -> dict[str, Any]:
    """Training settings from the command line. Raises: UsageError."""
    params = {param.name: param for param in TRAINING_PARAMS}
    wishes: dict[str, Any] = {}
    for name, text in given.items():
        try:
            wishes[name] = None if text is None else params[name].read(text, _no_module)
        except ParamError as error:
            option = "--" + OPTIONS.get(name, name).replace("_", "-")
            called = {**error.text.values, "name": option}  # before particles go by how it ends
            raise UsageError("{reason}", reason=Text(error.text.template, **called)) from None
    return wishes


def _no_module(category: str, kind: str) -> Any:
    raise ParamError("{kind} is not a number", kind=kind)


def _with_small_data(graph: Graph, display: RunDisplay) -> Graph:
    from hornstudio.engine.data.substitute import with_small_data

    graph, changes = with_small_data(graph, display.progress)
    for change in changes:
        note(tr("small data: {change}", change=change))
    return graph


def _events(graph: Graph, asked: list[bool], **settings: Any) -> Iterator[Event]:
    """Events of the run; once an end was asked for, the run is told so until it ends."""
    from hornstudio.engine.train.run import train
    from hornstudio.engine.train.steps.cores import open_cores
    from hornstudio.engine.train.steps.memory.device import share_device
    from hornstudio.engine.train.steps.memory.heap import keep_memory
    from hornstudio.engine.worker.compilation_cache import keep_programs

    share_device()
    keep_memory()
    open_cores()
    keep_programs()
    events = train(graph, watch=True, **settings)  # for whoever looks at the run later
    try:
        event = next(events)
        while True:
            yield event
            if isinstance(event, ENDINGS):
                return
            event = events.send("stop") if asked else next(events)
    except StopIteration:
        return
    finally:
        events.close()


_HANGUP = getattr(signal, "SIGHUP", None)
_BREAK = getattr(signal, "SIGBREAK", None)  # Ctrl+Break, on Windows
_ENDS = tuple(each for each in (signal.SIGINT, signal.SIGTERM, _BREAK, _HANGUP) if each)


@contextmanager
def interrupts(*, answers: bool = False) -> Iterator[list[bool]]:
    """A list that fills at Ctrl+C, where a server ends its jobs (SIGTERM), or as the terminal goes.

    The second interrupts at once, but for a terminal's, whose shell passes it on as well. answers:
    whether the first is answered in words: what is compiled may take a while. Where hanging up is
    ignored (`nohup`), it stays so.
    """
    asked: list[bool] = []
    answer = _answer() if answers else b""

    def on_interrupt(number: int, frame: FrameType | None) -> None:
        if asked and number == _HANGUP:
            return
        if asked:
            raise KeyboardInterrupt
        asked.append(True)
        with suppress(OSError):  # there is no terminal any more
            os.write(2, answer)  # a stream may be in the middle of writing

    is_deaf = _HANGUP and signal.getsignal(_HANGUP) == signal.SIG_IGN
    heard = [each for each in _ENDS if not (is_deaf and each == _HANGUP)]
    former = {number: signal.signal(number, on_interrupt) for number in heard}
    try:
        yield asked
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _answer() -> bytes:
    said = "stopping, with a checkpoint, as soon as a step is over; Ctrl+C again ends at once"
    # Python writes to a console of Windows in letters; bytes are read there by its code page.
    encoding = os.device_encoding(2) or getattr(sys.stderr, "encoding", None) or "utf-8"
    return f"\n{tr(said)}\n".encode(encoding, PLAIN)


def _show(event: Event, display: RunDisplay, as_json: bool) -> None:
    if as_json:
        tell(for_stream(event_to_json(event).decode(), sys.stdout) + "\n", sys.stdout)
    else:
        display.show(event)


def _outcome(last: Event | None, as_json: bool) -> int:
    if isinstance(last, Finished):
        if last.stopped and last.run and not as_json:
            note(how_to_go_on(last.run))
        return INTERRUPTED if last.stopped else DONE
    if isinstance(last, Failed):
        return FAULTY if as_json else complain(_why(last))
    return complain(tr("the run ended without a word"))


def _unread(last: Event | None, error: OSError) -> int:
    """How a run ends that could not tell of itself any more; people hear of it in any case."""
    code = _outcome(last, as_json=False)
    if code == FAULTY or error.errno == errno.EIO:  # a terminal hangs up, as it says besides
        return code
    if not has_gone(error):
        said = tr_engine(reason_of(error))
        return complain(tr("cannot write to standard output: {reason}", reason=said))
    return UNREAD if code == INTERRUPTED else code


def _why(failed: Failed) -> str:
    reason = tr_engine(failed.reason)
    if failed.substitute:
        hint = "{reason}. Or add --small-data to train on the digits that ship with HornStudio"
        reason = tr(hint, reason=reason)
    return f"{way_text(failed.node)}: {reason}" if failed.node else reason
