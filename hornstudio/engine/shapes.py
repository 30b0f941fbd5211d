"""Symbolic shapes: what flows along a wire, known without computing anything.

A `Spec` describes one sample; the batch dimension comes before it and is never written down.
A dimension is a number, or a symbol such as `"T"` when its length is not known yet.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import prod

from hornstudio.engine.text import Text

Dim = int | str
Shape = tuple[Dim, ...]


@dataclass(frozen=True, slots=True)
class Spec:
    """Shape and type of one sample on a wire.

    shape: dimensions without the batch. dtype: NumPy name. classes: for integer labels, how many
    classes there are, where that is known. is_loss: one number for the whole batch. names: of the
    classes, in their order, where they have names.
    """

    shape: Shape
    dtype: str = "float32"
    classes: int | None = None
    is_loss: bool = False
    names: tuple[str, ...] = ()

    @property
    def rank(self) -> int:
        """Number of dimensions of one sample."""
        return len(self.shape)

    @property
    def size(self) -> int | None:
        """Numbers in one sample, or None while a dimension is unknown."""
        known = [d for d in self.shape if isinstance(d, int)]
        return prod(known) if len(known) == len(self.shape) else None

    @property
    def is_label(self) -> bool:
        """Whether these are integer class labels."""
        return self.dtype.startswith("int") and self.rank == 0

    def with_shape(self, shape: Shape) -> "Spec":
        """A float tensor of another shape."""
        return Spec(tuple(shape))

    def __str__(self) -> str:
        return shape_text(self.shape)


def shape_text(shape: Shape) -> str:
    """`28×28×1`; one number a sample is written `()`."""
    return "×".join(str(d) for d in shape) if shape else "()"


def numbers_text(shape: Sequence[Dim]) -> Text:
    """What a sample is, in words: `4 numbers`, `28×28×1 numbers`, `one number`."""
    if tuple(shape) in ((), (1,)):
        return Text("one number")
    return Text("{shape} numbers", shape="×".join(map(str, shape)))


def map_dim(dim: Dim, rule: Callable[[int], int], written: str = "f({})") -> Dim:
    """Apply a rule to a dimension; an unknown one stays a symbol that shows the rule."""
    return rule(dim) if isinstance(dim, int) else written.format(dim)


def window_length(dim: Dim, size: int, stride: int, padding: str, dilation: int = 1) -> Dim:
    """Output length of a sliding window over `dim` positions.

    valid: floor((n - dilation*(size-1) - 1) / stride) + 1;  same, causal: ceil(n / stride).
    The result of `valid` is below 1 when the window does not fit; the caller refuses that.
    """
    if padding in ("same", "causal"):
        return map_dim(dim, lambda n: -(-n // stride), f"⌈{{}}/{stride}⌉")
    reach = dilation * (size - 1) + 1
    return map_dim(dim, lambda n: (n - reach) // stride + 1, f"⌊({{}}-{reach})/{stride}⌋+1")


def product(dims: Shape) -> Dim:
    """Product of dimensions; symbols multiply as text."""
    if all(isinstance(d, int) for d in dims):
        return prod(d for d in dims if isinstance(d, int))
    return "·".join(str(d) for d in dims)
