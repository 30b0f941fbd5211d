"""A fault in a method that Qt calls is told, and does not end the process.

WORKAROUND(PySide 6.11 with Python 3.11): of a fault that comes from C code, such as `1 / 0`, Python
3.11 makes an object only where somebody catches it; PySide asks what leaves a method that it has
called for its arguments, and the process ends with SIGSEGV. So each such method catches once. Drop
with Python 3.11.
"""

import builtins
import functools
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any


def guard_overrides() -> None:
    """Let all classes that derive from Qt's, and are made from now on, catch what they raise."""
    if sys.version_info >= (3, 12) or hasattr(builtins.__build_class__, "__wrapped__"):
        return
    build = builtins.__build_class__

    @functools.wraps(build)
    def made(*args: Any, **named: Any) -> Any:
        made_class = build(*args, **named)
        if type(made_class).__module__ == "Shiboken":
            _guard(made_class)
        return made_class

    setattr(builtins, "__build_class__", made)  # noqa: B010, mypy knows it as a function


def _guard(made_class: type) -> None:
    from_qt = [base for base in made_class.__mro__[1:] if base.__module__.startswith("PySide6.")]
    for name, method in list(vars(made_class).items()):
        if isinstance(method, FunctionType) and any(name in vars(base) for base in from_qt):
            setattr(made_class, name, _catching(method))


def _catching(method: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(method)
    def call(*args: Any, **named: Any) -> Any:
        try:
            return method(*args, **named)
        except BaseException:
            raise  # caught, it has become an object

    return call
