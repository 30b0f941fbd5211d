"""Quoting functions: the source of a function and of all that it needs, as text for a script.

Functions are quoted as they stand. Only where two things would have the same name is one of them
called differently, wherever it is named.
"""

import ast
import inspect
import json
import sys
import textwrap
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from hornstudio.engine.errors import ExportError
from hornstudio.engine.lazy import Lazy

_IMPORTS = {
    "jax.numpy": "import jax.numpy as jnp",
    "jax.lax": "from jax import lax",
    "numpy": "import numpy as np",
}
_ALLOWED = ("jax", "optax", "numpy")
_PLAIN = (int, float, str, bytes, bool, type(None))
_WIDTH = 100

Function = Callable[..., Any]


class Quoter:
    """Collects functions, and gives each the name under which the script knows it.

    reserved: names that the script uses for something else.
    """

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        self.imports: set[str] = set()
        self.stdlib: dict[str, set[str]] = {}
        self._taken = set(reserved)
        self._names: dict[int, str] = {}
        self._kept: list[Any] = []  # keeps the ids in _names from being used again
        self._texts: dict[str, str] = {}
        self._constants: dict[str, str] = {}
        self._shown: set[str] = set()

    @property
    def taken(self) -> set[str]:
        """Names that nothing else can have."""
        return set(self._taken)

    def reserve(self, wish: str) -> str:
        """A name for something that the script defines itself."""
        return self._free(wish)

    def name(self, function: Function, prefix: str = "") -> str:
        """Quote a function, unless that is done, and return its name in the script.

        prefix: put before the name. Raises: ExportError when it uses what a script cannot have.
        """
        function = getattr(function, "in_scripts", function)
        if id(function) in self._names:
            return self._names[id(function)]
        name = self._free(prefix + function.__name__)
        self._names[id(function)] = name
        self._kept.append(function)
        text = self._quoted(function, name)
        self._texts[name] = text
        return name

    def section(self) -> list[str]:
        """Text of all constants and functions quoted since the last call, in a good order."""
        news = [n for n in (*self._constants, *self._texts) if n not in self._shown]
        self._shown.update(news)
        constants = [f"{n} = {self._constants[n]}" for n in news if n in self._constants]
        functions = [self._texts[n] for n in news if n in self._texts]
        return ["\n".join(constants), *functions] if constants else functions

    def _free(self, wish: str) -> str:
        name, number = wish, 2
        while name in self._taken:
            name = f"{wish}_{number}"
            number += 1
        self._taken.add(name)
        return name

    def _quoted(self, function: Function, name: str) -> str:
        try:
            source = textwrap.dedent(inspect.getsource(function))
        except (OSError, TypeError):
            raise ExportError(
                "the source of {name} cannot be read, so it cannot be exported",
                name=function.__qualname__,
            ) from None
        tree = ast.parse(source).body[0]
        if not isinstance(tree, ast.FunctionDef) or tree.decorator_list:
            raise ExportError(
                "{name} is no plain function, so it cannot be exported; need a def at the top of "
                "a file, without decorators",
                name=function.__qualname__,
            )
        renamed = {function.__name__: name}
        for used in sorted(_global_names(tree)):
            if used in function.__globals__ and used != function.__name__:
                renamed[used] = self._need(used, function.__globals__[used], function)
        return _fit(_rename(source, tree, {a: b for a, b in renamed.items() if a != b}))

    def _need(self, used: str, value: Any, function: Function) -> str:
        """Bring in what a quoted function refers to; returns its name in the script."""
        if isinstance(value, Lazy):
            return self._import(value.__dict__["lazy_name"], used, function)
        if isinstance(value, ModuleType):
            return self._import(value.__name__, used, function)
        if isinstance(value, _PLAIN) or _is_plain_tuple(value):
            if self._constants.get(used, text_of(value)) != text_of(value):
                raise ExportError("two constants are called {name}; rename one", name=used)
            self._constants[used] = text_of(value)
            self._taken.add(used)
            return used
        home = getattr(value, "__module__", "")
        if home.partition(".")[0] in sys.stdlib_module_names:
            self.stdlib.setdefault(home, set()).add(value.__name__)
            return str(value.__name__)
        if inspect.isfunction(value):
            return self.name(value)
        raise ExportError(
            "{function} uses {used}, which a script cannot have; need plain functions, numbers, "
            "and {allowed}",
            function=function.__qualname__,
            used=used,
            allowed=", ".join(_ALLOWED),
        )

    def _import(self, module: str, used: str, function: Function) -> str:
        root = module.partition(".")[0]
        if root not in _ALLOWED and root not in sys.stdlib_module_names:
            raise ExportError(
                "{function} uses the package {package}; a script has only {allowed}",
                function=function.__qualname__,
                package=root,
                allowed=", ".join(_ALLOWED),
            )
        plain = f"import {module}" if used == module else f"import {module} as {used}"
        self.imports.add(_IMPORTS.get(module, plain))
        return used


def text_of(value: Any) -> str:
    """A plain value as Python text, strings in double quotes."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, tuple | list):
        inner = ", ".join(text_of(item) for item in value)
        return f"({inner},)" if len(value) == 1 else f"({inner})"
    return repr(value)


def _is_plain_tuple(value: Any) -> bool:
    return isinstance(value, tuple) and all(
        isinstance(item, _PLAIN) or _is_plain_tuple(item) for item in value
    )


def _global_names(tree: ast.FunctionDef) -> set[str]:
    """Names that a function reads and neither takes nor sets."""
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    return read - _own_names(tree)


def _own_names(tree: ast.AST) -> set[str]:
    own = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            own.add(node.id)
        elif isinstance(node, ast.arg):
            own.add(node.arg)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef) and node is not tree:
            own.add(node.name)
    return own


def _rename(source: str, tree: ast.FunctionDef, names: dict[str, str]) -> str:
    """The source with some global names replaced, and nothing else touched."""
    if not names:
        return source.rstrip()
    own = _own_names(tree)
    places = [
        (n.lineno, n.col_offset, n.id)
        for n in ast.walk(tree)
        if isinstance(n, ast.Name) and n.id in names and n.id not in own
    ]
    if tree.name in names:
        places.append((tree.lineno, tree.col_offset + len("def "), tree.name))
    lines = [line.encode() for line in source.splitlines()]
    for line, column, old in sorted(places, reverse=True):
        text = lines[line - 1]
        end = column + len(old.encode())
        lines[line - 1] = text[:column] + names[old].encode() + text[end:]
    return b"\n".join(lines).decode().rstrip()


def _fit(source: str) -> str:
    """The source with a first line that its new name made too long broken in three."""
    head, end, body = source.partition("\n")
    if len(head) <= _WIDTH:
        return source
    start, _, rest = head.partition("(")
    inner, _, close = rest.rpartition(")")
    return f"{start}(\n    {inner},\n){close}{end}{body}"
