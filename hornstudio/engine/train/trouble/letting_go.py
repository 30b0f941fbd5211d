"""After a run that did not fit: what it holds is let go, and what such a run keeps is told."""

import traceback
from contextlib import suppress

from hornstudio.engine.data.rows import is_in_memory
from hornstudio.engine.train.progress import Run
from hornstudio.engine.train.steps.device_data import forget
from hornstudio.engine.train.steps.memory.holding import Holding, carried_bytes
from hornstudio.engine.train.trouble.footing import Footing


def let_go(error: BaseException, run: Run | None) -> Holding | None:
    """Free the memory of a run. Returns what it holds through all steps; None where unknown.

    What the frames of the error hold goes, too: nobody will read it, and it is what was too much.
    """
    held = None
    if run is not None:
        with suppress(Exception):  # words about a lack must not fail for one
            held = holding_of(run)
        run.carry, run.footing = {}, Footing()
        run.__dict__.pop("feed", None)
    traceback.clear_frames(error.__traceback__)
    forget()
    return held


def holding_of(run: Run) -> Holding:
    """What a step carries; and samples, unless it has ended before it had any."""
    arrays = run.dataset.train.values() if "dataset" in run.__dict__ else ()
    samples = sum(array.nbytes for array in arrays if is_in_memory(array))
    spread = run.parts.spread
    carried = carried_bytes(run.program.plan, spread, run.footing.is_on_device)
    return Holding(carried, samples, spread.copies)
