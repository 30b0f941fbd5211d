"""Whether a declaration is whole: asked of what others have written, before anybody uses it."""

from collections.abc import Iterator

from hornstudio.engine.errors import ParamError
from hornstudio.engine.module import CALLBACK, NODE_CATEGORIES, Module
from hornstudio.engine.params import Nested
from hornstudio.engine.signature import signature_of
from hornstudio.engine.text import Text

_HELD = ("initializer", "regularizer", "constraint", "schedule")
CATEGORIES = (*(c for c in NODE_CATEGORIES if c != "composite"), *_HELD, CALLBACK)


def why_unsound(module: Module) -> Text | None:
    """What a declaration lacks or has wrong, or None."""
    return next(_faults(module), None)


def _faults(module: Module) -> Iterator[Text]:
    if module.category not in CATEGORIES:
        yield Text(
            "{kind} has the category {category!r}; need one of {known}",
            kind=module.kind,
            category=module.category,
            known=", ".join(CATEGORIES),
        )
    yield from _missing(module)
    yield from _poor_defaults(module)
    if module.apply is not None:
        yield from _misfits(module)
    names = [p.name for p in module.params]
    for name in module.main:
        if name not in names:
            yield Text(
                "{kind} has no param {name!r}, which main names", kind=module.kind, name=name
            )


def _missing(module: Module) -> Iterator[Text]:
    """Functions that a module of this category cannot do without."""
    needed = {
        "data": ("infer",),
        "metric": ("apply", "infer", "result"),
        "optimizer": ("apply",),
        CALLBACK: ("watch",),
    }
    plain = ("apply",) if module.category in _HELD else ("apply", "infer")
    for name in needed.get(module.category, plain):
        if getattr(module, name) is None:
            yield Text(
                "{kind} has no {function}; need {function}=... in its declaration",
                kind=module.kind,
                function=name,
            )


def _poor_defaults(module: Module) -> Iterator[Text]:
    """Settings that a new node would have, and could not be used with."""
    for param in module.params:
        if isinstance(param, Nested) or param.default is None:
            continue  # a kind that it holds may come from a file that is not read yet
        try:
            param.parse(param.default, _no_kinds)
        except ParamError as error:
            yield Text("{kind} by default: {reason}", kind=module.kind, reason=error.text)


def _no_kinds(category: str, kind: str) -> Module:
    raise ParamError("{kind} is no {category}", kind=kind, category=category)


def _misfits(module: Module) -> Iterator[Text]:
    """Arguments of `apply` that nothing is given for, or ports that it does not take."""
    asks = signature_of(module.apply)
    names = [p.name for p in module.params]
    for name in asks.params:
        if name not in names:
            yield Text(
                "the maths of {kind} asks for {name!r}, which is no param of it; it has {known}",
                kind=module.kind,
                name=name,
                known=", ".join(names) or Text("none"),
            )
    if module.is_node and module.category != "optimizer" and asks.ports != len(module.inputs):
        yield Text(
            "the maths of {kind} takes {n} tensors, and it has {ports} input ports ({known})",
            kind=module.kind,
            n=asks.ports,
            ports=len(module.inputs),
            known=", ".join(p.name for p in module.inputs),
        )
