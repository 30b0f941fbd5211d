"""The wish that something be turned while training goes on."""

from typing import Any

import msgspec


class Turn(msgspec.Struct, frozen=True):
    """Give a param of a node another value from the next dispatch on.

    node: in a graph with composites the node of the unfolded graph. param: its name,
    `learning_rate.factor` where a schedule gives the rate, or `frozen`. value: as JSON.
    """

    node: str
    param: str
    value: Any

    @property
    def place(self) -> str:
        """Which param, as `node.param`."""
        return f"{self.node}.{self.param}"
