"""Which module a class of Keras is here, and its settings as params.

Both follow from the modules' own declarations: `Module.keras` names the counterpart, params have
the names that Keras gives them. `exceptions` holds the rest.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.interop.config import thing_of
from hornstudio.engine.interop.exceptions import (
    ALIASES,
    CODE,
    COUNTS_AT_ZERO,
    HARMLESS,
    OPEN_LENGTHS,
)
from hornstudio.engine.interop.model import Thing
from hornstudio.engine.module import Module
from hornstudio.engine.params import (
    Choice,
    Float,
    Floats,
    Int,
    Ints,
    Nested,
    Param,
    value_of,
)
from hornstudio.engine.text import Text


class NoCounterpartError(Exception):
    """A class or setting that no module here stands for; `reason` says what."""

    def __init__(self, template: str, **values: Any) -> None:
        self.reason = Text(template, **values)
        super().__init__(str(self.reason))


def plain(name: str) -> str:
    """A name without the ways of writing it: `LeakyReLU` and `leaky_relu` are the same."""
    return name.replace("_", "").lower()


class Counterparts:
    """Finds modules by the names that Keras has for them."""

    def __init__(self, modules: Catalog) -> None:
        self.modules = modules
        self._layers: dict[str, Module] = {}
        self._by_category: dict[tuple[str, str], Module] = {}
        for module in modules.modules.values():
            group, _, name = module.keras.rpartition(".")
            if group == "layers":
                self._layers[plain(name)] = module
            for each in (name, module.kind):
                if each:
                    self._by_category.setdefault((module.category, plain(each)), module)

    def layer(self, thing: Thing) -> Module:
        """The module of a layer. Raises: NoCounterpartError."""
        need_keras(thing)
        if thing.name in CODE:
            raise NoCounterpartError("holds Python code, which is never run; say it with modules")
        module = self._layers.get(plain(thing.name)) or self.find("activation", thing.name)
        if module is None:
            raise NoCounterpartError("has no counterpart here")
        return module

    def named(self, category: str, name: str) -> Module:
        """The module of a category by a class's or function's name. Raises: NoCounterpartError."""
        module = self.find(category, name)
        if module is None:
            raise NoCounterpartError("{name} has no counterpart here", name=name)
        return module

    def find(self, category: str, name: str) -> Module | None:
        """The same, or None."""
        short = plain(name)
        aliases = ALIASES.get(category, {})
        if category == "metric":
            aliases = ALIASES["loss"] | aliases
        alias = aliases.get(short, short)
        return self._by_category.get((category, plain(alias)))

    def params(self, module: Module, config: Mapping[str, Any]) -> dict[str, Any]:
        """Settings as params, without those at their defaults. Raises: NoCounterpartError."""
        known = {param.name: param for param in module.params}
        found: dict[str, Any] = {}
        for name, raw in config.items():
            if name in known:
                value = self._value(known[name], raw)
                if not self._is_default(known[name], value):
                    found[name] = value
            elif name not in HARMLESS and (raw or (name in COUNTS_AT_ZERO and raw is not None)):
                self._refuse(name, raw)
        return found

    def _refuse(self, name: str, raw: Any) -> None:
        if name == "data_format":
            if raw == "channels_last":
                return
            raise NoCounterpartError("has its channels first; here they come last")
        if name == "fill_mode" and raw == "constant":
            return  # the one that Resizing knows
        raise NoCounterpartError(
            "{name} is {value}, which has no counterpart here", name=name, value=_short(raw)
        )

    def _value(self, param: Param, raw: Any) -> Any:
        if isinstance(param, Nested):
            return self.held(param, raw)
        if isinstance(raw, Mapping) and raw.get("class_name") == "__tensor__":
            inner = raw.get("config")
            raw = inner.get("value") if isinstance(inner, Mapping) else None
        if isinstance(param, Float):
            return shortest(raw)
        if isinstance(param, Floats) and isinstance(raw, list):
            return [shortest(item) for item in raw]
        if isinstance(param, Int) and isinstance(raw, list) and len(raw) == 1:
            return raw[0]
        if isinstance(param, Ints) and isinstance(raw, list | tuple):
            raw = [-1 if n is None else n for n in raw] if param.name in OPEN_LENGTHS else raw
            return param.flat(raw)
        if raw == [] and param.optional and not isinstance(param, Ints):
            return None
        if isinstance(param, Choice) and isinstance(raw, str):
            return next((o for o in param.options if o.lower() == raw.lower()), raw)
        return raw

    def _is_default(self, param: Param, value: Any) -> bool:
        find = self.modules.find
        try:
            parsed = value_of(param, {param.name: value}, find)
            return bool(parsed == value_of(param, {}, find))
        except ParamError as error:
            raise NoCounterpartError("{reason}", reason=error.text) from None

    def held(self, param: Nested, raw: Any) -> Any:
        """What a param holds, as JSON: an initializer, an activation, a learning rate."""
        if raw is None or (param.number is not None and isinstance(raw, int | float)):
            return shortest(raw)
        name, config = name_and_settings(raw)
        if plain(name) == "linear" and param.category == "activation" and param.optional:
            return None
        module = self.find(param.category, name)
        if module is None or not module.is_held:
            raise NoCounterpartError(
                "{param} is {name}, which has no counterpart here", param=param.name, name=name
            )
        params = self.params(module, config)
        return {"kind": module.kind, "params": params} if params else module.kind


def need_keras(thing: Thing) -> None:
    """Refuse classes of other packages: their code is not here. Raises: NoCounterpartError."""
    if not thing.is_keras:
        raise NoCounterpartError(
            "is a class of {package}, whose code is not in the file",
            package=thing.package or Text("an unnamed package"),
        )


def name_and_settings(raw: Any) -> tuple[str, Mapping[str, Any]]:
    """Name and settings of an object, a function or a mere name. Raises: NoCounterpartError."""
    if isinstance(raw, str):
        return raw, {}
    if isinstance(raw, Mapping) and raw.get("class_name") == "function":
        name = raw.get("config")
        if isinstance(name, str):
            return name, {}
    thing = thing_of(raw)
    if thing is None:
        raise NoCounterpartError("{value} cannot be read", value=_short(raw))
    if thing.name in CODE:
        raise NoCounterpartError("holds Python code, which is never run")
    need_keras(thing)
    return thing.name, thing.config


def shortest(value: Any) -> Any:
    """The shortest number that float32 holds as the same: 0.01 for 0.009999999776482582."""
    if isinstance(value, float) and float(np.float32(value)) == value:
        return float(str(np.float32(value)))
    return value


def _short(raw: Any) -> str:
    text = repr(raw)
    return text if len(text) <= 60 else text[:57] + "..."
