"""Names of copies: the number behind a name is counted on."""

from collections.abc import Collection, Iterable

from hornstudio.engine.graph import is_legal_id

_DIGITS = 9


def names_of_copies(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """New names by the old ones: the same where nothing is called so, else with a higher number.

    A copy of `conv_2` is `conv_3`, or with the next number that neither `taken` nor `names` has.
    """
    names = list(names)
    found = {old: old for old in names if old not in taken}
    everywhere = {*found, *taken}
    last: dict[str, int] = {}
    for old in names:
        if old in found:
            continue
        stem = _stem(old)
        number = max(last.get(stem, 1), int(old[len(stem) + 1 :] or 1)) + 1
        while f"{stem}_{number}" in everywhere:
            number += 1
        last[stem] = number
        found[old] = f"{stem}_{number}"
    return {old: found[old] for old in names}


def _stem(name: str) -> str:
    """A name without the number behind it; one of many digits is no number."""
    stem, _, number = name.rpartition("_")
    is_number = number.isdecimal() and len(number) <= _DIGITS
    return stem if is_number and is_legal_id(stem) else name
