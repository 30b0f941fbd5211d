"""Values and calls as Python text."""

from collections.abc import Iterable, Mapping
from typing import Any

from hornstudio.engine.codegen.quote import Quoter, text_of
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.module import Module
from hornstudio.engine.params import Nested, Setting, Values
from hornstudio.engine.signature import signature_of

WIDTH = 96


class Writer:
    """Writes params as text; nested modules become names of quoted functions.

    owners: ids of the nodes that hold weights.
    """

    def __init__(self, quoter: Quoter, plan: Plan) -> None:
        self.quoter = quoter
        self.modules = plan.modules
        self.owners = {s.owner for s in plan.starts if not s.is_state}

    def params(self, module: Module, values: Values) -> dict[str, str]:
        """Text of every param that the module's `apply` takes, by name."""
        assert module.apply is not None
        names = signature_of(module.apply).params_of(module)
        return {name: self.value(module, name, values[name]) for name in names}

    def value(self, module: Module, name: str, value: Any) -> str:
        """One param's value."""
        if not isinstance(value, Setting):
            return text_of(value)
        param = module.param(name)
        assert isinstance(param, Nested)
        return self.setting(param.category, value)

    def setting(self, category: str, setting: Setting) -> str:
        """A nested module as an expression for a function."""
        function, params = self.function(category, setting)
        if not params:
            return function
        self.quoter.stdlib.setdefault("functools", set()).add("partial")
        return folded("partial", [function], params)

    def function(self, category: str, setting: Setting) -> tuple[str, dict[str, str]]:
        """Name of a nested module's function, and its params as text."""
        module = self.modules.find(category, setting.kind)
        assert module.apply is not None
        prefix = "apply_" if module.is_node else ""
        return self.quoter.name(module.apply, prefix), self.params(module, setting.params)


def call(function: str, places: Iterable[str], keywords: Mapping[str, str]) -> str:
    """`function(a, b, c=d)` on one line."""
    arguments = [*places, *(f"{name}={text}" for name, text in keywords.items())]
    return f"{function}({', '.join(arguments)})"


def folded(
    function: str, places: Iterable[str], keywords: Mapping[str, str], room: int = 64
) -> str:
    """A call on one line where it fits into `room` characters, else with an argument a line."""
    line = call(function, places, keywords)
    if len(line) <= room and "\n" not in line:
        return line
    arguments = [*places, *(f"{name}={text}" for name, text in keywords.items())]
    inner = "".join(f"    {indented(argument, '    ')},\n" for argument in arguments)
    return f"{function}(\n{inner})"


def indented(text: str, space: str) -> str:
    """All lines but the first moved in."""
    return text.replace("\n", f"\n{space}")


def assign(
    target: str,
    function: str,
    places: Iterable[str],
    keywords: Mapping[str, str],
    indent: int = 4,
    opening: str = " = ",
    closing: str = "",
) -> str:
    """`target = function(...)`, with an argument a line where one line is too short."""
    space = " " * indent
    text = folded(function, places, keywords, WIDTH - len(f"{space}{target}{opening}{closing}"))
    return f"{space}{target}{opening}{indented(text, space)}{closing}"
