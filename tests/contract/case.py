"""A case: a module with some params set, and what flows into it. The tables are in `cases`."""

from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Values, complete
from hornstudio.engine.shapes import Spec

Inputs = tuple[Spec | tuple[Spec, ...] | None, ...]


@dataclass(frozen=True)
class Case:
    """A module with some params set, and what flows into its ports (a tuple for a growing one).

    masked: places of the ports with which a mask of the sequence comes; (place, wire) where only
    that wire of a growing port brings one.
    """

    category: str
    kind: str
    inputs: Inputs = ()
    params: dict[str, Any] = field(default_factory=dict)
    masked: tuple[int | tuple[int, int], ...] = ()

    @property
    def module(self) -> Module:
        return catalog().find(self.category, self.kind)

    @property
    def values(self) -> Values:
        return complete(self.module.params, self.params, catalog().find)

    def __str__(self) -> str:
        given = ",".join(f"{k}={v}" for k, v in self.params.items())
        masked = f" masked={self.masked}" if self.masked else ""
        return f"{self.kind}({given})"[:80] + masked


def f(*shape: int) -> Spec:
    return Spec(shape)


def i(*shape: int, classes: int | None = None) -> Spec:
    return Spec(shape, "int32", classes=classes)
