"""Control groups of Linux: what a container, or a service's settings, hold this process to."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

_OWN, _GROUPS = Path("/proc/self/cgroup"), Path("/sys/fs/cgroup")


def groups_for(controller: str) -> Iterator[tuple[int, Path]]:
    """Version (1 or 2) and folder of each group that this process is in, the innermost first.

    The limits of all of them hold. Not every folder is there: a container sees itself on top, and
    may be told the path that it has outside.
    """
    with suppress(OSError):
        for line in _OWN.read_text(encoding="utf-8").splitlines():
            _, controllers, path = line.split(":", 2)
            if not controllers:
                yield from ((2, folder) for folder in _upwards(_GROUPS, path))
            elif controller in controllers.split(","):
                yield from ((1, folder) for folder in _upwards(_GROUPS / controller, path))


def _upwards(top: Path, path: str) -> list[Path]:
    inside = PurePosixPath(path.lstrip("/"))
    if ".." in inside.parts:  # beside what is seen from here
        return [top]
    return [top / inside, *(top / above for above in inside.parents)]
