"""What a banner over the charts says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Trouble:
    """What a banner says: words, and what can be done about it.

    substitute: kind of data that could stand in for `missing`. resumable: there is a checkpoint.
    """

    kind: str  # "empty", "problems", "failed", "missing", "lost", "silent"
    words: str
    has_details: bool = False
    missing: str = ""
    substitute: str = ""
    resumable: bool = False
