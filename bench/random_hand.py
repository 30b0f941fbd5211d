"""Somebody who does anything at all to a window: real events, at places and with keys by dice."""

import random
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QSlider,
    QTabBar,
    QWidget,
)
from shiboken6 import isValid

if TYPE_CHECKING:
    from hornstudio.ui.canvas.view import View
    from hornstudio.ui.main_window import MainWindow

Button = Qt.MouseButton
Key = Qt.Key
Modifier = Qt.KeyboardModifier
NONE, PLAIN = Button.NoButton, Modifier.NoModifier
BUTTONS = [
    *[Button.LeftButton] * 8,
    Button.RightButton,
    Button.MiddleButton,
]
BOTH = Modifier.ControlModifier | Modifier.ShiftModifier
MODIFIERS = [PLAIN] * 6
MODIFIERS += [
    Modifier.ShiftModifier,
    Modifier.ControlModifier,
    Modifier.AltModifier,
    BOTH,
]
KEYS = [
    *(
        Key.Key_Escape,
        Key.Key_Return,
        Key.Key_Tab,
        Key.Key_Backtab,
        Key.Key_Space,
        Key.Key_Menu,
    ),
    *(
        Key.Key_Delete,
        Key.Key_Backspace,
        Key.Key_Home,
        Key.Key_End,
        Key.Key_PageDown,
        Key.Key_F2,
    ),
    *(Key.Key_Left, Key.Key_Right, Key.Key_Up, Key.Key_Down),
    *map(Key, [*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1)]),
]
ENDING = (Key.Key_Q, Key.Key_W)
"""Keys that close a window or a tab, with others."""
TEXTS = ("dense", "conv", "32", "0.5", "-1", "3, 4", "1e400", "nan", "  ", "loss", "한글", "x" * 60)
CONTROLS = (
    *(QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit),
    *(QPlainTextEdit, QSlider, QTabBar),
)
LEFT_OUT = ("quit", "close_tab")
_TRAIL = 12


