"""After a run that did not fit: what it holds is let go, and what such a run keeps is told."""

import math
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING

from hornstudio.engine.data.rows import is_in_memory
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.steps.device_data import forget
from hornstudio.engine.train.trouble.footing import Footing

if TYPE_CHECKING:
    from hornstudio.engine.train.run import Run


def let_go(error: BaseException, run: "Run | None") -> int:
    """Free the memory of a run. Returns the bytes that it keeps through all steps; 0 for unknown.

    What the frames of the error hold goes, too: nobody will read it, and it is what was too much.
    """
    kept = 0
    if run is not None:
        with suppress(Exception):  # it may have ended before it had data
            kept = kept_bytes(run)
        run.carry, run.footing = {}, Footing()
        run.__dict__.pop("feed", None)
    traceback.clear_frames(error.__traceback__)
    forget()
    return kept


def kept_bytes(run: "Run") -> int:
    """Samples on the device, what a step carries, and the copy that a run falls back on.

    Where the copy lies in main memory, it takes nothing of a device with memory of its own.
    """
    leaves = jax.tree.leaves(run.program.form())
    carried = sum(math.prod(leaf.shape) * leaf.dtype.itemsize for leaf in leaves)
    arrays = run.dataset.train.values()
    samples = sum(array.nbytes for array in arrays if is_in_memory(array))
    is_processor = run.parts.spread.devices[0].platform == "cpu"
    return samples + carried * (2 if is_processor or run.footing.is_on_device else 1)
