"""How long something takes or took: a clock, or a span that is over."""

import math

from hornstudio.ui.words.translate import tr


def clock_text(seconds: float) -> str:
    """`0:07`, `1:13`, `1:01:40`."""
    if not math.isfinite(seconds):
        return "–"
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def took_text(seconds: float) -> str:
    """A span that is over: `30 ms`, `0.8 s`, `12 s`, `1:13`."""
    if 0 < seconds < 0.1:
        return tr("{milliseconds} ms", milliseconds=max(1, round(1000 * seconds)))
    if round(seconds) >= 60:
        return clock_text(seconds)
    return tr("{seconds} s", seconds=f"{seconds:.1f}" if seconds < 10 else f"{seconds:.0f}")
