"""The computing process lets the window go first where both want the same core."""

import os
import sys

NICENESS = 5
_BELOW_NORMAL = 0x4000  # BELOW_NORMAL_PRIORITY_CLASS of Windows


def give_way() -> None:
    """Let others before this thread and those that it starts; where that is refused, stay.

    On two cores that a training keeps busy, a window with equal rights waits 50 ms and more for its
    turn. Training takes as long as before unless others compute, too.
    """
    if sys.platform == "win32":
        _be_below_normal()
        return
    try:
        own = os.getpriority(os.PRIO_PROCESS, 0)
        os.setpriority(os.PRIO_PROCESS, 0, max(own, NICENESS))
    except OSError:
        return


if sys.platform == "win32":

    def _be_below_normal() -> None:
        import ctypes
        from ctypes import wintypes

        kernel = ctypes.windll.kernel32
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        kernel.SetPriorityClass.argtypes = (wintypes.HANDLE, wintypes.DWORD)
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _BELOW_NORMAL)
