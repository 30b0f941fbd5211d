"""The order of modules that fit what was typed equally well."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ranking:
    """By kind. fitness: how well it suits the place, which goes first; habits: how often used."""

    fitness: Mapping[str, int] = field(default_factory=dict)
    habits: Mapping[str, int] = field(default_factory=dict)


NO_RANKING = Ranking()
"""All suit, and nobody has habits."""
