"""Who holds a file: a process of a machine, and whether it still lives.

A number of a process is given out again after it has ended. So the moment at which it began goes
with it: only both together name one process.
"""

import getpass
import os
import platform
import secrets
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hornstudio.engine.lazy import psutil

GONE_AFTER_S = 300.0
"""Age of a sign of life from another machine, after which its process counts as ended."""
RENEW_S = 60.0
"""How often an owner renews the time of what it holds, which is the sign of life."""

_BY_PSUTIL = "psutil "
"""Begins a birth in the words of psutil."""


@dataclass(frozen=True)
class Owner:
    """One holder. machine: where its pid means something. since: seconds since 1970.

    birth: when the process began, in the system's own words; empty where it does not say. token:
    tells two holders of one process from each other.
    """

    pid: int
    birth: str
    machine: str
    host: str
    user: str
    since: float
    token: str


def new_owner() -> Owner:
    """This process, as one more holder."""
    return Owner(
        pid=os.getpid(),
        birth=birth_of(os.getpid()) or "",
        machine=_machine(),
        host=platform.node(),
        user=_user(),
        since=time.time(),
        token=secrets.token_hex(4),
    )


def owner_from(data: Any) -> Owner | None:
    """The owner of what `dataclasses.asdict` gave; None where it is none."""
    if not isinstance(data, Mapping):
        return None
    kinds = {"pid": int, "since": float}
    found = {name: data.get(name) for name in Owner.__dataclass_fields__}
    if any(type(value) is not kinds.get(name, str) for name, value in found.items()):
        return None
    return Owner(**found)  # type: ignore[arg-type]


def is_alive(owner: Owner, age_s: float) -> bool:
    """Whether the owner's process still runs. age_s: since its last sign of life.

    A process of another machine cannot be asked; it lives as long as it gives signs of life.
    """
    if owner.machine != _machine():
        return age_s < GONE_AFTER_S
    birth = birth_of(owner.pid)
    return birth is not None and (birth == owner.birth or not _tell_apart(birth, owner.birth))


def _tell_apart(birth: str, noted: str) -> bool:
    """Whether two births that differ are those of two processes.

    An older program, whose window may still be open, has noted its own in other words. Where nobody
    knows, the number must do.
    """
    in_like_words = birth.startswith(_BY_PSUTIL) == noted.startswith(_BY_PSUTIL)
    return bool(birth and noted) and in_like_words


def birth_of(pid: int) -> str | None:
    """When a process of this machine began; None: there is none, empty: it cannot be told."""
    if pid <= 0:
        return None
    return _birth_on_linux(pid) if sys.platform == "linux" else _birth_elsewhere(pid)


def _birth_on_linux(pid: int) -> str | None:
    try:
        words = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return None
    except OSError:
        return ""
    state, ticks = words[0].decode(), words[19].decode()
    return None if state in ("Z", "X") else f"{_read('/proc/sys/kernel/random/boot_id')}:{ticks}"


def _birth_elsewhere(pid: int) -> str | None:
    """In words of psutil, which stay the same when the clock of the machine is set.

    The moment that it tells does so on Windows; on macOS it moves with the clock, but not the hash,
    by which it knows a process again. On Windows that lacks the moment for an administrator's.
    """
    try:
        process = psutil.Process(pid)
        if process.status() == psutil.STATUS_ZOMBIE:
            return None
        birth = process.create_time() if sys.platform == "win32" else hash(process)
    except psutil.NoSuchProcess:
        return None
    except (psutil.Error, OSError):
        return ""
    return f"{_BY_PSUTIL}{birth}"


def _machine() -> str:
    """Where a pid means something: the machine, and the room of it that a container sees."""
    if sys.platform != "linux":
        return platform.node()
    try:
        room = os.readlink("/proc/self/ns/pid")
    except OSError:
        room = ""
    return f"{_read('/etc/machine-id') or platform.node()} {room}".strip()


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def _read(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
