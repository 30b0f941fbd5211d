"""How curves are drawn and where they go: a button with a menu beside the smoothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from hornstudio.ui.panels.training.charts.numbers.smoothing import DEFAULT, MOST
from hornstudio.ui.theme import set_icon
from hornstudio.ui.widgets.pointing import is_pointed_at
from hornstudio.ui.widgets.staying_menu import StayingMenu
from hornstudio.ui.words.translate import tr

_SMOOTHINGS = (0.0, 0.6, 0.9, DEFAULT, MOST)
_SAME_SMOOTHING = 0.003


class Axis(StrEnum):
    """The scale of y."""

    AUTOMATIC = "automatic"
    LINEAR = "linear"
    LOGARITHMIC = "logarithmic"


@dataclass(frozen=True)
class Style:
    """How a run is drawn. strength: smoothing, 0 to below 1; means: of epochs, not every step."""

    strength: float = 0.0
    axis: Axis = Axis.AUTOMATIC
    means: bool = False


class ChoiceButton(QToolButton):
    """Signals: `changed` (axis or means), `smoothing_chosen`, `table_chosen`, `picture_chosen`.

    runs: the menu of runs that are drawn; who knows them fills it.
    doubles: the eye, the eraser and looking back once more, for where their buttons have no room.
    """

    changed = Signal()
    smoothing_chosen = Signal(float)
    table_chosen = Signal()
    picture_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        words = tr("Scale, points, and saving of the charts")
        self.setProperty("kind", "icon")
        self.setProperty("dense", True)
        self.setToolTip(words)
        self.setAccessibleName(words)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(self, "sliders", size=15)
        self.menu_of_choices = QMenu(self)
        self.axes = self._add_group(
            {
                Axis.AUTOMATIC: tr("Scale as the values &need"),
                Axis.LINEAR: tr("&Linear scale"),
                Axis.LOGARITHMIC: tr("L&ogarithmic scale"),
            }
        )
        self.points = self._add_group(
            {"steps": tr("Every &step"), "means": tr("&Means of epochs")},
        )
        self._smoothings = self._add_smoothings()
        self.runs = StayingMenu(tr("&Runs that are drawn"), self.menu_of_choices)
        self.menu_of_choices.addMenu(self.runs)
        self.doubles = self._add_doubles()
        self.table = self.menu_of_choices.addAction(tr("Save the curves as &CSV…"))
        self.picture = self.menu_of_choices.addAction(tr("Save the charts as a &picture…"))
        self.table.triggered.connect(self.table_chosen)
        self.picture.triggered.connect(self.picture_chosen)
        self.setMenu(self.menu_of_choices)
        self.menu_of_choices.aboutToHide.connect(self._on_menu_hidden)
        self.let_save(False)

    def _on_menu_hidden(self) -> None:
        """Tell whether the mouse is still here: a dialog from the menu keeps Qt from saying so."""
        self.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, is_pointed_at(self))
        self.update()

    @property
    def axis(self) -> Axis:
        """The scale of y that was chosen."""
        return next(axis for axis in Axis if self.axes[axis].isChecked())

    @property
    def means(self) -> bool:
        """Whether a point is the mean of an epoch."""
        return self.points["means"].isChecked()

    def take_over(self, former: "ChoiceButton") -> None:
        """Have chosen what is chosen in another one."""
        for mine, its in ((self.axes, former.axes), (self.points, former.points)):
            for key, action in its.items():
                mine[key].setChecked(action.isChecked())
        self.changed.emit()

    def let_save(self, has_curves: bool) -> None:
        """Saving works where there is something to save."""
        self.table.setEnabled(has_curves)
        self.picture.setEnabled(has_curves)

    def show_smoothing(self, strength: float) -> None:
        """Mark the step in the menu that the slider stands at, if it stands at one."""
        for step, action in self._smoothings.items():
            action.setChecked(abs(step - strength) < _SAME_SMOOTHING)

    def _add_smoothings(self) -> dict[float, QAction]:
        menu = self.menu_of_choices.addMenu(tr("Smoot&hing"))
        made: dict[float, QAction] = {}
        for step in _SMOOTHINGS:
            action = made[step] = menu.addAction(f"{step:g}")
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, s=step: self.smoothing_chosen.emit(s))
            action.triggered.connect(lambda _=False, s=step: self.show_smoothing(s))
        return made

    def _add_doubles(self) -> tuple[QAction, QAction, QAction]:
        add = self.menu_of_choices.addAction
        eye, clear = add(tr("Show other runs")), add(tr("Take other runs away"))
        look_back = add(tr("Look back at earlier epochs"))
        for action in (eye, look_back):
            action.setCheckable(True)
        eye.setChecked(True)
        self.menu_of_choices.addSeparator()
        return eye, clear, look_back

    def _add_group(self, names: Mapping[str, str]) -> dict[str, QAction]:
        """One of these at a time, the first one at first; a line behind them."""
        group = QActionGroup(self)
        made: dict[str, QAction] = {}
        for key, words in names.items():
            action = self.menu_of_choices.addAction(words)
            action.setCheckable(True)
            action.setChecked(not made)
            group.addAction(action)
            made[key] = action
        group.triggered.connect(lambda _: self.changed.emit())
        self.menu_of_choices.addSeparator()
        return made
