"""Settings by dice: any values that a module takes."""

import random
from typing import Any

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.module import Module
from hornstudio.engine.params import Choice, Flag, Float, Int, Ints, Nested, Param


def any_value(dice: random.Random, param: Param) -> Any:
    """A value for a param, as JSON holds it. Raises: LookupError for words and files."""
    if param.optional and dice.random() < 0.3:
        return None
    match param:
        case Int():
            low = param.low or 0
            high = low + dice.choice((1, 2, 4, 8))
            return dice.randint(low, high if param.high is None else min(high, param.high))
        case Float():
            return _any_float(dice, param)
        case Flag():
            return dice.random() < 0.5
        case Choice():
            return dice.choice(param.options)
        case Ints():
            return [dice.randint(max(param.low, 1), 4) for _ in range(param.length or 2)]
        case Nested():
            held = dice.choice([*catalog().held(param.category)])
            return {"kind": held.kind, "params": any_params(dice, held, 0.3)}
    raise LookupError(param.name)


def _any_float(dice: random.Random, param: Float) -> float:
    low = param.low if param.low is not None else param.above
    high = param.high if param.high is not None else param.below
    least = -2.0 if low is None else low
    most = max(least + 1.0, 2.0) if high is None else min(high, least + 2.0)
    return least if dice.random() < 0.1 else round(dice.uniform(least, most), 3)


def any_params(dice: random.Random, module: Module, share: float) -> dict[str, Any]:
    """Values for such a share of a module's params, which each of them takes."""
    given: dict[str, Any] = {}
    for param in module.params:
        if dice.random() >= share:
            continue
        try:
            value = any_value(dice, param)
            param.parse(value, catalog().find)
        except (LookupError, ParamError):
            continue
        given[param.name] = value
    return given
