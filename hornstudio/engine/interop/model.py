"""What is read of a model before it becomes a graph: layers, their calls, and who feeds whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

MASKS = ("mask", "query_mask", "value_mask", "key_mask")
"""Arguments of a call in which Keras writes down the masks of its tensors."""


class Tensor(NamedTuple):
    """One output of one call of a layer. shape: as the file says, the batch first; None if not."""

    layer: str
    call: int
    output: int
    shape: tuple[int | None, ...] | None = None


@dataclass(frozen=True, slots=True)
class Thing:
    """A serialized object: where its class is said to be, the class, and its settings.

    Nothing is ever imported by these names; they are only looked up in tables.
    """

    package: str
    name: str
    config: Mapping[str, Any]

    @property
    def is_keras(self) -> bool:
        """Whether it claims to be one of Keras' own."""
        return self.package.partition(".")[0] in ("keras", "tf_keras")

    @property
    def is_operator(self) -> bool:
        """Whether it is a bare function on tensors, such as the * between two of them."""
        return self.package.startswith("keras.src.ops")

    @property
    def path(self) -> str:
        """The class as a person would write it."""
        return f"{self.package}.{self.name}" if self.package else self.name


@dataclass(frozen=True, slots=True)
class Call:
    """Arguments of one call: JSON with Tensors in it."""

    args: tuple[Any, ...]
    kwargs: Mapping[str, Any]

    def tensors(self) -> Iterator[Tensor]:
        """All tensors that it takes, masks not counted."""
        yield from tensors_in(self.args)
        for name, value in self.kwargs.items():
            if name not in MASKS:
                yield from tensors_in(value)


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer with all its calls.

    inner: set where it is a model itself, or one on every step of a sequence (is_over_time).
    """

    name: str
    thing: Thing
    calls: tuple[Call, ...]
    inner: "Model | None" = None
    is_over_time: bool = False


@dataclass(frozen=True, slots=True)
class Model:
    """Layers in their order. outputs: by the name under which a loss may be given for them."""

    name: str
    layers: tuple[Layer, ...]
    inputs: tuple[Tensor, ...]
    outputs: tuple[tuple[str, Tensor], ...]
    is_sequential: bool = False
    is_trainable: bool = True


def tensors_in(value: Any) -> Iterator[Tensor]:
    """All tensors in nested lists and objects, in order."""
    if isinstance(value, Tensor):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from tensors_in(item)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from tensors_in(item)
