"""What the Tab key comes to, and in which order."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def tab_stops(widget: QWidget) -> list[QWidget]:
    """All in a widget that Tab may stop at, hidden ones too, in the order in which they were made.

    That is the order of Tab where nobody has set another.
    """
    # `nextInFocusChain` is not asked: for PySide, what it returns belongs to what was asked, and
    # dies with it, with all that belongs to that in turn.
    inside = widget.findChildren(QWidget)
    return [each for each in inside if each.focusPolicy() & Qt.FocusPolicy.TabFocus]


def follow_each_other(before: QWidget, widgets: Iterable[QWidget]) -> None:
    """Let Tab lead from one to the next of these, beginning behind `before`.

    Also one at which Tab does not stop, or not now, has its place in the order.
    """
    for each in widgets:
        with _taking_tab(before), _taking_tab(each):
            QWidget.setTabOrder(before, each)
        before = each


@contextmanager
def _taking_tab(widget: QWidget) -> Iterator[None]:
    """Qt does not order what takes no focus."""
    policy = widget.focusPolicy()
    if not policy:
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    yield
    widget.setFocusPolicy(policy)
