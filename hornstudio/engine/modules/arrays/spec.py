"""Shapes of what arrays give, and why they cannot: what is seen in the editor."""

from collections.abc import Mapping
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.arrays.header import Header
from hornstudio.engine.modules.arrays.looking import MOST_VALUES, is_one_each
from hornstudio.engine.modules.arrays.survey import KEYS, Look, Survey, plan_of, survey
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Remedy, SetParam, set_to
from hornstudio.engine.shapes import Spec
from hornstudio.engine.spelling import closest
from hornstudio.engine.text import Text

MOST_CLASSES = 1_000_000
MOST_LIKELY = 100
"""More different numbers with gaps between them are rather counts or prices than classes."""
_OFFERED = 3
_NAMED = 8


def infer_arrays(p: Values) -> dict[str, Spec]:
    """x as its array has it; y one of the classes, one-hot, or numbers."""
    found = survey(p)
    if found.trouble is not None and "x" not in found.headers:
        return {"x": Spec(("features",), p.dtype), "y": _unknown_target(p)}
    _refuse_names(p, found)
    _refuse_shapes(found)
    if p.dtype == "int32" and p.scaling != "none":
        raise ShapeError(
            "scaled numbers have fractions; with the dtype int32 the numbers stay as they are",
            at_param="scaling",
            remedies=(set_to("scaling", "none"), set_to("dtype", "float32")),
        )
    x = Spec(found.headers["x"].shape[1:] or (1,), p.dtype)
    if "y" not in found.headers:
        return {"x": x, "y": x}
    return {"x": x, "y": _unknown_target(p) if found.look is None else _target(p, found)}


def _unknown_target(p: Values) -> Spec:
    if p.target_type == "number":
        return Spec((1,))
    return Spec(("classes",)) if p.target_type == "categorical" else Spec((), "int32")


def _refuse_names(p: Values, found: Survey) -> None:
    """Arrays that were named must be there, and there must be inputs. Raises: ShapeError."""
    if not found.names:  # all that is known is what a run has kept
        return
    for key in KEYS:
        if p[key] and key not in found.headers:
            close = closest(p[key], list(found.names))
            raise ShapeError(
                "has no array {name}; there are {names}",
                at_param=key,
                remedies=(set_to(key, close),) if close else (),
                name=p[key],
                names=_listed(found.names),
            )
    if "x" not in found.headers:
        offered = [n for n in found.names if n != found.assigned.get("y")][:_OFFERED]
        raise ShapeError(
            "does not tell which array has the inputs; there are {names}",
            at_param="x",
            remedies=tuple(set_to("x", name) for name in offered),
            names=_listed(found.names),
        )
    for key in ("x_val", "x_test"):
        lacking = f"y{key[1:]}"
        if p[key] and "y" in found.headers and lacking not in found.headers:
            raise ShapeError(
                "names no targets for {name}, though {others} has some; need both",
                at_param=lacking,
                name=p[key],
                others=found.assigned["x"],
            )


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def _refuse_shapes(found: Survey) -> None:
    """Raises: ShapeError where samples are no rows of numbers, or not paired."""
    for key, header in found.headers.items():
        name = found.assigned.get(key, key)
        _refuse_shape(key, name, header, is_known=bool(found.names))
        if key[0] == "y":
            _refuse_other_count(found, key, name, header)
        if len(key) > 1 and key[0] in found.headers:
            _refuse_other_rows(found, key, name, header)


def _refuse_shape(key: str, name: str, header: Header, is_known: bool) -> None:
    if not header.shape:
        raise ShapeError(
            "{name} is a single number; need a row for each sample", at_param=key, name=name
        )
    if is_known and 0 in header.shape:
        shape = "×".join(map(str, header.shape))
        raise ShapeError(
            "{name} is empty ({shape}); need one sample or more, with one number or more each",
            at_param=key,
            name=name,
            shape=shape,
        )
    if key[0] == "x" and header.kind in "US":
        raise ShapeError(
            "{name} has words in it; inputs have to be numbers", at_param=key, name=name
        )


def _refuse_other_count(found: Survey, key: str, name: str, header: Header) -> None:
    inputs = found.headers.get(f"x{key[1:]}")
    if inputs is not None and inputs.shape[:1] != header.shape[:1]:
        raise ShapeError(
            "{x} has {count} samples, {y} has {others}; need as many of each, one target for each "
            "sample",
            at_param=key,
            x=found.assigned[f"x{key[1:]}"],
            y=name,
            count=f"{inputs.shape[0]:,}" if inputs.shape else "1",
            others=f"{header.shape[0]:,}",
        )


