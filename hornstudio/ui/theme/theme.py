"""The theme in use: dark, light, or whichever the system has now."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import cast

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QPalette, QStyleHints

from hornstudio.ui.theme import tokens

_TINTS = {
    "grey": "text.muted",
    "blue": "category.core",
    "green": "category.data",
    "teal": "category.recurrent",
    "amber": "category.activation",
    "red": "category.loss",
    "violet": "category.attention",
    "pink": "category.composite",
}


class Mode(StrEnum):
    """What a person may choose; `SYSTEM` follows the desktop, also while the window is open."""

    DARK = "dark"
    LIGHT = "light"
    SYSTEM = "system"


@dataclass(frozen=True)
class Shadow:
    """One layer of a drop shadow, in px at 100 %."""

    dx: float
    dy: float
    blur: float
    spread: float
    color: QColor


class Theme(QObject):
    """Typed access to the tokens of the scheme in use.

    `changed` is emitted after a switch between dark and light; whoever paints by hand calls
    `update()` and reads the colours again. Unknown names raise `KeyError` with the path.
    """

    changed = Signal()

    def __init__(self, mode: Mode = Mode.DARK, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tokens = tokens.load()
        self._colors: dict[tuple[str, str], QColor] = {}
        self._mode = mode
        self._scheme = self._scheme_of(mode)
        self._hints: QStyleHints | None = None
        self.reduced_motion = False

    @property
    def mode(self) -> Mode:
        """What was chosen."""
        return self._mode

    @property
    def scheme(self) -> str:
        """`dark` or `light`: what is shown."""
        return self._scheme

    @property
    def is_dark(self) -> bool:
        """Whether the dark scheme is shown."""
        return self._scheme == "dark"

    def set_mode(self, mode: Mode) -> None:
        """Choose dark, light or system; title bars of the platform follow where it can do so."""
        self._mode = Mode(mode)
        hints = self._follow_system()
        if self._mode is Mode.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._mode is Mode.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._show(self._scheme_of(self._mode))

    @contextmanager
    def borrowed(self, scheme: str) -> Iterator[None]:
        """Answer with the values of another scheme for now; nobody is told, nothing is shown."""
        own, self._scheme = self._scheme, scheme
        try:
            yield
        finally:
            self._scheme = own

    def color(self, path: str) -> QColor:
        """Colour of a token: `bg.panel`, `category.core`, `wire.image`, `chart.extra.0`, ..."""
        key = (self._scheme, path)
        if key not in self._colors:
            self._colors[key] = parse_color(self._tokens.colors[self._scheme][path])
        # QColor is mutable: a caller that dims its copy must not dim the token.
        return QColor(self._colors[key])

    def category(self, name: str) -> QColor:
        """Hue of a category of modules; of a category without one, that of composites."""
        known = self._tokens.colors[self._scheme]
        return self.color(
            f"category.{name}" if f"category.{name}" in known else "category.composite"
        )

    def tint(self, name: str) -> QColor:
        """A colour that a person may give; grey for a name that only another version knows."""
        return self.color(_TINTS.get(name, _TINTS["grey"]))

    def hue(self, shade: str) -> QColor:
        """Of a category, such as `core`, or of a tint, such as `tint.blue`."""
        tint = shade.removeprefix("tint.")
        return self.category(shade) if tint == shade else self.tint(tint)

    def header(self, shade: str) -> QColor:
        """Fill of a node's header: a hue over the node's body."""
        share = self.share("node.headerMixPct") / 100
        return mix(self.hue(shade), self.color("node.body"), share)

    def block(self, shade: str) -> QColor:
        """Fill of a node that is zoomed out to a block."""
        share = self.share("node.lodFillPct") / 100
        return mix(self.hue(shade), self.color("node.body"), share)

    def wire(self, port_type: str) -> QColor:
        """Colour of what a port of this type sends: `image`, `vector`, `label`, ..."""
        return self.color(f"wire.{port_type}")

    def chart(self, series: str) -> QColor:
        """Colour of `train`, `validation`, `test`, `grid`, `axis`, `label` or `marker`."""
        return self.color(f"chart.{series}")

    def px(self, path: str) -> int:
        """Length in whole device-independent pixels: `node.header`, `radius.md`, `space.x4`."""
        return round(self._tokens.numbers[path])

    def number(self, path: str) -> float:
        """Number that need not be whole: `wire.dragging`, `port.hoverScale`."""
        return self._tokens.numbers[path]

    def ms(self, path: str) -> int:
        """Duration in ms: `motion.fast`; 0 where motion is to be reduced."""
        duration_ms = round(self._tokens.numbers[path])
        return 0 if self.reduced_motion else duration_ms

    def share(self, path: str) -> float:
        """Number that differs between dark and light: `chart.rawAlpha`, `node.headerMixPct`."""
        return self._tokens.shares[self._scheme][path]

    def shadows(self, name: str) -> tuple[Shadow, ...]:
        """Layers of a shadow, uppermost first: `node`, `nodeDrag`, `popup`."""
        return parse_shadows(self._tokens.shadows[self._scheme][name])

    def palette(self) -> QPalette:
        """Qt's palette, for what no style sheet reaches."""
        palette = QPalette()
        for role, path in _ROLES.items():
            palette.setColor(role, self.color(path))
        for role in _INK:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.color("text.disabled"))
        return palette

    def _follow_system(self) -> QStyleHints:
        if self._hints is None:
            self._hints = QGuiApplication.styleHints()
            self._hints.colorSchemeChanged.connect(self._on_system_scheme_changed)
        return self._hints

    def _on_system_scheme_changed(self, scheme: Qt.ColorScheme) -> None:
        if self._mode is Mode.SYSTEM:
            self._show(_name_of(scheme))

    def _show(self, scheme: str) -> None:
        if scheme != self._scheme:
            self._scheme = scheme
            self.changed.emit()

    @staticmethod
    def _scheme_of(mode: Mode) -> str:
        if mode is not Mode.SYSTEM:
            return mode.value
        if QGuiApplication.instance() is None:
            return "dark"
        return _name_of(QGuiApplication.styleHints().colorScheme())


