"""Some samples of a folder as the network gets them, read in a thread."""

from contextlib import suppress
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from hornstudio.engine.lazy import np
from hornstudio.engine.own_files import OwnFiles
from hornstudio.engine.params import Values
from hornstudio.ui.widgets.latest import IsWanted, Latest

_FORMATS = {
    1: QImage.Format.Format_Grayscale8,
    3: QImage.Format.Format_RGB888,
    4: QImage.Format.Format_RGBA8888,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """A file with the name of its class. image: what the network gets; None where it is broken."""

    path: str
    name: str
    image: QImage | None


class Samples(QObject):
    """come(samples): those that the last `read` has asked for."""

    come = Signal(list)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reading = Latest(self)
        self._reading.come.connect(self.come.emit)

    def read(self, own: OwnFiles, values: Values, count: int) -> None:
        """Read some; what an earlier call has asked for is wanted no more."""
        peek = own.peek
        assert peek is not None

        def look(is_wanted: IsWanted) -> list[Sample]:
            found: list[Sample] = []
            with suppress(OSError):  # it has just gone
                for path, name in peek(values[own.param], count):
                    if not is_wanted():
                        break
                    found.append(Sample(path, name, _image(own, values, path)))
            return found

        self._reading.start("samples", look)


def _image(own: OwnFiles, values: Values, path: str) -> QImage | None:
    try:
        return as_image(own.read(values, [path])[0])
    except Exception:  # a damaged file makes a decoder fail in any way
        return None


def as_image(sample: "np.ndarray") -> QImage:
    """Numbers from 0 to 1 as a picture. Shapes: sample [height, width, 1, 3 or 4]."""
    height, width, channels = sample.shape
    content = np.rint(sample * 255).astype(np.uint8).tobytes()
    return QImage(content, width, height, width * channels, _FORMATS[channels]).copy()
