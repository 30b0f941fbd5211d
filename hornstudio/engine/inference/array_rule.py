"""Asking what a param holds whether it can start, penalise or bound the arrays that are its own."""

from collections.abc import Iterator

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.inference.shape_rule import guarded
from hornstudio.engine.module import Array, Module
from hornstudio.engine.params import Nested, Setting
from hornstudio.engine.problem import set_to
from hornstudio.engine.shapes import Shape, Spec, shape_text


def refuse_arrays(facts: NodeFacts, modules: Catalog) -> None:
    """Let all that is held have its say. Raises: ShapeError that names the param."""
    arrays = (*facts.weights, *facts.state)
    for array in arrays if facts.module.category != "composite" else ():  # its parts were asked
        _refuse_unsound(array, facts.module, modules)
    for name, shape in _held(facts):
        setting = facts.values.get(name) if facts.values else None
        if not isinstance(setting, Setting):
            continue
        param = facts.module.param(name)
        assert isinstance(param, Nested)
        held = modules.find(param.category, setting.kind)
        if held.infer is None:
            continue
        try:
            with guarded(held):
                held.infer(setting.params, Spec(shape))
        except ShapeError as error:
            raise _refusal(param, setting, error) from None


def _refuse_unsound(array: Array, module: Module, modules: Catalog) -> None:
    """An array that a module of one's own declares may have anything. Raises: ShapeError."""
    if not all(isinstance(length, int) for length in array.shape):
        raise ShapeError(
            "its array {array} has the shape {shape}; need whole numbers, known before training",
            array=array.name,
            shape=shape_text(array.shape),
        )
    params = [p.name for p in module.params]
    is_kind = ("initializer", array.initializer) in modules.modules
    if array.initializer not in params and not is_kind:
        raise ShapeError(
            "its array {array} starts with {kind!r}, which is neither a param of it nor a kind of "
            "initializer; known are {known}",
            array=array.name,
            kind=array.initializer,
            known=", ".join(m.kind for m in modules.category("initializer")),
        )


def _held(facts: NodeFacts) -> Iterator[tuple[str, Shape]]:
    """Names of params, and the shape of what each is for; the batch is a dimension too.

    A schedule is for a number.
    """
    for array in (*facts.weights, *facts.state):
        yield array.initializer, array.drawn_as or array.shape
        yield array.regularizer, array.shape
        yield array.constraint, array.shape
    for param in facts.module.params:
        if isinstance(param, Nested) and param.category == "schedule":
            yield param.name, ()
    for spec in facts.outputs.values():
        yield "activity_regularizer", ("B", *spec.shape)


def _refusal(param: Nested, setting: Setting, error: ShapeError) -> ShapeError:
    remedy = set_to(param.name, param.default, shown=param.default or "none")
    return ShapeError(
        "{param} is {kind}, which {reason}",
        remedies=[remedy],
        param=param.name,
        kind=setting.kind,
        reason=error.text,
    )
