"""What the pictures of a folder look like to the network."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.params import Values
from hornstudio.ui.panels.inspector.samples import Sample, Samples
from hornstudio.ui.panels.inspector.section import Section
from hornstudio.ui.theme import pixmap
from hornstudio.ui.widgets.elided_label import ElidedLabel
from hornstudio.ui.words.translate import tr

COLUMNS = 4
COUNT = 2 * COLUMNS
_SIDE_PX = 56


class SamplesBlock(Section):
    """A few samples with their classes; hidden where a node reads no folder, or cannot."""

    def __init__(self) -> None:
        super().__init__(tr("Samples"), tr("as the network gets them"))
        self.tiles: list[_Tile] = []
        self._shown: Values | None = None
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for column in range(COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.body.addLayout(self._grid)
        self.samples = Samples(self)
        self.samples.come.connect(self._on_come)
        self.hide()

    def show_facts(self, facts: NodeFacts | None) -> None:
        """Show what the settings make of the pictures, as soon as some have been read."""
        own, values = (facts.module.own, facts.values) if facts else (None, None)
        if own is None or own.peek is None or values is None or own.why_not(values):
            self._shown = None
            self.hide()
        elif values != self._shown:
            self._shown = values
            self.samples.read(own, values, COUNT)

    def _on_come(self, samples: list[Sample]) -> None:
        for tile in self.tiles:
            tile.hide()
            tile.deleteLater()
        self.tiles = [_Tile(sample) for sample in samples]
        for place, tile in enumerate(self.tiles):
            self._grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
        self.setVisible(bool(self.tiles) and self._shown is not None)


class _Tile(QWidget):
    """A picture above the name of its class."""

    def __init__(self, sample: Sample) -> None:
        super().__init__()
        picture = QLabel()
        picture.setFixedHeight(_SIDE_PX)
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        picture.setPixmap(self._drawn(sample))
        name = ElidedLabel()
        name.show_text(sample.name)
        name.setProperty("tone", "secondary")
        name.setProperty("scale", "micro")
        name.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(picture)
        column.addWidget(name)
        said = f"{sample.name}: {Path(sample.path).name}"
        self.setAccessibleName(said if sample.image else tr("{file} cannot be read", file=said))
        self.setToolTip(sample.path if sample.image else self.accessibleName())

    def _drawn(self, sample: Sample) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if sample.image is None:
            return pixmap("warning", "warning.default", 20, ratio)
        side = round(_SIDE_PX * ratio)
        keep, smooth = (
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        is_small = max(sample.image.width(), sample.image.height()) < side
        how = Qt.TransformationMode.FastTransformation if is_small else smooth
        drawn = QPixmap.fromImage(sample.image.scaled(side, side, keep, how))
        drawn.setDevicePixelRatio(ratio)
        return drawn
