"""What every action does, and when it can be done."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog

from hornstudio.ui.action.color_rows import IDS, color_of
from hornstudio.ui.action.language_rows import PREFIX, language_codes
from hornstudio.ui.action.page_rows import PAGES
from hornstudio.ui.canvas.edit.coloring import recolor
from hornstudio.ui.canvas.highlight.heat import Measure
from hornstudio.ui.theme import Mode, current
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.window.about import About
from hornstudio.ui.window.incoming.asking import choose_and_ask, choose_and_measure
from hornstudio.ui.window.incoming.pasted import open_pasted
from hornstudio.ui.window.obstacle import can_do, why_not
from hornstudio.ui.window.parts import Parts
from hornstudio.ui.window.picture import Picturing
from hornstudio.ui.window.problem_walk import ProblemWalk
from hornstudio.ui.window.text_edit import edit_text
from hornstudio.ui.words.translate import tr

if TYPE_CHECKING:
    from hornstudio.ui.main_window import MainWindow
    from hornstudio.ui.panels.command_palette import Command, CommandPalette
    from hornstudio.ui.window.workspace import Workspace


class Slots:
    """Connects the actions of a window, and keeps them enabled exactly while they can be done."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._workspace: Workspace | None = None
        self.problem_walk = ProblemWalk(window)
        self._parts = Parts(window)
        self.picturing = Picturing(window)
        self.picturing.told.connect(window.status.show_notice)
        self.picturing.progressed.connect(window.status.show_drawing)
        window.status.drawing_cancelled.connect(self.picturing.cancel)
        self._palette: CommandPalette | None = None
        window.table.connect(self._file() | self._look() | self._help())
        for signal in (window.document.graph_changed, window.document.selection_changed):
            signal.connect(lambda *_: self.renew())
        window.stack.currentChanged.connect(lambda *_: self.renew())

    def adopt(self, workspace: "Workspace") -> None:
        """Let actions reach the panels, which are made later than the window."""
        self._workspace = workspace
        table = self._window.table
        table.connect(self._edit(workspace) | self._view(workspace) | self._graph(workspace))
        table.connect(self._train(workspace) | workspace.canvas.arranging.slots())
        table.connect(workspace.canvas.framing.slots() | workspace.canvas.rerouting.slots())
        table.connect(workspace.canvas.walking.slots())
        for row in table.rows.values():
            if row.checkable:
                table[row.id].triggered.connect(partial(self._tell_state, row.id))
        workspace.canvas.show_shapes(self._window.settings.has_shapes)
        workspace.canvas.view.has_guides = self._window.settings.has_guides
        workspace.tool_bar.train.clicked.connect(self.train)
        workspace.centre.currentChanged.connect(lambda *_: self.renew())
        workspace.bottom.folded_changed.connect(lambda *_: self.renew())
        for shown in (workspace.canvas.map_toggled, workspace.canvas.coloured):
            shown.connect(self.renew)
        for layer in (workspace.canvas.scene.frames, workspace.canvas.scene.reroutes):
            layer.listeners.append(self.renew)
        self._window.client.state_changed.connect(lambda *_: self.renew())
        workspace.training.trained.changed.connect(self.renew)
        for signal in (workspace.level.selection_changed, workspace.level.moved):
            signal.connect(lambda *_: self.renew())
        self.renew()

    def renew(self) -> None:
        """Enable what can be done now, and check what is on."""
        table, workspace = self._window.table, self._workspace
        for action_id in table.rows:
            table[action_id].setEnabled(can_do(action_id, self._window))
        table[current().mode.value].setChecked(True)
        table[PREFIX + self._window.settings.language].setChecked(True)
        table["full_screen"].setChecked(self._window.isFullScreen())
        if workspace is None:
            return
        for name, panel in workspace.sides().items():
            table[name].setChecked(not panel.isHidden())
        table["shapes"].setChecked(self._window.settings.has_shapes)
        table[f"heat_{workspace.canvas.heat.measure.name.lower()}"].setChecked(True)
        table["guides"].setChecked(self._window.settings.has_guides)
        table["minimap"].setChecked(not workspace.canvas.minimap.isHidden())
        table["bottom"].setChecked(not workspace.bottom.is_folded)
        table["code" if workspace.is_code_shown else "build"].setChecked(True)
        button = workspace.tool_bar.train
        button.setEnabled(table["train"].isEnabled() or self._window.is_training)
        table["pause"].setText(tr("&Go on") if workspace.is_paused else tr("&Pause"))

    def _tell_state(self, action_id: str) -> None:
        """Say whether it is on from now on: a key shows that only to eyes."""
        action, what = self._window.table[action_id], self._window.table.plain_text(action_id)
        words = tr("{what}: on", what=what) if action.isChecked() else tr("{what}: off", what=what)
        announce(self._window.status, words)

    def _file(self) -> dict[str, Callable[[], object]]:
        window, filing = self._window, self._window.filing
        return {
            "new": filing.new,
            "open": filing.ask_and_open,
            **window.tabbing.slots(),
            "import": window.incoming.ask_and_import,
            "new_module": window.arrival.start_module,
            "clear_recent": filing.clear_recent,
            "save": lambda: window.commit() and filing.save(),
            "save_as": lambda: window.commit() and filing.save_as(),
            "export": self.export,
            "picture": self._save_picture,
            "print": self._print,
            "quit": window.close,
            "paste": self._paste,
        }

    def _paste(self) -> None:
        """On the canvas or into a text; the start page makes a network of what is pasted."""
        if self._window.is_working:
            self._text_first("paste", self._window.workspace.canvas.copying.paste)()
        elif not edit_text(self._window, "paste"):
            open_pasted(self._window)

    def _edit(self, workspace: "Workspace") -> dict[str, Callable[[], object]]:
        canvas = workspace.canvas
        on_canvas: dict[str, Callable[[], object]] = {
            "cut": canvas.copying.cut,
            "copy": canvas.copying.copy,
            "paste_wired": canvas.copying.paste_wired,
            "delete": canvas.delete_selection,
            "select_all": canvas.select_all,
        }
        return {
            "duplicate": canvas.copying.duplicate,
            "duplicate_wired": canvas.copying.duplicate_wired,
            "find": self.find,
            **{page: partial(self._go_to_page, page) for page in (*PAGES, "history", "runs")},
            **{name: self._text_first(name, slot) for name, slot in on_canvas.items()},
        }

    def _text_first(self, what: str, slot: Callable[[], object]) -> Callable[[], object]:
        """A menu is used while a text field has the focus: the text is meant then."""

        def act() -> None:
            if not edit_text(self._window, what) and not self._window.workspace.is_code_shown:
                slot()

        return act

    def _look(self) -> dict[str, Callable[[], object]]:
        return {
            "dark": lambda: self._choose_theme(Mode.DARK),
            "light": lambda: self._choose_theme(Mode.LIGHT),
            "system": lambda: self._choose_theme(Mode.SYSTEM),
            **{PREFIX + code: self._language_slot(code) for code in language_codes()},
            "home": self._window.show_home,
            "next_part": lambda: self._parts.walk(1),
            "previous_part": lambda: self._parts.walk(-1),
            "full_screen": self._toggle_full_screen,
        }

    def _view(self, workspace: "Workspace") -> dict[str, Callable[[], object]]:
        return {
            "build": lambda: self._enter_centre(workspace.show_build),
            "code": lambda: self._enter_centre(workspace.show_code),
            "zoom_in": workspace.canvas.sight.zoom_in,
            "zoom_out": workspace.canvas.sight.zoom_out,
            "zoom_reset": workspace.canvas.sight.zoom_reset,
            "fit": workspace.canvas.sight.fit,
            "guides": self._toggle_guides,
            "shapes": self._toggle_shapes,
            "minimap": workspace.canvas.toggle_map,
            **{f"heat_{m.name.lower()}": partial(workspace.canvas.colour_by, m) for m in Measure},
            "palette": lambda: self._put_away("palette"),
            "inspector": lambda: self._put_away("inspector"),
            "bottom": lambda: workspace.bottom.set_folded(not workspace.bottom.is_folded),
        }

    def _graph(self, workspace: "Workspace") -> dict[str, Callable[[], object]]:
        canvas = workspace.canvas
        return {
            "rename": canvas.rename_selected,
            "frozen": canvas.toggle_frozen,
            "bypassed": canvas.toggle_bypassed,
            "disabled": canvas.toggle_disabled,
            "take_out": canvas.take_out,
            "wire": canvas.wire_by_keys,
            **{i: partial(recolor, canvas, color_of(i)) for i in IDS},
            "group": canvas.composites.group,
            "ungroup": canvas.taking_apart.ungroup,
            "enter": canvas.composites.enter,
            "leave": canvas.composites.leave,
            "keep": canvas.composites.keep,
            "next_problem": self.problem_walk.go_on,
            "mend": self.problem_walk.mend,
        }

    def _train(self, workspace: "Workspace") -> dict[str, Callable[[], object]]:
        training = workspace.training
        return {
            "train": self.train,
            "pause": training.pause_or_resume,
            "stop": training.stop,
            "predict": partial(choose_and_ask, self._window),
            "measure": partial(choose_and_measure, self._window),
        }

    def _help(self) -> dict[str, Callable[[], object]]:
        return {
            "commands": lambda: self._commands().open(),
            "shortcuts": lambda: self._run(self._shortcuts()),
            "about": lambda: self._run(About(self._window)),
        }

    def train(self) -> None:
        """Train; what is being typed counts. A training in progress is shown instead."""
        window = self._window
        if not window.is_training:
            window.commit()
            if not window.workspace.training.train():
                return
        window.workspace.bottom.show_page("training")

    def export(self) -> None:
        """Show the network as Python that can be taken home."""
        # Here, because the highlighter takes its time and the start of the window has none.
        from hornstudio.ui.panels.code import ExportDialog

        self._window.commit()
        self._run(ExportDialog(self._window.document, self._window))

    def _save_picture(self) -> None:
        proposal = self._proposal()
        self.picturing.ask_and_draw(self._window.document.report, proposal)

    def _print(self) -> None:
        proposal, document = self._proposal(), self._window.document
        self.picturing.ask_and_print(document.report, document.title, proposal)

    def _proposal(self) -> Path:
        """A file of the folder and the name of the network, as the person has it now."""
        self._window.commit()
        filing = self._window.filing
        return filing.folder / filing.proposal()

    def find(self) -> None:
        """Find modules on the canvas."""
        self._window.workspace.show_build()
        self._window.workspace.finder.open()

    def _go_to_page(self, name: str) -> None:
        """Bring a page below the canvas to the front, with the keyboard in it."""
        bottom = self._window.workspace.bottom
        bottom.show_page(name)
        bottom.focus_page()

    def _put_away(self, name: str) -> None:
        self._window.workspace.toggle(name)
        self.renew()

    def _toggle_shapes(self) -> None:
        settings = self._window.settings
        settings.has_shapes = not settings.has_shapes
        self._window.workspace.canvas.show_shapes(settings.has_shapes)
        settings.save()
        self.renew()

    def _choose_theme(self, mode: Mode) -> None:
        current().set_mode(mode)
        self._window.settings.theme = mode.value
        self._window.settings.save()
        self.renew()

    def _language_slot(self, code: str) -> Callable[[], object]:
        return lambda: self._choose_language(code)

    def _choose_language(self, code: str) -> None:
        self._window.settings.language = code
        self._window.settings.save()
        self.renew()
        self._window.language_chosen.emit()

    def _toggle_full_screen(self) -> None:
        window = self._window
        if window.isFullScreen():
            window.showMaximized() if window.was_maximized else window.showNormal()
        else:
            window.was_maximized = window.isMaximized()
            window.showFullScreen()
        self.renew()

    def _toggle_guides(self) -> None:
        settings = self._window.settings
        settings.has_guides = not settings.has_guides
        self._window.workspace.canvas.view.has_guides = settings.has_guides
        settings.save()
        self.renew()

    def _enter_centre(self, show: Callable[[], None]) -> None:
        """Show the canvas or the code, with the keyboard in it, from the start page, too."""
        if not self._window.is_working:
            self._window.show_work()
        show()
        self._window.workspace.focus_centre()

    def _commands(self) -> "CommandPalette":
        """The command palette, made when it is first asked for."""
        if self._palette is None:
            from hornstudio.ui.panels.command_palette import CommandPalette

            window = self._window
            self._palette = CommandPalette(window, window.settings, self._read_commands)
            self._palette.chosen.connect(lambda action_id: window.table[action_id].trigger())
        return self._palette

    def _read_commands(self) -> "list[Command]":
        """Every action as it is now, with the reason where it cannot be done."""
        from hornstudio.ui.panels.command_palette import commands_of

        reasons = {i: why_not(i, self._window) for i in (*self._window.table.rows, "undo", "redo")}
        return commands_of(self._window.table, reasons)

    def _shortcuts(self) -> QDialog:
        # Here, because a list of so many small widgets takes its time.
        from hornstudio.ui.panels.shortcuts.dialog import ShortcutsDialog

        return ShortcutsDialog(self._window.keymap, self._window)

    def _run(self, dialog: QDialog) -> None:
        dialog.exec()
        dialog.deleteLater()
