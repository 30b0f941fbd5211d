"""The facts for people: a block a title, then what is to be done."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from hornstudio.cli.columns import padded
from hornstudio.cli.doctor.finding import Finding
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.text import bytes_text

_WIDTH = 22


def print_report(facts: Mapping[str, Any], findings: list[Finding]) -> None:
    """Print all of it."""
    for name, value in facts.items():
        if isinstance(value, Mapping):
            print(f"\n{_title(name)}")
            for inner, item in value.items():
                print(f"  {padded(_title(inner), _WIDTH)} {in_words(inner, item)}".rstrip())
        else:
            print(f"{padded(_title(name), _WIDTH + 2)} {in_words(name, value)}".rstrip())
    print()
    for finding in sorted(findings, key=lambda f: not f.is_wrong):
        words = "wrong: {what}" if finding.is_wrong else "note: {what}"
        print(f"{tr(words, what=finding.what)}\n   -> {tr_engine(finding.remedy)}")
    wrong = sum(finding.is_wrong for finding in findings)
    print(tr("{count} to mend", count=wrong) if wrong else tr("all is well"))


def in_words(name: str, value: Any) -> str:
    """One value; bytes in a unit that fits."""
    if name.endswith("bytes") and isinstance(value, int):
        return bytes_text(value)
    if isinstance(value, Mapping):
        return ", ".join(_named(key, item) for key, item in value.items() if item not in ("", None))
    if isinstance(value, list):
        counts = Counter(map(str, value))  # eight devices of one name are one kind of device
        told = (each if count == 1 else f"{count} × {each}" for each, count in counts.items())
        return ", ".join(told) or tr("none")
    if isinstance(value, bool):
        return tr("yes") if value else tr("no")
    if name == "state":
        return {"found": tr("found"), "missing": tr("missing"), "damaged": tr("damaged")}[value]
    return tr("missing") if value is None else tr_engine(value)


def _named(name: str, value: Any) -> str:
    if name == "exists":
        return tr("exists") if value else tr("not there yet")
    if name == "writable":
        return tr("writable") if value else tr("not writable")
    text = in_words(name, value)
    return tr("{size} free", size=text) if name == "free_bytes" else text


def _title(name: str) -> str:
    """What a fact is called; names of packages, data and programs stay as they are."""
    titles = {
        "system": tr("system"),
        "packages": tr("packages"),
        "added_modules": tr("added modules"),
        "devices": tr("devices"),
        "used": tr("used"),
        "why": tr("why"),
        "all": tr("all"),
        "cores": tr("cores"),
        "threads": tr("threads"),
        "kernels": tr("kernels"),
        "speed": tr("speed"),
        "matmul_gflop_per_s": tr("matmul_gflop_per_s"),
        "copy_gb_per_s": tr("copy_gb_per_s"),
        "training_steps_per_s": tr("training_steps_per_s"),
        "folders": tr("folders"),
        "config": tr("config"),
        "cache": tr("cache"),
        "runs": tr("runs"),
        "modules": tr("modules"),
        "journal": tr("journal"),
        "compiled_programs": tr("compiled programs"),
        "path": tr("path"),
        "files": tr("files"),
        "bytes": tr("bytes"),
        "window": tr("window"),
        "works": tr("works"),
        "platform": tr("platform"),
        "screen": tr("screen"),
        "display": tr("display"),
        "data": tr("data"),
        "data_folders": tr("data folders"),
    }
    return titles.get(name) or name.replace("_", " ")
