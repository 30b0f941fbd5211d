"""What could not be taken over as it was, and why."""

from dataclasses import dataclass, field

from hornstudio.engine.text import Text


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing: the node it concerns ("" for the model as a whole), its class, and the reason.

    is_placeholder: the node only keeps the settings, and cannot compute.
    """

    node: str
    what: str
    reason: Text
    is_placeholder: bool = False


@dataclass(slots=True)
class ImportReport:
    """All remarks, in the order in which they were made."""

    remarks: list[Remark] = field(default_factory=list)

    def add(self, node: str, what: str, reason: Text, *, is_placeholder: bool = False) -> None:
        """Note something once."""
        remark = Remark(node, what, reason, is_placeholder)
        if remark not in self.remarks:
            self.remarks.append(remark)

    @property
    def placeholders(self) -> list[Remark]:
        """Those that keep the graph from computing."""
        return [remark for remark in self.remarks if remark.is_placeholder]
