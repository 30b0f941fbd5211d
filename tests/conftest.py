"""What every test stands on: no screen, no user folders, nothing left behind.

That a warning of Qt fails a test is set in pyproject.toml (`qt_log_level_fail`).
"""

import functools
import gc
import itertools
import os
import re
import sys
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import pytest

from tests.compiling import (
    AS_FOR_USERS,
    ROUGHLY,
    ROUGHLY_COMPILED,
    Lid,
    flags,
    keep_programs,
    without_ours,
)
from tests.reading import read_share

os.environ["XLA_FLAGS"] = flags(os.environ.get("XLA_FLAGS", ""))
os.environ["KERAS_BACKEND"] = "jax"  # Keras reads it once, when it is imported
# Some tests ask the catalog while they are collected: it is not to have what a person has written.
os.environ["HORNSTUDIO_MODULES"] = str(Path(__file__).with_name("no_modules_of_ones_own"))
is_offscreen = os.environ.get("QT_QPA_PLATFORM", "").startswith("offscreen")  # of any size
if not os.environ.get("HORNSTUDIO_TEST_XCB") and not is_offscreen:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

HERE = Path(__file__).parent
_LOOKS, _BETWEEN_S = 250, 0.02
"""For what ends by itself. Looks, not seconds: a machine that was paused gives as many of them."""
_SELDOM = 100  # tests, before all that was made is searched for garbage
_NUMBERS = itertools.count()
_OWN_NAMES = ("CONFIG", "CACHE", "RUNS", "MODULES", "JOURNAL")
_OWN: dict[str, Path] = {}
_COMPILED_FOR_USERS: OrderedDict = OrderedDict()
_LID = Lid()
_FAILED = pytest.StashKey[bool]()
_QT_OWN = {"QTipLabel"}  # Qt keeps the last tooltip for the next one


def pytest_configure(config: pytest.Config) -> None:
    """Before JAX is imported: most of what a run of the tests compiles, the last one had, too."""
    if (cache := getattr(config, "cache", None)) is not None:
        keep_programs(cache.mkdir("programs"))


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Half a million objects that stay to the end are not looked through for garbage.

    Nor is anything while a test runs, as in the window: what a thread finds, ends in that thread.
    """
    gc.disable()
    if not session.config.getoption("file_or_dir"):
        read_share()
    result = yield
    gc.freeze()
    return result


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of two processes, none is left with a test of most of a minute when the other is done."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Each test is compiled in its way, and so is what is made for a whole file: it comes before
    all fixtures of each test.
    """
    with _way_of(item)():
        return (yield)


def _way_of(item: pytest.Item) -> Callable[[], AbstractContextManager]:
    if item.get_closest_marker("same_bits") is not None:
        return _as_for_users
    is_rough = item.path.relative_to(HERE).as_posix().startswith(ROUGHLY_COMPILED)
    return _roughly if is_rough else nullcontext