def _refuse_other_rows(found: Survey, key: str, name: str, header: Header) -> None:
    """What validates and tests has to be as what trains."""
    first = found.headers[key[0]]
    is_alike = header.shape[1:] == first.shape[1:] and (header.kind in "US") == (first.kind in "US")
    if not is_alike:
        raise ShapeError(
            "each sample of {name} is {found}, of {first} {need}; need the same",
            at_param=key,
            name=name,
            found=_row_text(header),
            first=found.assigned[key[0]],
            need=_row_text(first),
        )


def _row_text(header: Header) -> str:
    if header.kind in "US":
        return Text("a word")
    return "×".join(map(str, header.shape[1:])) or Text("one number")


def _target(p: Values, found: Survey) -> Spec:
    look = found.look
    assert look is not None
    plan = plan_of(p, look)
    shape = () if plan["is_class"] and is_one_each(look) else tuple(look["shape"])
    if not plan["is_class"]:
        _refuse_words(p, found, look)
        return Spec(shape or (1,))
    _refuse_no_classes(p, found, look, plan)
    shape = shape[:-1] if plan["is_one_hot"] else shape
    names = tuple(map(value_text, plan["values"] or range(plan["classes"])))
    names = names if len(names) <= MOST_VALUES else ()
    if plan["to_one_hot"]:
        return Spec((*shape, plan["classes"]), names=() if shape else names)
    return Spec(shape, "int32", classes=plan["classes"], names=() if shape else names)


def _refuse_words(p: Values, found: Survey, look: Look) -> None:
    if look["is_text"]:
        raise ShapeError(
            "{name} has words in it, such as {word}; need numbers, or classes",
            at_param="target_type",
            remedies=(set_to("target_type", "auto"),),
            name=found.assigned.get("y", "y"),
            word=(look["values"] or ["?"])[0],
        )


def _refuse_no_classes(p: Values, found: Survey, look: Look, plan: Mapping[str, Any]) -> None:
    """Raises: ShapeError where targets cannot be the numbers of classes."""
    name = found.assigned.get("y", "y")
    as_numbers = Remedy(Text("Take them as numbers"), SetParam("target_type", "number"))
    if plan["is_one_hot"]:
        return
    if (look["is_text"] or p.renumber) and look["values"] is None:
        raise ShapeError(
            "{name} has more than {most} different values; need fewer, to be classes",
            at_param="target_type",
            remedies=() if look["is_text"] else (as_numbers,),
            name=name,
            most=f"{MOST_VALUES:,}",
        )
    if plan["values"] is not None:
        return
    if not look["is_whole"]:
        raise ShapeError(
            "{name} has numbers with a fraction, which cannot be the numbers of classes",
            at_param="target_type",
            remedies=(as_numbers,),
            name=name,
        )
    if look["high"] >= MOST_CLASSES:
        raise ShapeError(
            "{name} has numbers up to {high}; the number of a class can be {most} at most",
            at_param="target_type",
            remedies=(as_numbers,),
            name=name,
            high=f"{look['high']:,.0f}",
            most=f"{MOST_CLASSES - 1:,}",
        )
    values = look["values"]
    has_gaps = is_one_each(look) and values is not None and len(values) != look["high"] + 1
    if look["low"] < 0 or has_gaps:
        anew = Remedy(Text("Number them anew"), SetParam("renumber", True))
        can_be_classes = values is not None
        is_likely = can_be_classes and len(values) <= MOST_LIKELY
        both = (anew, as_numbers) if is_likely else (as_numbers, anew)
        raise ShapeError(
            "{name} has the class numbers {found}; need 0, 1, 2 and so on, each of them at least "
            "once",
            at_param="y",
            remedies=both if can_be_classes else (as_numbers,),
            name=name,
            found=_values_text(look),
        )


def _values_text(look: Look) -> Any:
    if look["values"] is None:
        return Text("{low} to {high}", low=look["low"], high=look["high"])
    return _listed(tuple(map(value_text, look["values"])))


def value_text(value: float | str) -> str:
    """A class as it is shown."""
    return value if isinstance(value, str) else f"{value:.10g}"
