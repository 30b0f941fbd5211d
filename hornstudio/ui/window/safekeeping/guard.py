"""Watches over the document's file: who else has it, whether it may be written, what it holds."""

from datetime import datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from hornstudio.engine.disk.atomic import digest_of, sweep, why_read_only
from hornstudio.engine.disk.lock import FileLock, holder_of, lock_of
from hornstudio.engine.disk.owner import RENEW_S, Owner
from hornstudio.engine.text import Text
from hornstudio.ui.words.translate import tr
from hornstudio.ui.words.when import when_text

_SETTLE_MS = 150


class Standing(Enum):
    """How the file stands to what is shown."""

    OURS = "ours"
    READ_ONLY = "read_only"
    HELD = "held"
    CHANGED = "changed"
    GONE = "gone"


class FileGuard(QObject):
    """Follows one file at a time, and none while the document has none.

    base: digest of what the file held when it was read or written last. holder: who else works
    on it.

    standing_changed()   the file stands otherwise, or it is another one
    """

    standing_changed = Signal()

    def __init__(self, owner: Owner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.owner = owner
        self.path: Path | None = None
        self.base = ""
        self.holder: Owner | None = None
        self.standing = Standing.OURS
        self._told: tuple[Path | None, Standing, Owner | None] = (None, Standing.OURS, None)
        self._lock: FileLock | None = None
        self._is_closed = False
        self._watcher = QFileSystemWatcher(self)
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.look)
        self._watcher.fileChanged.connect(lambda _path: self._settle.start())
        self._sign_of_life = QTimer(self, interval=int(RENEW_S * 1000))
        self._sign_of_life.timeout.connect(self._on_renew)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.applicationStateChanged.connect(self._on_application_state)

    def follow(self, path: Path | None, base: str = "") -> None:
        """Watch over another file, which held `base`; None: there is no file."""
        if self._is_closed:
            return
        if path != self.path:
            self._let_go()
            self.path = path
        self.base = base
        if path is not None:
            self._sign_of_life.start()
            self._claim(path)
        self.look()

    def look(self) -> None:
        """Find out anew how the file stands."""
        if self.path is not None and self.holder is not None:
            self._claim(self.path)
        self.standing = self._standing()
        self._watch()
        now = (self.path, self.standing, self.holder)
        if now != self._told:
            self._told = now
            self.standing_changed.emit()

    def why_not(self, path: Path) -> Text | None:
        """Why a file must not be written now, or None."""
        holder = holder_of(path, self.owner)
        if holder is not None:
            return Text(
                "{name} is open in another window ({who})",
                name=path.name,
                who=holder_text(holder, datetime.now()),
            )
        return why_read_only(path)

    def close(self) -> None:
        """Give the file free, for good."""
        self._is_closed = True
        self._sign_of_life.stop()
        self._settle.stop()
        self._let_go()
        self._watch()

    def _claim(self, path: Path) -> None:
        lock = self._lock = self._lock or FileLock(path, self.owner)
        was_held = lock.is_held
        self.holder = lock.take()
        if lock.is_held and not was_held:
            sweep(path)

    def _let_go(self) -> None:
        if self._lock is not None:
            self._lock.release()
        self._lock = self.holder = self.path = None

    def _standing(self) -> Standing:
        if self.path is None:
            return Standing.OURS
        now = digest_of(self.path)
        if now and now != self.base:
            return Standing.CHANGED
        if not now and not self.path.exists():
            return Standing.GONE
        if self.holder is not None:
            return Standing.HELD
        return Standing.READ_ONLY if why_read_only(self.path) else Standing.OURS

    def _watch(self) -> None:
        """A file that was replaced is another one for the system, and must be named anew."""
        wanted = {self.path} if self.path else set()
        if self.path and self.holder is not None:
            wanted.add(lock_of(self.path))
        there = {str(path) for path in wanted if path.exists()}
        watched = set(self._watcher.files())
        if watched - there:
            self._watcher.removePaths(sorted(watched - there))
        if there - watched:
            self._watcher.addPaths(sorted(there - watched))

    def _on_renew(self) -> None:
        if self._lock is not None and self._lock.is_held and not self._lock.renew():
            self.holder = self._lock.take()  # it slept long, and somebody took the file over
        self.look()

    def _on_application_state(self, state: Qt.ApplicationState) -> None:
        """Disks of a network tell nobody of a change; who comes back looks for himself."""
        if state == Qt.ApplicationState.ApplicationActive and self.path is not None:
            self._settle.start()


def holder_text(holder: Owner, now: datetime) -> str:
    """Who holds a file, in one line: person and machine, process, since when."""
    since = when_text(datetime.fromtimestamp(holder.since), now)
    return tr(
        "{user} on {host}, process {pid}, since {since}",
        user=holder.user or "?",
        host=holder.host or "?",
        pid=holder.pid,
        since=since,
    )
