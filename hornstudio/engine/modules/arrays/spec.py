"""Shapes of what arrays give, and why they cannot: what is seen in the editor."""

from pathlib import Path

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.modules.arrays.header import Header
from hornstudio.engine.modules.arrays.opening import home_of
from hornstudio.engine.modules.arrays.reading import find_arrays
from hornstudio.engine.modules.arrays.survey import KEYS, Survey, survey
from hornstudio.engine.modules.arrays.target_spec import infer_target, unknown_target
from hornstudio.engine.params import Values
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Spec, numbers_text
from hornstudio.engine.spelling import closest
from hornstudio.engine.text import Text, at_path

_OFFERED = 3
_NAMED = 8


def infer_arrays(p: Values) -> dict[str, Spec]:
    """x as its array has it; y one of the classes, one-hot, or numbers."""
    found = survey(p)
    if found.trouble is not None and "x" not in found.headers:
        return {"x": Spec(("features",), p.dtype), "y": unknown_target(p)}
    _refuse_names(p, found)
    _refuse_shapes(p, found)
    if p.dtype == "int32" and p.scaling != "none":
        raise ShapeError(
            "scaled numbers have fractions; with the dtype int32 the numbers stay as they are",
            at_param="scaling",
            remedies=(set_to("scaling", "none"), set_to("dtype", "float32")),
        )
    x = Spec(found.headers["x"].shape[1:] or (1,), p.dtype)
    if "y" not in found.headers:
        return {"x": x, "y": x}
    if found.look is None:
        return {"x": x, "y": unknown_target(p)}
    return {"x": x, "y": infer_target(p, found.assigned.get("y", "y"), found.look)}


def _refuse_names(p: Values, found: Survey) -> None:
    """Arrays that were named must be there, and there must be inputs. Raises: ShapeError."""
    if not found.names:  # all that is known is what a run has kept
        return
    for key in KEYS:
        if p[key] and key not in found.headers:
            close = closest(p[key], list(found.names))
            raise ShapeError(
                "{path} has no array {name}; there are {names}",
                at_param=key,
                path=Path(p["path"]).name,
                remedies=(set_to(key, close),) if close else (),
                name=p[key],
                names=_listed(found.names),
            )
    if "x" not in found.headers:
        offered = [n for n in found.names if n != found.assigned.get("y")][:_OFFERED]
        raise ShapeError(
            "{path} does not tell which of its arrays has the inputs; there are {names}",
            at_param="x",
            path=Path(p["path"]).name,
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


def _refuse_shapes(p: Values, found: Survey) -> None:
    """Raises: ShapeError where samples are no rows of numbers, or not paired."""
    for key, header in found.headers.items():
        name = found.assigned.get(key, key)
        try:
            _refuse_shape(key, name, header, is_known=bool(found.names))
            if key[0] == "y":
                _refuse_other_count(found, key, name, header)
            if len(key) > 1 and key[0] in found.headers:
                _refuse_other_rows(found, key, name, header)
        except ShapeError as error:
            file = home_of(find_arrays(p["path"]), name).name
            raise ShapeError(at_path(file, error.text), at_param=key) from None


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
            "a sample of {name} is {found}, one of {first} is {need}; need the same",
            at_param=key,
            name=name,
            found=_row_text(header),
            first=found.assigned[key[0]],
            need=_row_text(first),
        )


def _row_text(header: Header) -> str:
    return Text("a word") if header.kind in "US" else numbers_text(header.shape[1:])
