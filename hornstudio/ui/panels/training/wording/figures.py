"""Numbers as people read them: metrics, shares, rates, counts."""

import math

from hornstudio.ui.words.metric import percent_text
from hornstudio.ui.words.quantity import count_text, with_minus
from hornstudio.ui.words.translate import tr


def metric(value: float, share: bool = False) -> str:
    """A metric at a width that stays the same while it changes: `0.0489`, `98.50 %`."""
    if not math.isfinite(value):
        return tr("not a number") if math.isnan(value) else ("∞" if value > 0 else "−∞")
    if share:
        return percent_text(value)
    return with_minus(_plain(value))


def result(value: float, share: bool = False) -> str:
    """A metric that changes no more: as `metric`, a share without idle zeros (`93.4 %`)."""
    if not share or not math.isfinite(value):
        return metric(value, share)
    digits = f"{100 * value:.2f}".rstrip("0").rstrip(".")
    return f"{digits} %"


def _plain(value: float) -> str:
    size = abs(value)
    if size >= 1e6 or 0 < size < 1e-3:
        return f"{value:.2e}"
    if size >= 1000:
        return count_text(round(value))
    return f"{value:.{4 if size < 10 else 3 if size < 100 else 2}f}"


def tick(value: float, step: float, share: bool = False) -> str:
    """A value at an axis whose ticks are `step` apart, with no more digits than tell them apart."""
    if share:
        return f"{tick(100 * value, 100 * step)} %"
    if value == 0:
        return "0"
    digits = _digits(step)
    if abs(value) >= 1e5 or abs(value) < 1e-4:
        mantissa, _, power = (
            f"{value:.{max(0, math.floor(math.log10(abs(value))) + digits)}e}".partition("e")
        )
        return with_minus(f"{mantissa}e{int(power)}")
    return with_minus(f"{value:.{max(0, digits)}f}")


def _digits(step: float) -> int:
    """Places behind the point that a step needs; negative where it needs none before it either."""
    digits = -math.floor(math.log10(step) + 1e-9)
    scaled = step * 10.0**digits
    return digits + (abs(scaled - round(scaled)) > 1e-6)


def rate(per_second: float) -> str:
    """Samples a second: `52 300`, `4.2`; three figures are all that such a rate is good for."""
    if not math.isfinite(per_second) or per_second <= 0:
        return "–"
    if per_second < 10:
        return f"{per_second:.1f}"
    unit = 10 ** max(0, math.floor(math.log10(per_second)) - 2)
    return count_text(round(per_second / unit) * unit)


def percent(share: float) -> str:
    """Progress: `75.8 %`."""
    return f"{100 * share:.1f} %"


def whole_percent(share: float) -> str:
    """Progress where room is scarce; never 100 before the end."""
    return f"{min(99, int(100 * share)) if share < 1 else 100} %"
