"""Numbers as people read them: 34 826 weights, 0.39 MFLOP, 1.2 MB, −3.1.

In the window thin spaces, at which no line is broken, group the digits of counts. A terminal and
files have commas and hyphens: a space would part a number from itself there, where lines are cut
into words.
"""

from hornstudio.engine.text import three_digits

THIN_SPACE = "\u202f"
MINUS = "\u2212"
_FLOP_UNITS = ((1e12, "TFLOP"), (1e9, "GFLOP"), (1e6, "MFLOP"), (1e3, "kFLOP"))


def count_text(count: int) -> str:
    """All digits, in groups of three: `34 826`."""
    return f"{count:,}".replace(",", THIN_SPACE)


def plain_numbers(text: str) -> str:
    """The same with numbers as programs read them: `34826`, `-3.1`."""
    return text.replace(THIN_SPACE, "").replace(MINUS, "-")


def with_minus(number: str) -> str:
    """A measured number with the sign that is as wide as a plus: `−3.1`, `1.2e−05`.

    Settings keep the hyphen, with which they are typed.
    """
    return number.replace("-", MINUS)


def flops_text(flops: int | None) -> str:
    """Floating point operations with three digits; `?` while unknown."""
    if flops is None:
        return "?"
    for size, unit in _FLOP_UNITS:
        if flops >= size:
            return f"{three_digits(flops / size)} {unit}"
    return f"{flops} FLOP"


def seconds_text(seconds: float) -> str:
    """A short time with three digits: `12.3 µs`, `4.56 ms`, `1.20 s`."""
    for size, unit in ((1.0, "s"), (1e-3, "ms")):
        if seconds >= size:
            return f"{three_digits(seconds / size)} {unit}"
    return f"{three_digits(seconds / 1e-6)} µs"


def share_text(part: float) -> str:
    """A share from 0 to 1 in percent; `< 0.1 %` rather than a 0 that is none."""
    percent = 100 * part
    if 0 < percent < 0.1:
        return "< 0.1 %"
    return f"{percent:.0f} %" if percent >= 10 or percent == 0 else f"{percent:.1f} %"
