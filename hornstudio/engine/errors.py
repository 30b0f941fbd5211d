"""What can go wrong, in words that a beginner can act on.

    HornError
    ├── ParamError       a setting has a value that it cannot take
    ├── ShapeError       a module cannot take these shapes (carries remedies)
    ├── GraphError       an edit that the graph refuses
    ├── FileError        a file that cannot be opened or written (carries all its problems)
    ├── DataError        data that is missing or damaged
    ├── ExportError      a graph that the target cannot express
    └── RunError         a run that cannot start or go on

Every message is fit to be shown as it is. Messages are `Text`, so that a window can translate them.
"""

from collections.abc import Sequence
from typing import Any

from hornstudio.engine.problem import Remedy
from hornstudio.engine.text import Text


class HornError(Exception):
    """Root of all refusals; `text` is the message to show."""

    def __init__(self, template: str, **values: Any) -> None:
        self.text = template if isinstance(template, Text) else Text(template, **values)
        super().__init__(str(self.text))


class ParamError(HornError):
    """A setting has a value that it cannot take. The message names what is needed."""


class ShapeError(HornError):
    """A module cannot take these shapes.

    `port` is the input at fault, or `param` the setting (given as `at_param`), where one can be
    named; `remedies` are ready repairs.
    """

    def __init__(
        self,
        template: str,
        *,
        port: str = "",
        at_param: str = "",
        remedies: Sequence[Remedy] = (),
        **values: Any,
    ) -> None:
        super().__init__(template, **{name: _said(value) for name, value in values.items()})
        self.port = port
        self.param = at_param
        self.remedies = tuple(remedies)


def _said(value: Any) -> Any:
    """A shape without dimensions, which only says something to who knows how it is written."""
    return Text("a single number") if isinstance(value, str) and value == "()" else value


class GraphError(HornError):
    """An edit that the graph refuses, such as a second wire into a single input."""


class FileError(HornError):
    """A file that cannot be opened or written; `problems` holds one line for each fault."""

    def __init__(self, template: str, *, problems: Sequence[str] = (), **values: Any) -> None:
        super().__init__(template, **values)
        self.problems = tuple(problems)


class DataError(HornError):
    """Data that is missing or damaged.

    `missing` is the kind of the data module whose files are at fault, `node` its node where that
    is known; `substitute` names a module that could stand in.
    """

    def __init__(
        self,
        template: str,
        *,
        substitute: str = "",
        missing: str = "",
        node: str = "",
        **values: Any,
    ) -> None:
        super().__init__(template, **values)
        self.substitute = substitute
        self.missing = missing
        self.node = node


class ExportError(HornError):
    """A graph that the target cannot express; the message names the node."""


class RunError(HornError):
    """A run that cannot start or go on; `node` is where, if that is known."""

    def __init__(self, template: str, *, node: str = "", **values: Any) -> None:
        super().__init__(template, node=node, **values)
        self.node = node
