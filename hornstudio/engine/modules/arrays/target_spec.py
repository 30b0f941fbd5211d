"""Shape and classes of targets, and why they are none: what is seen in the editor."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.arrays.looking import MOST_VALUES, is_one_each
from hornstudio.engine.modules.arrays.survey import Look, plan_of
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Remedy, SetParam, set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

MOST_CLASSES = 1_000_000
MOST_LIKELY = 100
"""More different numbers with gaps between them are rather counts or prices than classes."""
_NAMED = 8
_AS_NUMBERS = Remedy(Text("Take them as numbers"), SetParam("target_type", "number"))
_ANEW = Remedy(Text("Number them anew"), SetParam("renumber", True))


def unknown_target(p: Values) -> Spec:
    """Of targets that nobody has seen yet."""
    if p.target_type == "number":
        return Spec((1,))
    return Spec(("classes",)) if p.target_type == "categorical" else Spec((), "int32")


def infer_target(p: Values, name: str, look: Look) -> Spec:
    """One of the classes, one-hot, or numbers. name: of the array. Raises: ShapeError."""
    plan = plan_of(p, look)
    shape = () if plan["is_class"] and is_one_each(look) else tuple(look["shape"])
    if not plan["is_class"]:
        _refuse_words(name, look)
        return Spec(shape or (1,))
    if not plan["is_one_hot"]:
        _refuse_no_classes(p, name, look, plan)
    shape = shape[:-1] if plan["is_one_hot"] else shape
    names = tuple(map(value_text, plan["values"] or range(plan["classes"])))
    names = names if len(names) <= MOST_VALUES else ()
    if plan["to_one_hot"]:
        return Spec((*shape, plan["classes"]), names=() if shape else names)
    return Spec(shape, "int32", classes=plan["classes"], names=() if shape else names)


def _refuse_words(name: str, look: Look) -> None:
    if look["is_text"]:
        raise ShapeError(
            "{name} has words in it, such as {word}; need numbers, or classes",
            at_param="target_type",
            remedies=(set_to("target_type", "auto"),),
            name=name,
            word=(look["values"] or ["?"])[0],
        )


def _refuse_no_classes(p: Values, name: str, look: Look, plan: Mapping[str, Any]) -> None:
    """Raises: ShapeError where targets cannot be the numbers of classes."""
    if (look["is_text"] or p.renumber) and look["values"] is None:
        raise ShapeError(
            "{name} has more than {most} different values; need fewer, to be classes",
            at_param="target_type",
            remedies=() if look["is_text"] else (_AS_NUMBERS,),
            name=name,
            most=f"{MOST_VALUES:,}",
        )
    if plan["values"] is None:
        _refuse_fractions(name, look)
        _refuse_gaps(name, look)


def _refuse_fractions(name: str, look: Look) -> None:
    if not look["is_whole"]:
        raise ShapeError(
            "{name} has numbers with a fraction, which cannot be the numbers of classes",
            at_param="target_type",
            remedies=(_AS_NUMBERS,),
            name=name,
        )
    if look["high"] >= MOST_CLASSES:
        raise ShapeError(
            "{name} has numbers up to {high}; the number of a class can be {most} at most",
            at_param="target_type",
            remedies=(_AS_NUMBERS,),
            name=name,
            high=f"{look['high']:,.0f}",
            most=f"{MOST_CLASSES - 1:,}",
        )


def _refuse_gaps(name: str, look: Look) -> None:
    """Where there are several targets for each sample, such as a word at each place of a sentence,
    not every class has to be there.
    """
    values = look["values"]
    has_gaps = is_one_each(look) and values is not None and len(values) != look["high"] + 1
    if look["low"] < 0 or has_gaps:
        raise ShapeError(
            "{name} has the class numbers {found}; need 0, 1, 2 and so on, each of them at least "
            "once",
            at_param="y",
            remedies=_remedies_for(values),
            name=name,
            found=_values_text(look),
        )


def _remedies_for(values: list[Any] | None) -> tuple[Remedy, ...]:
    if values is None:
        return (_AS_NUMBERS,)
    return (_ANEW, _AS_NUMBERS) if len(values) <= MOST_LIKELY else (_AS_NUMBERS, _ANEW)


def _values_text(look: Look) -> str:
    values = look["values"]
    if values is None:
        return Text("{low} to {high}", low=look["low"], high=look["high"])
    return ", ".join(map(value_text, values[:_NAMED])) + (" …" if len(values) > _NAMED else "")


def value_text(value: float | str) -> str:
    """A class as it is shown."""
    return value if isinstance(value, str) else f"{value:.10g}"
