"""An array to which values are added."""

import numpy as np

from hornstudio.ui.panels.training.course.trace import Floats

_FIRST_ROOM = 256


class Growing:
    """Values [N] in a buffer that grows by doubling."""

    def __init__(self) -> None:
        self._room = np.empty(_FIRST_ROOM)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def values(self) -> Floats:
        """View of all values, which later ones leave as it is."""
        return self._room[: self._count]

    def add(self, values: Floats) -> None:
        """Add some at the end."""
        count = self._count + len(values)
        if count > len(self._room):
            room = np.empty(max(count, 2 * len(self._room)))
            room[: self._count] = self.values
            self._room = room
        self._room[self._count : count] = values
        self._count = count