@contextmanager
def _roughly() -> Iterator[None]:
    """Where a test compiles much and runs it once, polishing is left out, in its children too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(ROUGHLY, "1")  # for a JAX that is imported later
        _compile_roughly(True)
        yield
        _compile_roughly(False)


def _compile_roughly(is_rough: bool) -> None:
    if jax := sys.modules.get("jax"):
        jax.config.update(ROUGHLY.lower(), is_rough)


@contextmanager
def _as_for_users() -> Iterator[None]:
    """Whether two programs give the same bits depends on the compiler: here it is the user's.

    What is kept of trainings that were compiled otherwise is left aside.
    """
    import jax

    from hornstudio.engine.train.steps import compiled

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jax, "jit", functools.partial(jax.jit, compiler_options=AS_FOR_USERS))
        patch.setenv("XLA_FLAGS", without_ours(os.environ["XLA_FLAGS"]))
        patch.setattr(compiled, "_programs", _COMPILED_FOR_USERS)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[_FAILED] = item.stash.get(_FAILED, False) or report.failed
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown() -> Iterator[None]:
    """Ten thousand tests in one process are not to fill the memory of a laptop."""
    yield
    if gc.get_count()[2] > _SELDOM:
        gc.collect()
        gc.freeze()  # what is left stays for long: the next time it is not looked through again
    else:
        gc.collect(1)
    _LID.look()


@pytest.fixture(autouse=True)
def user_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> None:
    """Settings, cache and runs of the person who runs the tests are never touched, and the
    command line speaks English.

    Folders in which a test has left nothing serve the next one: most tests need none, and all
    that are made are deleted some day, which takes a disk longer than making them.
    """
    if not _OWN or not _are_as_made(_OWN):
        base = tmp_path_factory.getbasetemp() / "users" / str(next(_NUMBERS))
        _OWN.update({name: base / name.lower() for name in _OWN_NAMES})
        for folder in _OWN.values():
            folder.mkdir(parents=True)
    for name, folder in _OWN.items():
        monkeypatch.setenv(f"HORNSTUDIO_{name}", str(folder))
    monkeypatch.setenv("LANGUAGE", "en")


def _are_as_made(folders: Mapping[str, Path]) -> bool:
    """Whether these are still empty folders that anything may be written to, as to that above."""
    try:
        return not any(
            os.listdir(f) or f.stat().st_mode != f.parent.stat().st_mode for f in folders.values()
        )
    except OSError:
        return False


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """As that of pytest, which reads all folders that there are before it makes one."""
    name = re.sub(r"\W", "_", request.node.name)[:30]
    path = tmp_path_factory.getbasetemp() / f"{name}-{next(_NUMBERS)}"
    path.mkdir(mode=0o700)
    return path


@pytest.fixture(autouse=True)
def nothing_leaks(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that leaves a window, a thread or a child process behind."""
    _let_go()
    windows, threads, children = _windows(), set(threading.enumerate()), _children()
    yield
    if request.node.stash.get(_FAILED, False):
        return  # its traceback holds on to whatever it had made
    looks = iter(range(_LOOKS))
    while left := _left_behind(windows, threads, children):
        if next(looks, None) is None:
            pytest.fail("left behind: " + "; ".join(left))
        time.sleep(_BETWEEN_S)


def _left_behind(windows: set, threads: set, children: dict[int, str]) -> list[str]:
    new_windows = _windows() - windows
    if new_windows:
        gc.unfreeze()  # opening a document puts what there is aside
        gc.collect()
        new_windows = _windows() - windows
    new_threads = [t for t in set(threading.enumerate()) - threads if t.is_alive()]
    new_children = {pid: name for pid, name in _children().items() if pid not in children}
    return [
        *(f"window {type(w).__name__} {w.objectName()!r}" for w in new_windows),
        *(f"thread {t.name}" for t in new_threads),
        *(f"process {pid} {name}" for pid, name in new_children.items()),
    ]


def _let_go() -> None:
    """Buttons of the mouse that a test has pressed where its end took what they were pressed on:
    whoever asks whether something is held would be told so in the next test.
    """
    if "PySide6.QtTest" not in sys.modules:
        return
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QWidget

    if not isinstance(QApplication.instance(), QApplication):
        return
    for button in Qt.MouseButton:
        if button.value.bit_count() == 1 and button in QApplication.mouseButtons():
            nothing = QWidget()
            QTest.mouseRelease(nothing, button)
            nothing.deleteLater()


def _windows() -> set:
    """Top-level widgets, after Qt has deleted what it was told to delete."""
    if "PySide6.QtWidgets" not in sys.modules:
        return set()
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if not isinstance(QApplication.instance(), QApplication):
        return set()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    widgets = QApplication.topLevelWidgets()
    return {w for w in widgets if w.metaObject().className() not in _QT_OWN}


def _children() -> dict[int, str]:
    """Living child processes by id (Linux; elsewhere none are seen)."""
    found: dict[int, str] = {}
    if not _has_children():
        return found  # as after most tests: looking at every thread takes far longer than asking
    for task in Path("/proc/self/task").glob("*/children"):
        try:
            pids = [int(word) for word in task.read_text().split()]
        except OSError:
            continue  # the thread has ended
        found.update({pid: name for pid in pids if (name := _name_of(pid))})
    return found


def _has_children() -> bool:
    """Whether there is any child process, dead ones included; none is taken notice of."""
    if not hasattr(os, "waitid"):
        return True
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


def _name_of(pid: int) -> str:
    """Command line of a process; empty for one that is dead or is Python's own bookkeeper."""
    try:
        line = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return ""
    if state in "ZX" or "resource_tracker" in line:
        return ""
    return line or "just begun"  # the kernel fills the line in a moment after the start
