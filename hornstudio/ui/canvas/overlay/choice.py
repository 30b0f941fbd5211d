"""A module that a search offers, and the shape that would come out."""

from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.module import Module
from hornstudio.ui.search.entry_list import Entry, after
from hornstudio.ui.search.typed import described
from hornstudio.ui.words.translate import tr_engine


@dataclass(frozen=True)
class Choice:
    """A module that may be chosen.

    result: the shape that would leave it, `16 → 10`. is_wired: it would be wired at once; others
    are offered after those, and look quieter. fitness: how usual it is there, 0 or more. params:
    what was typed behind its name.
    """

    module: Module
    result: str = ""
    is_wired: bool = True
    fitness: int = 0
    params: dict[str, Any] = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        """Its row in the list."""
        category = self.module.category
        return Entry(
            id=self.module.kind,
            text=tr_engine(self.module.title),
            detail=described(self.module, self.params),
            note=after(self.result) if self.params else self.result,
            icon=f"cat-{category}",
            category=category,
            tip=tr_engine(self.module.help),
            is_quiet=not self.is_wired,
        )
