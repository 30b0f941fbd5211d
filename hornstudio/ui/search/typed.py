"""Settings that are typed behind a module's name: `dense 64 relu`, `dropout 0.3`, `conv2d 32 5`."""

import re
from collections.abc import Iterable
from typing import Any

from hornstudio.engine.errors import ParamError
from hornstudio.engine.module import Module
from hornstudio.engine.params import Choice, Find, Float, Floats, Int, Ints, Nested, Param
from hornstudio.ui.words.translate import tr_engine

_VALUES = re.compile(r"\s+(?=[-+]?\.?\d[\d.,x×e+-]*(\s|$))")
"""Where a number begins that stands alone, unlike the one in `conv 2d`."""

_NUMBERS = (Int, Float, Ints, Floats)
_WORDS = (Choice, Nested)


def split_values(text: str) -> tuple[str, list[str]]:
    """The name and the values behind it; values begin with a number."""
    name, *rest = _VALUES.split(text.strip(), maxsplit=1)
    return name, rest[-1].split() if rest else []


def typed_params(module: Module, words: list[str], find: Find) -> dict[str, Any]:
    """What the words set, as JSON by param. Raises: ParamError where one fits nowhere.

    Numbers go to the first param that the node shows and to those declared behind it, as in a
    call of Keras; other words go to any.
    """
    found: dict[str, Any] = {}
    numbers = iter(_numbers(module))
    for word in words:
        others = [p for p in module.params if isinstance(p, _WORDS) and p.name not in found]
        param, value = _take(word, numbers if _is_number(word) else others, find)
        found[param.name] = param.to_json(value)
    return found


def described(module: Module, params: dict[str, Any]) -> str:
    """What is set, in words for a row of a search."""
    shown = []
    for name, raw in params.items():
        param = module.param(name)
        value = "×".join(map(str, raw)) if isinstance(raw, list) else _word(raw)
        shown.append(f"{tr_engine(param.label)} {value}")
    return " · ".join(shown)


def _word(raw: Any) -> str:
    return raw["kind"] if isinstance(raw, dict) else str(raw)


def _numbers(module: Module) -> list[Param]:
    names = [param.name for param in module.params]
    shown = [name for name in module.main if _takes_numbers(module.param(name))]
    behind = module.params[names.index(shown[0]) if shown else 0 :]
    return [param for param in behind if _takes_numbers(param) and not param.advanced]


def _takes_numbers(param: Param) -> bool:
    return isinstance(param, _NUMBERS) or (isinstance(param, Nested) and param.number is not None)


def _is_number(word: str) -> bool:
    return word[0] in "+-." or word[0].isdigit()


def _take(word: str, row: Iterable[Param], find: Find) -> tuple[Param, Any]:
    """The first of these params that reads the word; what the first has against it is raised."""
    refusal = ParamError("nothing is set by {value}", value=repr(word))
    for number, param in enumerate(row):
        try:
            return param, param.read(word, find)
        except ParamError as error:
            refusal = error if not number and _is_number(word) else refusal
    raise refusal
