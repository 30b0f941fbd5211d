"""Fetching a data file from its mirrors: checked, then moved into place whole."""

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hornstudio.engine.data.verify import why_damaged
from hornstudio.engine.disk.moving import move
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.module import DataFile
from hornstudio.engine.text import Text

_TIMEOUT_S = (8.0, 30.0)  # to connect, and between two packets
_CHUNK = 1 << 16
_SLACK = 1 << 20


def download(
    file: DataFile, target: Path, progress: Callable[[str, int, int], None] | None = None
) -> list[Text]:
    """Fetch a file to `target` from the first mirror that gives the right bytes.

    Returns what went wrong, one line a mirror that failed; the target exists if one succeeded.
    An interrupted download leaves nothing behind and starts anew. Raises: nothing.
    """
    failures = []
    for url in file.urls:
        reason = _try_mirror(url, file, target, progress)
        if reason is None:
            break
        failures.append(Text("{url} ({reason})", url=url, reason=reason))
    return failures


def _try_mirror(
    url: str, file: DataFile, target: Path, progress: Callable[[str, int, int], None] | None
) -> Text | None:
    """Why this mirror failed, or None."""
    draft = ""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=".download.")
        os.close(handle)
        _fetch(url, Path(draft), _Meter(Path(file.path).name, file.size + _SLACK, progress))
        reason = why_damaged(Path(draft), file)
        if reason is None:
            move(Path(draft), target)
        return reason
    except OSError as error:  # the errors of requests are OSErrors too
        return _in_words(error)
    finally:
        if draft:
            with suppress(OSError):
                os.unlink(draft)


def _fetch(url: str, draft: Path, meter: "_Meter") -> None:
    import pooch

    # Unpacked on the way, the file would no longer be the one that its name says.
    fetch = pooch.HTTPDownloader(
        progressbar=meter,
        chunk_size=_CHUNK,
        timeout=_TIMEOUT_S,
        headers={"Accept-Encoding": "identity"},
    )
    fetch(url, str(draft), None)


def _in_words(error: OSError) -> Text:
    """A line for people; the chains of the network libraries are long and say little."""
    response = getattr(error, "response", None)
    if response is not None:
        code, reason = response.status_code, response.reason
        return Text("the server answers {code} {reason}", code=code, reason=reason)
    name = type(error).__name__
    if name in ("ConnectionError", "ConnectTimeout", "ReadTimeout", "Timeout"):
        return Text("no connection")
    if name in ("SSLError", "ProxyError"):
        return Text("no trusted connection" if name == "SSLError" else "the proxy refuses")
    return reason_of(error)


class _Meter:
    """What pooch tells of its progress, and the end of a download that is far too long."""

    def __init__(
        self, name: str, limit: int, progress: Callable[[str, int, int], None] | None
    ) -> None:
        self.name = name
        self.limit = limit
        self.report = progress
        self.total = 0
        self.done = 0

    def update(self, count: int) -> None:
        """So many bytes more."""
        self.done += count
        if self.done > self.limit + _CHUNK:
            raise OSError(None, Text("it sends more than the file can be"))
        if self.report:
            done = min(self.done, self.total) if self.total else self.done
            self.report(Text("Downloading {name}", name=self.name), done, self.total)

    def reset(self) -> None:
        """Pooch counts anew at the end."""
        self.done = 0

    def close(self) -> None:
        """Nothing to do."""
