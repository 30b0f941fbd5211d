"""How metrics that are shares from 0 to 1 are written: `98.50 %`."""


def percent_text(share: float) -> str:
    """A share at a width that stays the same while it changes: `98.50 %`."""
    return f"{100 * share:.2f} %"
