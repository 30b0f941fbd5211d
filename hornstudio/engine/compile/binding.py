"""How a module's function is called: read from its signature, used to run and to write code.

`call_of` names every argument; the program fills the names with arrays, the code generator with
text. Both therefore make the same call.
"""

import functools
from collections.abc import Callable
from typing import Any

from hornstudio.engine.catalog import Catalog
from hornstudio.engine.module import Module
from hornstudio.engine.params import Nested, Setting, Values
from hornstudio.engine.signature import signature_of


def bind_params(module: Module, values: Values, modules: Catalog) -> dict[str, Any]:
    """Params by name as `apply` takes them: nested modules become functions."""
    assert module.apply is not None
    return {
        name: bind_value(module, name, values[name], modules)
        for name in signature_of(module.apply).params_of(module)
    }


def bind_value(module: Module, name: str, value: Any, modules: Catalog) -> Any:
    """One param's value; a nested module becomes a function."""
    if not isinstance(value, Setting):
        return value
    param = module.param(name)
    assert isinstance(param, Nested)
    return bind_setting(param.category, value, modules)


def bind_setting(category: str, setting: Setting, modules: Catalog) -> Callable[..., Any]:
    """A nested module as a function of its tensors, key or step alone."""
    module = modules.find(category, setting.kind)
    assert module.apply is not None
    params = bind_params(module, setting.params, modules)
    return functools.partial(module.apply, **params) if params else module.apply
