"""The runs that are drawn, and those of this session that could be, as a menu to check them in."""

from functools import partial

from PySide6.QtWidgets import QMenu

from hornstudio.ui.panels.training.charts.overlaid import overlaid
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.course.trainer import Trainer


def fill(menu: QMenu, trainer: Trainer) -> None:
    """What is unchecked is drawn no more; what is checked is drawn again."""
    history = trainer.history
    drawn = {id(run) for run in history.drawn}
    menu.clear()
    for place, run in enumerate(history.known):
        action = menu.addAction(overlaid(run, place).whole_name.replace("&", "&&"))
        action.setCheckable(True)
        action.setChecked(id(run) in drawn)
        action.setEnabled(not (id(run) in drawn and history.stays(run)))
        action.toggled.connect(partial(_on_toggled, trainer, run))


def _on_toggled(trainer: Trainer, run: Run, is_wanted: bool) -> None:
    if is_wanted:
        trainer.draw(run)
    else:
        trainer.take_away(run)