@cache
def current() -> Theme:
    """The theme of this process."""
    return Theme()


def mix(top: QColor, base: QColor, share: float) -> QColor:
    """`top` at `share` (0..1) over an opaque `base`, blended in sRGB as the contrast table is."""

    def blend(above: float, below: float) -> float:
        return above * share + below * (1 - share)

    return QColor.fromRgbF(
        blend(top.redF(), base.redF()),
        blend(top.greenF(), base.greenF()),
        blend(top.blueF(), base.blueF()),
    )


def parse_color(text: str) -> QColor:
    """Colour of `#RRGGBB` or, in CSS order, `#RRGGBBAA`. Raises: ValueError."""
    if not _COLOR.fullmatch(text):
        raise ValueError(f"colour is {text!r}; need #RRGGBB or #RRGGBBAA.")
    return QColor(*bytes.fromhex(text[1:]))


def parse_shadows(text: str) -> tuple[Shadow, ...]:
    """Layers of a CSS shadow: `0 1px 2px #00000059, ...`; `none` has no layer."""
    if text == "none":
        return ()
    return tuple(_shadow(layer.split()) for layer in text.split(", "))


def _name_of(scheme: Qt.ColorScheme) -> str:
    """A desktop that does not say gets dark, in which the design was drawn."""
    return "light" if scheme == Qt.ColorScheme.Light else "dark"


def _shadow(words: list[str]) -> Shadow:
    *lengths, color = words
    numbers = [float(length.removesuffix("px")) for length in lengths]
    dx, dy, blur, spread = cast(list[float], [*numbers, 0.0, 0.0])[:4]
    return Shadow(dx, dy, blur, spread, parse_color(color))


_COLOR = re.compile(r"#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?")
_INK = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.Text,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.HighlightedText,
)
_ROLES = {
    QPalette.ColorRole.Window: "bg.panel",
    QPalette.ColorRole.WindowText: "text.primary",
    QPalette.ColorRole.Base: "bg.input",
    QPalette.ColorRole.AlternateBase: "bg.raised",
    QPalette.ColorRole.Text: "text.primary",
    QPalette.ColorRole.Button: "bg.raised",
    QPalette.ColorRole.ButtonText: "text.primary",
    QPalette.ColorRole.BrightText: "error.default",
    QPalette.ColorRole.PlaceholderText: "text.muted",
    QPalette.ColorRole.Highlight: "accent.fill",
    QPalette.ColorRole.HighlightedText: "text.onAccent",
    QPalette.ColorRole.Accent: "accent.fill",
    QPalette.ColorRole.Link: "accent.default",
    QPalette.ColorRole.LinkVisited: "accent.default",
    QPalette.ColorRole.ToolTipBase: "bg.tooltip",
    QPalette.ColorRole.ToolTipText: "text.onTooltip",
    QPalette.ColorRole.Light: "bg.active",
    QPalette.ColorRole.Midlight: "bg.hover",
    QPalette.ColorRole.Mid: "border.default",
    QPalette.ColorRole.Dark: "border.strong",
    QPalette.ColorRole.Shadow: "bg.app",
}
