"""In which order Keras keeps what its optimizers remember, and where that is here."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hornstudio.engine.modules.optimizers.muon import is_excluded

Shape = tuple[int, ...]


class Weight(NamedTuple):
    """A weight that is trained."""

    owner: str
    array: str
    shape: Shape


class Kept(NamedTuple):
    """One array that Keras keeps.

    tree: `average`, `gathered` or `slots`. weight: what it is of; None for one of all weights.
    slot: its name here; "" where nothing here is like it, and Keras never reads what is there.
    """

    tree: str
    weight: Weight | None
    slot: str
    shape: Shape


AROUND = {"average": "use_ema", "gathered": "gradient_accumulation_steps"}
"""Trees of one array for each weight, and the param that asks for each."""

_MOMENTS = ((("m", "v"), ""),)
GROUPS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "sgd": ((("m",), "momentum"),),
    "adam": (*_MOMENTS, (("largest",), "amsgrad")),
    "adamw": (*_MOMENTS, (("largest",), "amsgrad")),
    "nadam": _MOMENTS,
    "adamax": ((("m", "u"), ""),),
    "lamb": _MOMENTS,
    "rmsprop": ((("v",), ""), (("m",), "momentum"), (("mean",), "centered")),
    "adagrad": ((("v",), ""),),
    "adadelta": ((("v", "u"), ""),),
    "lion": ((("m",), ""),),
    "ftrl": ((("n", "z"), ""),),
    "schedule_free_adamw": ((("z", "v"), ""),),
}
"""By kind, slots that Keras makes in turn for every weight, and the param that asks for them."""


def kept(kind: str, params: Mapping[str, Any], weights: Iterable[Weight]) -> list[Kept]:
    """What Keras keeps after the count of updates and the learning rate.

    kind: one of KINDS. params: those of the optimizer; what is at its default may be left out.
    """
    weights = list(weights)
    around = [tree for tree, asked in AROUND.items() if params.get(asked)]
    first = [Kept(tree, w, "", w.shape) for tree in around for w in weights]
    if kind in SPECIAL:
        slots = [Kept("slots", w, *slot) for w in weights for slot in SPECIAL[kind](w, params)]
        return first + slots
    groups = [names for names, asked in GROUPS[kind] if not asked or params.get(asked)]
    slots = [Kept("slots", w, s, w.shape) for names in groups for w in weights for s in names]
    if kind == "nadam":
        slots.append(Kept("slots", None, "product", ()))
    return first + slots


def _adafactor(weight: Weight, params: Mapping[str, Any]) -> Iterator[tuple[str, Shape]]:
    """Rows and columns of what has two axes; the other arrays are never read."""
    shape = weight.shape
    has_both = len(shape) >= 2
    yield from [("r", shape[:-1]), ("c", shape[:-2] + shape[-1:])] if has_both else [("", ())] * 2
    yield "" if has_both else "v", shape


def _muon(weight: Weight, params: Mapping[str, Any]) -> Iterator[tuple[str, Shape]]:
    yield "m", weight.shape
    words, embeddings = params.get("exclude_layers"), params.get("exclude_embeddings", True)
    if len(weight.shape) != 2 or is_excluded((weight.owner, weight.array), words, embeddings):
        yield "v", weight.shape


SPECIAL: dict[str, Callable[[Weight, Mapping[str, Any]], Iterator[tuple[str, Shape]]]] = {
    "adafactor": _adafactor,
    "muon": _muon,
}
"""By kind, slots of one weight with their shapes."""

KINDS = frozenset((*GROUPS, *SPECIAL))
"""Optimizers of which it is known."""
