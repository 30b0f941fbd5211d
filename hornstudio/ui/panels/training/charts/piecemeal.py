"""A package imported statement by statement, so that whoever waits can have a turn in between.

Importing a package runs its `__init__`, and importing any part of it does that first. One that
imports a hundred parts of its own holds the thread for as long as all of them take.
"""

import ast
import importlib
import importlib.abc
import importlib.util
import sys
from collections.abc import Generator, Iterator
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType


def imported(name: str) -> Generator[None, None, ModuleType]:
    """Import a package, pausing after each statement of its file; in one go where it has no source.

    It is among the imported ones from the first statement on, as with any import, and no longer
    where a statement fails.

    Raises: what importing it raises.
    """
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    codes = list(_statements(spec)) if spec is not None else []
    if spec is None or not codes:
        return importlib.import_module(name)
    yield
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        for code in codes:
            exec(code, vars(module))
            yield
    except BaseException:
        sys.modules.pop(name, None)
        raise
    return sys.modules[name]


def _statements(spec: ModuleSpec) -> Iterator[CodeType]:
    """What a file does, compiled one by one; nothing where the file cannot be read."""
    loader = spec.loader
    if not isinstance(loader, importlib.abc.InspectLoader) or not spec.origin:
        return
    try:
        source = loader.get_source(spec.name)
    except ImportError:
        return
    body = ast.parse(source).body if source else []
    future = [one for one in body if isinstance(one, ast.ImportFrom) and one.module == "__future__"]
    for at, one in enumerate(body):
        is_remark = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        if at and is_remark:
            continue  # does nothing, and compiled alone it would be the module's docstring
        whole = ast.Module([one] if is_remark or one in future else [*future, one], [])
        yield compile(whole, spec.origin, "exec", dont_inherit=True)
