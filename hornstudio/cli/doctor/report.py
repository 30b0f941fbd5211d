"""The facts for people: a block a title, then what is to be done."""

from collections.abc import Mapping
from typing import Any

from hornstudio.cli.doctor.finding import Finding

_WIDTH = 22


def print_report(facts: Mapping[str, Any], findings: list[Finding]) -> None:
    """Print all of it."""
    for title, value in facts.items():
        if isinstance(value, Mapping):
            print(f"\n{title.replace('_', ' ')}")
            for name, item in value.items():
                print(f"  {name:{_WIDTH}} {in_words(name, item)}".rstrip())
        else:
            print(f"{title.replace('_', ' '):{_WIDTH + 2}} {in_words(title, value)}".rstrip())
    wrong = [f for f in findings if f.is_wrong]
    print()
    for finding in sorted(findings, key=lambda f: not f.is_wrong):
        print(f"{'wrong' if finding.is_wrong else 'note'}: {finding.what}\n   -> {finding.remedy}")
    print("all is well" if not wrong else f"{len(wrong)} to mend")


def in_words(name: str, value: Any) -> str:
    """One value; bytes as MiB."""
    if name.endswith("bytes") and isinstance(value, int):
        return f"{value / 2**20:,.1f} MiB"
    if isinstance(value, Mapping):
        return ", ".join(_named(key, item) for key, item in value.items() if item not in ("", None))
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "missing" if value is None else str(value)


def _named(name: str, value: Any) -> str:
    text = in_words(name, value)
    if isinstance(value, bool):
        return name if value else f"not {name}"
    return f"{text} free" if name == "free_bytes" else text