class Hand:
    """One person at one window. trail: what was done of late, for whoever looks for a fault."""

    def __init__(self, window: "MainWindow", dice: random.Random) -> None:
        self.window = window
        self.dice = dice
        self.trail: deque[str] = deque(maxlen=_TRAIL)
        ways: list[tuple[Callable[[], None], int]] = [
            *((self.drag, 22), (self.click, 14), (self.turn_wheel, 2), (self.press_key, 14)),
            *((self.type_text, 6), (self.click_anywhere, 6), (self.click_control, 10)),
            *((self.trigger, 12), (self.go_in_history, 4)),
        ]
        self._ways = [way for way, weight in ways for _ in range(weight)]

    def do_anything(self) -> None:
        """One deed of any kind."""
        self.dice.choice(self._ways)()

    def answer(self) -> None:
        """Do something to a menu or dialog that is open, and often close it."""
        top = self._top()
        if top is self.window:
            return
        self.dice.choice(
            [self.click_anywhere, self.click_control, self.press_key, self.type_text]
        )()
        if self.dice.random() < 0.4 and isValid(top) and top.isVisible():
            self.trail.append(f"close {type(top).__name__}")
            QTest.keyClick(top, Key.Key_Escape) if self.dice.random() < 0.7 else top.close()

    # On the canvas.

    def drag(self) -> None:
        """From anywhere to anywhere, with any button; seldom it is never let go."""
        at, to, button, held = self._place(), self._place(), self._button(), self._modifier()
        port = self._view.viewport()
        self.trail.append(f"drag {at.toTuple()} to {to.toTuple()} {button.name} {held.name}")
        self._mouse(port, QEvent.Type.MouseMove, at, NONE, NONE, held)
        self._mouse(port, QEvent.Type.MouseButtonPress, at, button, button, held)
        steps = self.dice.randint(1, 6)
        for step in range(1, steps + 1):
            there = at + (to - at) * (step / steps)
            self._mouse(port, QEvent.Type.MouseMove, there, NONE, button, held)
            QApplication.processEvents()
            if self.dice.random() < 0.05:
                self.press_key()
        if self.dice.random() < 0.97:
            self._mouse(port, QEvent.Type.MouseButtonRelease, to, button, NONE, held)

    def click(self) -> None:
        """Once or twice; with the right button the menu comes."""
        at, button, held = self._place(), self._button(), self._modifier()
        port, is_double = self._view.viewport(), self.dice.random() < 0.35
        self.trail.append(f"{is_double + 1} x {at.toTuple()} {button.name} {held.name}")
        self._mouse(port, QEvent.Type.MouseMove, at, NONE, NONE, held)
        presses = [QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick]
        for press in presses[: 1 + is_double]:
            self._mouse(port, press, at, button, button, held)
            self._mouse(port, QEvent.Type.MouseButtonRelease, at, button, NONE, held)
        if button is Button.RightButton:
            reason = QContextMenuEvent.Reason.Mouse
            QApplication.sendEvent(port, QContextMenuEvent(reason, at, port.mapToGlobal(at)))

    def turn_wheel(self) -> None:
        """A notch or three."""
        port, at = self._view.viewport(), self._place()
        turn = QPoint(0, self.dice.choice([-360, -120, 120, 360]))
        event = QWheelEvent(
            QPointF(at), QPointF(port.mapToGlobal(at)), QPoint(), turn,
            NONE, self._modifier(), Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.trail.append("wheel")
        QApplication.sendEvent(port, event)

    @property
    def _view(self) -> "View":
        return self.window.workspace.canvas.view

    def _place(self) -> QPoint:
        """A point of the viewport: mostly on a node, or where its ports are."""
        scene, room = self.window.workspace.canvas.scene, self._view.viewport().rect()
        if scene.nodes and self.dice.random() < 0.75:
            body = scene.nodes[self.dice.choice(list(scene.nodes))].body
            edge = self.dice.choice([body.left(), body.right(), None, None])
            across = self.dice.uniform(body.left(), body.right()) if edge is None else edge
            down = self.dice.uniform(body.top(), body.bottom())
            at = self._view.mapFromScene(QPointF(across, down))
            if room.contains(at):
                return at
        return self._within(self._view.viewport())

    # Anywhere.

    def click_anywhere(self) -> None:
        """Whatever lies there."""
        top = self._top()
        at = self._within(top)
        hit = top.childAt(at) or top
        self._press(hit, hit.mapFrom(top, at), self._button(), self._modifier())

    def click_control(self) -> None:
        """Something that is made for it; a text often follows."""
        self.click_one_of(self._top())

    def click_one_of(self, owner: QWidget) -> None:
        """A control of that owner."""
        found = [
            each
            for each in owner.findChildren(QWidget)
            if isinstance(each, CONTROLS) and each.isVisible() and each.isEnabled()
        ]
        if not found:
            return
        chosen = self.dice.choice(found)
        hit = chosen.viewport() if isinstance(chosen, QAbstractItemView) else chosen
        self._press(hit, self._within(hit), Button.LeftButton, PLAIN)
        if self.dice.random() < 0.3:
            self.type_text()

    def press_key(self) -> None:
        """Any key, with or without others."""
        key, held, target = self.dice.choice(KEYS), self._modifier(), self._focus()
        if key in ENDING and held is not PLAIN:
            return
        self.trail.append(f"{key.name} {held.name} to {type(target).__name__}")
        QTest.keyClick(target, key, held)

    def type_text(self) -> None:
        """A text, good or not, which is mostly finished."""
        text, target = self.dice.choice(TEXTS), self._focus()
        self.trail.append(f"type {text!r} to {type(target).__name__}")
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(target):
                    code = ord(sign.upper()) if sign.isascii() else 0
                    QApplication.sendEvent(target, QKeyEvent(kind, code, PLAIN, sign))
        if self.dice.random() < 0.6:
            key = self.dice.choice([Key.Key_Return, Key.Key_Escape, Key.Key_Tab])
            QTest.keyClick(self._focus(), key)

    def trigger(self) -> None:
        """Choose from the menus."""
        if self._top() is not self.window:
            self.press_key()
            return
        table = self.window.table
        name = self.dice.choice([i for i in table.ids() if i not in LEFT_OUT])
        if not table[name].isEnabled():
            return
        self.trail.append(f"action {name}")
        table[name].trigger()

    def go_in_history(self) -> None:
        """Some steps back, some forth."""
        stack = self.window.document.undo_stack
        self.trail.append("history")
        for _ in range(self.dice.randint(1, 6)):
            stack.undo() if self.dice.random() < 0.6 else stack.redo()

    def _press(self, hit: QWidget, at: QPoint, button: Button, held: Modifier) -> None:
        self.trail.append(f"{type(hit).__name__} {hit.objectName()} {at.toTuple()} {button.name}")
        self._mouse(hit, QEvent.Type.MouseButtonPress, at, button, button, held)
        if isValid(hit):
            self._mouse(hit, QEvent.Type.MouseButtonRelease, at, button, NONE, held)

    def _mouse(
        self,
        hit: QWidget,
        kind: QEvent.Type,
        at: QPoint,
        button: Button,
        down: Button,
        held: Modifier,
    ) -> None:
        everywhere = QPointF(hit.mapToGlobal(at))
        QApplication.sendEvent(hit, QMouseEvent(kind, QPointF(at), everywhere, button, down, held))

    def _top(self) -> QWidget:
        """What has the hand's attention: a menu, a dialog, or the window."""
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def _focus(self) -> QWidget:
        held = QApplication.focusWidget()
        if QApplication.activePopupWidget() is None and held is not None and held.isVisible():
            return held
        return self._top()

    def _within(self, widget: QWidget) -> QPoint:
        across, down = max(1, widget.width()), max(1, widget.height())
        return QPoint(self.dice.randrange(across), self.dice.randrange(down))

    def _button(self) -> Button:
        return self.dice.choice(BUTTONS)

    def _modifier(self) -> Modifier:
        return self.dice.choice(MODIFIERS)
