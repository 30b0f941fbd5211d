"""What one of several nodes holds, for a form that shows all of them at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hornstudio.engine.graph import EMPTY
from hornstudio.engine.params import Param


@dataclass(frozen=True, slots=True)
class Holding:
    """given: params as the graph holds them. defaults: where its kind has others than the form."""

    given: Mapping[str, Any]
    defaults: Mapping[str, Any] = field(default_factory=lambda: EMPTY)

    def default_of(self, param: Param) -> Any:
        """What it has where nothing is given."""
        return self.defaults.get(param.name, param.default)

    def value_of(self, param: Param) -> Any:
        """The JSON value of a param."""
        return self.given.get(param.name, self.default_of(param))
