"""Faults in the maths of a module, told with the node, the file and the line where they arise.

A module of one's own may raise anything, or give something else than its shape rule says. All of
it shows while a program is traced; nothing is looked at in a compiled step.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.composite.way import way_text
from hornstudio.engine.errors import HornError, RunError
from hornstudio.engine.lazy import jnp
from hornstudio.engine.mistake import file_of, told
from hornstudio.engine.shapes import Spec, shape_text


@contextmanager
def blamed(call: Call) -> Iterator[None]:
    """Make any failure of a node's maths a RunError that names the node."""
    try:
        yield
    except HornError:
        raise
    except Exception as error:
        raise RunError(
            "the maths of {kind} failed: {error}",
            node=call.node,
            kind=call.module.kind,
            error=told(error, file_of(call.module.apply)),
        ) from error


def refuse_other_shapes(call: Call, results: Any) -> None:
    """Hold what a layer gives against its shape rule; the batch comes first. Raises: RunError."""
    if not isinstance(results, tuple | list) or len(results) != len(call.specs):
        raise RunError(
            "the maths of {kind} gives {given}; it has {n} output ports, and needs a tuple of as "
            "many arrays",
            node=call.node,
            kind=call.module.kind,
            given=_described(results),
            n=len(call.specs),
        )
    for port, spec, result in zip(call.ports, call.specs, results, strict=True):
        if not _is_as(spec, result):
            raise RunError(
                "the maths of {kind} gives {given} at {port}, a batch of it; its shape rule says "
                "{said}",
                node=call.node,
                kind=call.module.kind,
                given=_described(result),
                port=way_text(port),
                said=f"{spec.dtype} {shape_text(('batch', *spec.shape))}",
            )


def refuse_no_number(call: Call, value: Any) -> None:
    """A loss is one number for the whole batch. Raises: RunError."""
    if getattr(value, "shape", None) != ():
        raise RunError(
            "the maths of {kind} gives {given}; need one number for the whole batch, such as "
            "their mean",
            node=call.node,
            kind=call.module.kind,
            given=_described(value),
        )


def _is_as(spec: Spec, result: Any) -> bool:
    if not hasattr(result, "shape") or len(result.shape) != 1 + spec.rank:
        return False
    lengths = zip(spec.shape, result.shape[1:], strict=True)
    if any(isinstance(said, int) and said != given for said, given in lengths):
        return False
    return bool(_has_fractions(spec.dtype) == _has_fractions(result.dtype))


def _has_fractions(dtype: Any) -> bool:
    return bool(jnp.issubdtype(dtype, jnp.floating))


def _described(value: Any) -> str:
    if hasattr(value, "shape"):
        return f"{value.dtype} {shape_text(value.shape)}"
    return f"a {type(value).__name__}"
