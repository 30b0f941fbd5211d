"""Any exception as the last event of a run: the reason in words, the traceback apart from it."""

import traceback

from hornstudio.engine.disk.atomic import FULL
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError, FileError, HornError, RunError
from hornstudio.engine.graph import Graph
from hornstudio.engine.text import Text, joined
from hornstudio.engine.train.steps.memory.device import free_bytes
from hornstudio.engine.train.steps.memory.holding import Holding
from hornstudio.engine.train.trouble.shortage import shortage
from hornstudio.engine.watch.events import Failed

_LONGEST_TRACEBACK = 20_000
_OUT_OF_MEMORY = ("RESOURCE_EXHAUSTED", "out of memory", "Out of memory")


def failure_of(
    error: BaseException, graph: Graph | None = None, held: Holding | None = None
) -> Failed:
    """What a person is told about an exception; of what went on in training a graph, more.

    held: what such a training holds through all its steps, where that is known.
    """
    if graph is not None and is_out_of_memory(error):
        return shortage(graph, _first_line(error), free_bytes(), held)
    told = "".join(traceback.format_exception(error))[-_LONGEST_TRACEBACK:]
    if isinstance(error, DataError):
        return Failed(
            reason=error.text,
            node=error.node,
            missing=error.missing,
            substitute=error.substitute,
        )
    if isinstance(error, RunError):
        # a fault in the maths of a module: whoever wrote it wants to see the way to it
        return Failed(reason=error.text, node=error.node, traceback=told if error.__cause__ else "")
    # a refusal says all in its words; only what nobody foresaw needs its traceback
    return Failed(reason=_reason(error), traceback="" if isinstance(error, HornError) else told)


def _reason(error: BaseException) -> str:
    if isinstance(error, FileError) and len(error.problems) > 1:
        return joined(error.problems)
    if isinstance(error, HornError):
        return error.text
    if is_out_of_memory(error):
        return Text(
            "there is not enough memory for this; make batch_size smaller, or the layers. "
            "({error})",
            error=_first_line(error),
        )
    if isinstance(error, OSError) and error.errno in FULL:
        return Text(
            "there is no room left where this is written ({error}); make some, and try again",
            error=reason_of(error),
        )
    return Text("something went wrong inside: {error}", error=_first_line(error))


def is_out_of_memory(error: BaseException) -> bool:
    """Whether the computer or the accelerator ran out of memory."""
    return isinstance(error, MemoryError) or any(sign in str(error) for sign in _OUT_OF_MEMORY)


def _first_line(error: BaseException) -> str:
    text = str(error).strip()
    name = type(error).__name__
    return f"{name}: {text.splitlines()[0][:300]}" if text else name
