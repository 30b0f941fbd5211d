"""The engine: modules, graphs, compile, training and code generation, without a window.

It is a library too:

    from hornstudio import engine
    graph = engine.load("mnist.horn")
    print(engine.check(graph).problems)
    for event in engine.train(graph):
        print(event)
    engine.save(graph, "copy.horn")
    print(engine.export(graph))

`engine.compile(graph)` gives the graph as pure functions. Whatever is named here is imported
when it is first used, so that `import hornstudio.engine` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hornstudio.engine.check import check
    from hornstudio.engine.codegen import export
    from hornstudio.engine.compile import compile
    from hornstudio.engine.compile.plan import plan_graph
    from hornstudio.engine.compile.program import Program
    from hornstudio.engine.storage.files import load, save
    from hornstudio.engine.train import train

__all__ = ["Program", "check", "compile", "export", "load", "plan_graph", "save", "train"]

_PLACES = {
    "load": "storage.files",
    "save": "storage.files",
    "plan_graph": "compile.plan",
    "Program": "compile.program",
    "export": "codegen",
}
_CALLABLE = ("check", "compile", "train")
"""Python modules that can be called as the function that they are named after."""


def __getattr__(name: str) -> Any:
    if name in _CALLABLE:
        return import_module(f"{__name__}.{name}")
    if name in _PLACES:
        return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
