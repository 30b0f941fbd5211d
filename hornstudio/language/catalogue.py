"""The languages that the program speaks, each a JSON file of sentences: English to its own.

resources/translations/ko.json      {"Train": "학습", "{count} problems": "문제 {count}개", ...}
"""

import json
from pathlib import Path

from hornstudio.paths import resource

SOURCE_LANGUAGE = "en"

NAMES = {"en": "English", "ko": "한국어"}
"""Every language by its own name, as whoever speaks it looks for it."""


def languages() -> list[str]:
    """Codes of the languages that the program speaks, the source language first."""
    found = {path.stem for path in _folder().glob("*.json")}
    return [SOURCE_LANGUAGE, *sorted(found - {SOURCE_LANGUAGE})]


def is_spoken(code: str) -> bool:
    """Whether the program speaks it."""
    return code == SOURCE_LANGUAGE or (code.isalpha() and (_folder() / f"{code}.json").is_file())


def words_of(code: str) -> dict[str, str]:
    """The sentences of a language; none where there is no such file, or it cannot be read."""
    try:
        data = json.loads((_folder() / f"{code}.json").read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return {str(source): str(own) for source, own in data.items() if own}


def _folder() -> Path:
    return resource("translations")
