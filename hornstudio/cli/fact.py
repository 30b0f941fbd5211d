"""A fact of a run: what it is called, and as people read it."""

from typing import Any

from hornstudio.cli.progress import figures
from hornstudio.cli.words import tr
from hornstudio.engine.text import bytes_text


def fact_title(name: str) -> str:
    """What a field is called over a column, or before a row."""
    titles = {
        "name": tr("name"),
        "state": tr("state"),
        "model": tr("model"),
        "parent": tr("parent"),
        "epochs": tr("epochs"),
        "best": tr("best"),
        "batch_size": tr("batch_size"),
        "seed": tr("seed"),
        "device": tr("device"),
        "source": tr("source"),
        "data_hash": tr("data_hash"),
        "weights": tr("weights"),
        "ends_with": tr("ends with epoch"),
        "seconds": tr("seconds"),
        "started": tr("started"),
        "tags": tr("tags"),
        "note": tr("note"),
        "changes": tr("changes"),
    }
    return titles.get(name, name)


def state_word(state: str) -> str:
    """A state as people call it; a filter has it as it is."""
    words = {
        "running": tr("running"),
        "finished": tr("finished"),
        "stopped": tr("stopped"),
        "failed": tr("failed"),
        "interrupted": tr("interrupted"),
        "imported": tr("imported"),
        "damaged": tr("damaged"),
    }
    return words.get(state, state)


def fact_text(name: str, value: Any) -> str:
    """A fact as other commands write it; empty where it says nothing."""
    if isinstance(value, dict):
        return figures(value)
    if isinstance(value, list):
        return ", ".join(value)
    if name == "size":
        return bytes_text(value)
    if name == "seconds":
        return f"{value:.1f}"
    if name in ("ends_with", "best_since"):
        return str(value or "")
    if name in ("weights", "steps", "step"):
        return f"{value:,}"
    return "" if value is False else str(value)
