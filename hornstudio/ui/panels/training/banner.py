"""A message across the panel: what happened, and the one button that mends it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import complete_params
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.panels.training.wording.trouble import Trouble
from hornstudio.ui.theme import set_icon, wear
from hornstudio.ui.widgets.message_bar import MessageBar
from hornstudio.ui.words.translate import tr

_TOLD_HERE_ALONE = ("missing", "remark")
"""Kinds of trouble that no line at the foot of the window says aloud, or not with its offer."""


class Banner(MessageBar):
    """Shows one trouble at a time. Signals say which way out was chosen."""

    substitute_chosen = Signal()
    train_chosen = Signal()
    resume_chosen = Signal()
    problems_chosen = Signal()
    details_chosen = Signal()
    place_chosen = Signal()
    end_chosen = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.details = self.add_way(tr("Show details"), self.details_chosen, "quiet")
        self.place = self.add_way("", self.place_chosen)
        going_on = tr("Go on from the last checkpoint")
        self.again = self.add_way(tr("Train again"), self.train_chosen, "primary")
        self.resume = self.add_way(going_on, self.resume_chosen, "primary")
        self.problems = self.add_way(tr("Show problems"), self.problems_chosen, "primary")
        self.substitute = self.add_way("", self.substitute_chosen, "primary")
        self.end = self.add_way(tr("End it"), self.end_chosen, "primary")
        self.close_button.clicked.connect(self.closed)
        self._lay_out()
        self.hide()

    def _lay_out(self) -> None:
        """Words above, ways out below; the icon and the cross at the upper corners."""
        head, ways = QHBoxLayout(), QHBoxLayout()
        top = Qt.AlignmentFlag.AlignTop
        head.setSpacing(8)
        head.addWidget(self.icon, 0, top)
        head.addWidget(self.words, 1)
        head.addWidget(self.close_button, 0, top)
        ways.setSpacing(8)
        ways.addStretch()
        for button in self._ways():
            ways.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 6, 6)
        column.setSpacing(4)
        column.addLayout(head)
        column.addLayout(ways)

    def _ways(self) -> tuple[QPushButton, ...]:
        offers = (self.again, self.resume, self.problems, self.substitute, self.end)
        return self.details, self.place, *offers

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show it with the buttons that it calls for; None hides the banner."""
        if trouble is not None:
            self._dress(trouble)
            self.say(_words(trouble), aloud=trouble.kind in _TOLD_HERE_ALONE)
            self.substitute.setText(tr("Use {data}", data=_title(trouble.substitute)))
            self.substitute.setVisible(bool(trouble.substitute))
            self.details.setVisible(trouble.has_details)
            self.place.setText(tr("Go to {node}", node=trouble.node))
            self.place.setVisible(bool(trouble.node))
            self.problems.setVisible(trouble.kind == "problems")
            self.again.setVisible(trouble.kind in ("lost", "failed"))
            wear(self.again, "kind", "" if trouble.resumable else "primary")
            self.resume.setVisible(trouble.resumable)
            self.end.setVisible(trouble.kind == "silent")
        self.setVisible(trouble is not None)

    def _dress(self, trouble: Trouble) -> None:
        kind = "error" if trouble.kind in ("failed", "lost") else "warning"
        set_icon(self.icon, kind, f"{kind}.default", size=15)
        wear(self, "kind", kind)


def _words(trouble: Trouble) -> str:
    module = catalog().get(trouble.substitute)
    if module is None:
        return trouble.words
    counts = _count(trouble.substitute)
    offer = tr("Use {title} instead?", title=tr(module.title))
    if counts:
        offer = tr(
            "Use the small built-in set of {count} real samples instead ({title})?",
            count=figures.count_text(counts),
            title=tr(module.title),
        )
    reason = trouble.words.rstrip(".")
    return f"{reason}. {offer}"


def _count(kind: str) -> int:
    """Samples of a data module with its default settings; 0 where it does not say."""
    module = catalog().get(kind)
    if module is None or module.examples is None:
        return 0
    return sum(module.examples(complete_params(module, {}, catalog())))


def _title(kind: str) -> str:
    module = catalog().get(kind)
    return tr(module.title) if module else kind
