"""What merging asks of its inputs, and how it is declared."""

from collections.abc import Callable
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Mask, Module, Port
from hornstudio.engine.modules.layers.merging.fitting import ways_to_fit
from hornstudio.engine.params import Param
from hornstudio.engine.problem import Disconnect, Remedy
from hornstudio.engine.shapes import Shape, Spec
from hornstudio.engine.text import Text


def need_several(inputs: tuple[Spec, ...]) -> None:
    """Merging takes two or more. Raises: ShapeError."""
    if len(inputs) < 2:
        raise ShapeError("gets one input; needs at least 2", port="inputs")


def need_two(inputs: tuple[Spec, ...]) -> None:
    """What has a first and a second input takes just these. Raises: ShapeError."""
    if len(inputs) < 2:
        raise ShapeError("gets one input; needs 2", port="inputs")
    if len(inputs) > 2:
        raise ShapeError(
            "gets {count} inputs; needs just 2",
            port="inputs",
            remedies=[Remedy(Text("Remove the wire"), Disconnect())],
            count=len(inputs),
        )


def misfit(inputs: tuple[Spec, ...], need: Text) -> ShapeError:
    """The error for shapes that do not go together; changing the last one may mend it."""
    shapes, ways = " and ".join(str(x) for x in inputs), ways_to_fit(inputs)
    return ShapeError(
        "gets {shapes}; {need}", port="inputs", remedies=ways, shapes=shapes, need=need
    )


def differ(one: Shape, other: Shape) -> bool:
    """Whether two shapes of the same rank certainly differ."""
    pairs = zip(one, other, strict=True)
    return any(a != b and isinstance(a, int) and isinstance(b, int) for a, b in pairs)


def merging(
    apply: Callable[..., Any],
    infer: Callable[..., Spec],
    help: str,
    words: tuple[str, ...],
    *params: Param,
    flops: Callable[..., int],
    mask: Mask,
) -> Module:
    """A layer that merges what is wired into its only port."""
    name = apply.__name__
    return Module(
        kind=name,
        title=name.capitalize(),
        category="reshape",
        help=help,
        source=f"https://keras.io/api/layers/merging_layers/{name}/",
        params=params,
        inputs=(Port("inputs", many=True),),
        infer=infer,
        flops=flops,
        apply=apply,
        alone=True,
        mask=mask,
        keras=f"layers.{name.capitalize()}",
        words=words,
        main=tuple(p.name for p in params),
    )
