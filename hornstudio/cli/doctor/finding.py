"""Something that a person should know, and what to do about it."""

from dataclasses import dataclass
from typing import Any

from hornstudio.engine.text import Text


@dataclass(frozen=True)
class Finding:
    """is_wrong: it keeps something from working; otherwise it is only good to know."""

    what: Text
    remedy: Text
    is_wrong: bool = True

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        severity = "error" if self.is_wrong else "note"
        return {"severity": severity, "what": self.what, "remedy": self.remedy}


Examined = tuple[dict[str, Any], list[Finding]]
"""Facts by title, and what is to be said of them."""
