"""What is known of the runs of one network while another one is in front."""

from dataclasses import dataclass, field

from hornstudio.engine.graph import Graph
from hornstudio.engine.watch import events
from hornstudio.ui.panels.training.course.history import History
from hornstudio.ui.panels.training.wording.metric_name import MetricNames
from hornstudio.ui.panels.training.wording.trouble import Trouble, said_again


@dataclass
class Kept:
    """As the attributes of `Trainer` of these names."""

    names: MetricNames
    graph: Graph
    history: History = field(default_factory=History)
    preparing: events.Preparing | None = None
    step: events.Step | None = None
    finished: events.Finished | None = None
    trouble: Trouble | None = None
    graph_text: str = ""
    has_checkpoint: bool = False
    did_start: bool = False
    latest: dict[str, float] = field(default_factory=dict)

    def say_again(self) -> None:
        """Have all of it in the language that is spoken now."""
        self.names = self.names.said_again()  # of the open network, where none was trained
        if self.trouble is not None:
            self.trouble = said_again(self.trouble, self.graph)
