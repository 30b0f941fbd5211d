"""One call of a layer, as Keras makes it."""

from dataclasses import dataclass

from hornstudio.engine.compile.call import Call


@dataclass(frozen=True, slots=True)
class Use:
    """The node, its owner's layer, and the tensors that flow in and out.

    sources: by port. ports: what leaves, in Keras' order. hands_out_more: whether more than the
    first of these is taken.
    """

    call: Call
    layer: str
    sources: tuple[tuple[str, ...], ...]
    ports: tuple[str, ...]
    hands_out_more: bool = False
