"""Curves and charts as files of a person's choice."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import FileError
from hornstudio.ui.panels.training.charts.svg_lines import settled
from hornstudio.ui.theme import current
from hornstudio.ui.widgets import file_dialog
from hornstudio.ui.widgets.question import ask
from hornstudio.ui.words.translate import sentence, tr

if TYPE_CHECKING:
    from hornstudio.ui.panels.training.charts.view import ChartView as Chart

PICTURES = {".png": "PNG", ".svg": "SVG"}
TABLES = {".csv": "CSV"}
_FINE = 3  # pixels of the PNG for one of the screen: fit for print
_PX_AN_INCH = 96  # as SVG counts: at full size lines are as wide as on the screen
_LEAST = QSize(560, 300)  # of a chart: there is room for the name of every line


def save(
    window: QWidget, title: str, wish: Path, kinds: dict[str, str], make: Callable[[str], bytes]
) -> Path | None:
    """Write a file of the person's choice, whose suffix is one of `kinds`; what was written.

    wish: what is proposed. make(suffix): the content. Where it cannot be written, another place is
    asked for.
    """
    while (path := ask_path(window, title, wish, kinds)) is not None:
        try:
            write_atomically(path, make(path.suffix.lower()))
        except FileError as error:
            more, way = tr("Another place may do."), tr("Save &as…")
            if ask(window, tr("Not saved"), sentence(error.text), more, (way,)) != 0:
                return None
            wish = path
        else:
            return path
    return None


def ask_path(window: QWidget, title: str, wish: Path, kinds: dict[str, str]) -> Path | None:
    """A file of the person's choice; its suffix is one of `kinds`. wish: what is proposed."""
    suffixes = {f"{name} (*{suffix})": suffix for suffix, name in kinds.items()}
    dialog = file_dialog.to_save(window, title, suffixes)
    if wish.is_absolute():
        dialog.setDirectory(str(wish.parent))
    dialog.selectFile(wish.name)
    chosen = file_dialog.chosen(dialog)
    return with_known_suffix(chosen[0], kinds) if chosen else None


def with_known_suffix(path: Path, kinds: dict[str, str]) -> Path:
    """The path as it is where its suffix is one of `kinds`; otherwise with the first of them."""
    if path.suffix.lower() in kinds:
        return path
    return path.with_name(path.name + next(iter(kinds)))


def picture_bytes(charts: "Sequence[Chart]", suffix: str) -> bytes:
    """The charts side by side, with all names, as PNG or as SVG. suffix: of `PICTURES`."""
    fineness = 1 if suffix == ".svg" else _FINE
    copies = [chart.for_picture(_LEAST, fineness) for chart in charts]
    size = QSize(sum(copy.width() for copy in copies), max(copy.height() for copy in copies))
    content = (
        settled(_svg(copies, size), _areas(copies)) if suffix == ".svg" else _png(copies, size)
    )
    for copy in copies:
        copy.hide()
        copy.deleteLater()
    return content


def _png(charts: "Sequence[Chart]", size: QSize) -> bytes:
    image = QImage(size * _FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(_FINE)
    image.fill(current().color("bg.panel"))
    painter = QPainter(image)
    _paint(painter, charts)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _svg(charts: "Sequence[Chart]", size: QSize) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    drawing = QSvgGenerator()
    drawing.setOutputDevice(buffer)
    drawing.setResolution(_PX_AN_INCH)
    drawing.setSize(size)
    drawing.setViewBox(QRect(QPoint(), size))
    painter = QPainter(drawing)
    painter.fillRect(QRect(QPoint(), size), current().color("bg.panel"))
    _paint(painter, charts)
    painter.end()
    return bytes(buffer.data().data())


def _areas(charts: "Sequence[Chart]") -> list[tuple[int, QRectF]]:
    """Where each chart begins, and where in the picture its curves are seen."""
    found, left = [], 0
    for chart in charts:
        corner = chart.plot.mapTo(chart, QPoint()) + QPoint(left, 0)
        found.append((left, chart.plot.view.sceneBoundingRect().translated(corner)))
        left += chart.width()
    return found


def _paint(painter: QPainter, charts: "Sequence[Chart]") -> None:
    left = 0
    for chart in charts:
        chart.render(painter, QPoint(left, 0))
        left += chart.width()
