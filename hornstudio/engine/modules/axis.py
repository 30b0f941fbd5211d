"""Axes as Keras counts them, and other questions that shape rules ask of an input."""

from collections.abc import Sequence

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.params import Values
from hornstudio.engine.problem import UPSTREAM, set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

LENGTH_UNKNOWN = "dimension {place} of {spec} is unknown; the weights need its length"
LETTER_UNKNOWN = "dimension {letter} is unknown; the weights need its length"


def sample_axis(axis: int, x: Spec, port: str = "input", param: str = "axis") -> int:
    """Place in the shape of one sample of an axis that counts the batch as 0.

    Negative axes count from the end. Raises: ShapeError for the batch axis, or one too far.
    """
    place = axis + x.rank if axis < 0 else axis - 1
    if axis != 0 and 0 <= place < x.rank:
        return place
    remedy = set_to(param, -1)
    raise ShapeError(
        "{param} is {axis}, but the input is {spec}; need {need}",
        port=port,
        remedies=[remedy] if x.rank and axis != -1 else [],
        param=param,
        axis=axis,
        spec=str(x),
        need=_axes(x.rank),
    )


def _axes(rank: int) -> Text:
    if rank == 0:
        return Text("at least a vector")
    if rank == 1:
        return Text("1 or -1")
    return Text("1 to {rank}, or -{rank} to -1", rank=rank)


def known_length(x: Spec, place: int, port: str = "input") -> int:
    """Length of one dimension, where weights depend on it. Raises: ShapeError when unknown."""
    length = x.shape[place]
    if isinstance(length, int):
        return length
    raise ShapeError(
        LENGTH_UNKNOWN,
        port=port,
        place=place + 1,
        spec=str(x),
    )


def need_float(x: Spec, port: str = "input") -> None:
    """Refuse integers where the maths needs fractions. Raises: ShapeError."""
    if x.dtype.startswith("int"):
        remedy = set_to("dtype", "float32", UPSTREAM)
        what = (
            Text("integer class labels") if x.is_label else Text("integers ({spec})", spec=str(x))
        )
        raise ShapeError(
            "gets {what}; needs numbers with a fraction", port=port, remedies=[remedy], what=what
        )


def need_integers(x: Spec, port: str = "input") -> None:
    """Refuse fractions where numbers are looked up or are labels. Raises: ShapeError."""
    if not x.dtype.startswith("int"):
        raise ShapeError(
            "gets {dtype} numbers ({spec}); needs integers",
            port=port,
            remedies=[set_to("dtype", "int32", UPSTREAM)],
            dtype=x.dtype,
            spec=str(x),
        )


def joint_dtype(specs: Sequence[Spec]) -> str:
    """Type of a result that mixes these: integers stay so only among themselves."""
    dtypes = {spec.dtype for spec in specs}
    return dtypes.pop() if len(dtypes) == 1 else "float32"


def same_shape(p: Values, x: Spec) -> Spec:
    """The output has the shape of the input. Raises: ShapeError for integers."""
    need_float(x)
    return x.with_shape(x.shape)
