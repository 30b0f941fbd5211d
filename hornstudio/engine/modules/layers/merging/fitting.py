"""What makes the last input of a merging as the first one is; the check offers what helps."""

from hornstudio.engine.modules.agreement import as_shape, set_units
from hornstudio.engine.problem import UPSTREAM, Insert, Remedy, set_to
from hornstudio.engine.shapes import Shape, Spec, product
from hornstudio.engine.text import Text

_PICTURE_RANK = 3


def ways_to_fit(inputs: tuple[Spec, ...]) -> list[Remedy]:
    """Another number of outputs, a layer that projects, padding, a reshape, or one row."""
    first, last = inputs[0].shape, inputs[-1].shape
    if len(first) != len(last):
        return _other_rank(inputs)
    if not first or first == last:
        return []
    ways = set_units(first[-1]) if first[:-1] == last[:-1] else _other_size()
    return ways + _projected(first, last)


def _other_rank(inputs: tuple[Spec, ...]) -> list[Remedy]:
    last = inputs[-1]
    size = product(last.shape)
    if all(x.rank == 1 for x in inputs[:-1]) and last.rank > 1:
        return [Remedy(Text("Insert Flatten"), Insert("flatten"), str(Spec((size,), last.dtype)))]
    first = inputs[0].shape
    return as_shape(first) if size == product(first) and last.rank else []


def _other_size() -> list[Remedy]:
    """A window that loses no border leaves the size as it was."""
    return [set_to("padding", "same", UPSTREAM)]


def _projected(first: Shape, last: Shape) -> list[Remedy]:
    """A dense layer, or for pictures a window of one point, gives as many channels as wanted."""
    count = first[-1]
    if not isinstance(count, int):
        return []
    if len(first) != _PICTURE_RANK:
        label = Text("Insert {title}", title=Text("Dense"))
        return [Remedy(label, Insert("dense", {"units": count}), str(Spec(first)))]
    strides = [_step(a, b) for a, b in zip(last[:-1], first[:-1], strict=True)]
    params = {"filters": count, "kernel_size": [1, 1], "strides": strides}
    label = Text("Insert {title}", title=Text("Conv2D"))
    return [Remedy(label, Insert("conv2d", params), str(Spec(first)))]


def _step(brought: int | str, wanted: int | str) -> int:
    """How many points on, for as many as are wanted."""
    if isinstance(brought, int) and isinstance(wanted, int) and 0 < wanted < brought:
        return -(-brought // wanted)
    return 1
