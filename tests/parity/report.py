"""All comparisons, and the table of how they went."""

from collections.abc import Iterable

from tests.parity import (
    adapting,
    attention,
    augmentation,
    judge,
    layer,
    nested,
    noise,
    optax_optimizer,
    optimizer,
    recurrent,
)
from tests.parity.check import Check

FAMILIES = (
    layer,
    adapting,
    noise,
    augmentation,
    recurrent,
    attention,
    judge,
    optimizer,
    optax_optimizer,
    nested,
)
ALL: list[Check] = [check for family in FAMILIES for check in family.CHECKS]


def table(checks: Iterable[Check]) -> str:
    """Module, number of cases, worst relative error and what is allowed, a line each."""
    groups: dict[str, list[Check]] = {}
    for check in checks:
        groups.setdefault(check.module, []).append(check)
    lines = [f"{'module':<26} {'cases':>5} {'worst':>9} {'allowed':>9}"]
    for module, group in groups.items():
        worst = max(check.error() for check in group)
        allowed = max(check.rtol for check in group)
        mark = "" if worst <= allowed else "  FAILS"
        lines.append(f"{module:<26} {len(group):>5} {worst:>9.1e} {allowed:>9.0e}{mark}")
    return "\n".join(lines)
