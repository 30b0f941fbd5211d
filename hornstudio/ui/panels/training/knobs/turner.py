"""The dials of the run in progress: where they are, and turning them. No widgets."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from hornstudio.engine.composite.way import way_text
from hornstudio.engine.dial import FACTOR, FROZEN, Dial, dials
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph
from hornstudio.engine.watch import events
from hornstudio.engine.worker.messages import Turn
from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.panels.training.process.client import State
from hornstudio.ui.words.translate import tr, tr_engine

_CALM_MS = 150


class Turner(QObject):
    """Follows the run of a trainer.

    changed()      other dials, other values, or they can be turned no more
    status(str)    what was turned, or why not

    values: of each dial, by `node.name`. asked: what a person wants of a dial and the run has not
    answered yet. edited: dials to which the document has given another
    value since the run began, with that value. rate: the latest learning rate that was told.
    """

    changed = Signal()
    status = Signal(str)

    def __init__(self, trainer: Trainer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.trainer = trainer
        self.dials: Mapping[str, Dial] = {}
        self.values: dict[str, Any] = {}
        self.asked: dict[str, Any] = {}
        self.edited: dict[str, Any] = {}
        self.rate: float | None = None
        self._before: dict[str, Any] = {}
        self._turned: list[dict[str, Any]] = []  # by a person, and from what
        self._calm = QTimer(self, singleShot=True, interval=_CALM_MS)
        self._calm.timeout.connect(self._compare)
        trainer.client.event_received.connect(self._on_event)
        trainer.client.state_changed.connect(self._on_state_changed)
        trainer.document.graph_changed.connect(self._on_graph_changed)
        trainer.document.opened.connect(self._on_opened)

    def take_over(self, former: "Turner") -> None:
        """Know where the dials of the run are, as another one does."""
        self.dials, self.rate = former.dials, former.rate
        self.values, self.asked, self.edited = former.values, former.asked, former.edited
        self._before, self._turned = former._before, former._turned
        self.changed.emit()

    @property
    def can_turn(self) -> bool:
        """Whether a run goes on that has begun, and is not about to stop."""
        state = self.trainer.client.state
        return self.trainer.did_start and state in (State.TRAINING, State.PAUSED)

    def turn(self, key: str, value: Any) -> None:
        """Ask for another value; the run answers with an event."""
        self._turn_all({key: value})

    def _turn_all(self, values: Mapping[str, Any]) -> None:
        """Ask for other values at once: of layers that are thawed together, it compiles once."""
        known = {key: value for key, value in values.items() if key in self.dials}
        if self.can_turn and known:
            self._turned.append({key: self.shown(key) for key in known})
            self._ask(known)

    def take_back(self) -> None:
        """Turn what was turned last back to where it was; nothing where nothing was turned."""
        if self.can_turn and self._turned:
            self._ask(self._turned.pop())

    def _ask(self, values: Mapping[str, Any]) -> None:
        self.asked |= values
        for key, value in values.items():
            if value == self.values[key]:  # as it is: no event will tell of that
                del self.asked[key]
        dials = [(self.dials[key], value) for key, value in values.items()]
        self.trainer.client.turn(
            *(Turn(node=dial.node, param=dial.name, value=value) for dial, value in dials)
        )
        self.changed.emit()  # a run that is paused does not answer yet

    def shown(self, key: str) -> Any:
        """Where a dial is, or is about to be: a pause must not seem to take a wish back."""
        return _tidy(self.asked.get(key, self.values[key]))

    @property
    def offered(self) -> dict[str, Any]:
        """What the document has been given since the run began, and the run was not asked for."""
        return {k: v for k, v in self.edited.items() if k not in self.asked or self.asked[k] != v}

    def apply_edits(self) -> None:
        """Give the run what the document has been given since it began."""
        self._turn_all(self.offered)

    def label(self, key: str) -> str:
        """What a dial is called: its node, and what is turned."""
        dial = self.dials[key]
        param, (of, *factor) = tr_engine(dial.param.label).lower(), dial.name.split(".")
        if factor:  # on the schedule of a param, which has a label made of its name as well
            param = f"{tr_engine(of.replace('_', ' ').capitalize()).lower()} {param}"
        return tr("{node}: {param}", node=self._title(dial.node), param=param)

    def _title(self, node_id: str) -> str:
        node = self.trainer.trained_graph.nodes.get(node_id)
        return node.title if node and node.title else way_text(node_id)

    def hint(self, key: str) -> str:
        """Why turning a dial has no effect now; empty where it has one."""
        if self.rate == 0 and key.endswith(f".{FACTOR}"):
            return tr("The schedule gives 0 now, with any factor.")
        return ""

    def words(self, knob: events.Knob) -> str:
        """A turn in words: `sgd: learning rate 0.1 → 0.02`."""
        key = f"{knob.node}.{knob.param}"
        if key not in self.dials:
            return f"{key} {knob.old} → {knob.new}"
        param, label = self.dials[key].param, self.label(key)
        if knob.param == FROZEN:
            node = self._title(knob.node)
            return (
                tr("{node} is frozen", node=node)
                if knob.new
                else tr("{node} is not frozen any more", node=node)
            )
        return f"{label} {param.show(_tidy(knob.old))} → {param.show(_tidy(knob.new))}"

    def _on_event(self, event: events.AnyEvent) -> None:
        match event:
            case events.Started():
                self._begin(event)
            case events.Knob():
                if f"{event.node}.{event.param}" in self.asked:  # callbacks say more themselves
                    self.trainer.log.emit("info", self.words(event))
                self._take(event)
                hint = self.hint(f"{event.node}.{event.param}")
                self.status.emit(". ".join(filter(None, [self.words(event), hint])))
            case events.Statistics():
                self._hear(event.overall.get("learning_rate"))
            case events.Epoch():
                self._hear(event.learning_rate)
            case events.Declined():
                self.asked.pop(f"{event.node}.{event.param}", None)
                reason = tr_engine(event.reason)
                self.trainer.log.emit("error", reason)
                self.status.emit(tr("Not turned: {reason}", reason=reason))
                self.changed.emit()  # whoever shows the wish puts the value back

    def _hear(self, rate: float | None) -> None:
        """Note the learning rate; whether it is 0 is shown at its knob."""
        is_news = (self.rate == 0) != (rate == 0)
        self.rate = rate
        if is_news:
            self.changed.emit()

    def _begin(self, started: events.Started) -> None:
        self.dials = _dials_of(self.trainer.trained_graph)
        self.values = {key: dial.value for key, dial in self.dials.items()}
        self._before, self.edited, self.asked = dict(self.values), {}, {}
        self._turned, self.rate = [], None
        for knob in started.knobs:
            self._take(knob)
        self.changed.emit()

    def _take(self, knob: events.Knob) -> None:
        key = f"{knob.node}.{knob.param}"
        self.values[key] = knob.new
        if key in self.asked and self.asked[key] == knob.new:
            del self.asked[key]
        if self.edited.get(key) == knob.new:
            del self.edited[key]
        run = self.trainer.history.current
        if run is not None:
            run.add_knob(knob)
        self.changed.emit()

    def _on_state_changed(self, state: State) -> None:
        self.changed.emit()

    def _on_graph_changed(self, old: Graph, new: Graph) -> None:
        if self.can_turn and not self.trainer.other_name:
            self._calm.start()

    def _on_opened(self) -> None:
        """A run of another document is turned by its knobs only."""
        self._calm.stop()
        # A run that begins later takes its own; finding them checks the whole graph.
        found = _dials_of(self._graph) if self.can_turn else {}
        self._before, self.edited = {key: dial.value for key, dial in found.items()}, {}

    @property
    def _graph(self) -> Graph:
        return self.trainer.document.graph

    def _compare(self) -> None:
        """What the document was given since the last time, where the run has another value."""
        if not self.can_turn:
            return
        now = {key: dial.value for key, dial in _dials_of(self._graph).items()}
        for key, value in now.items():
            if key in self.dials and self._before.get(key, value) != value:
                self.edited[key] = value
        self._before = now
        self.edited = {
            key: value
            for key, value in self.edited.items()
            if key in now and value != self.values.get(key)
        }
        self.changed.emit()


def _dials_of(graph: Graph) -> Mapping[str, Dial]:
    """The dials of a graph; none where it has faults so deep that nobody can tell."""
    try:
        return dials(graph)
    except HornError:
        return {}


def _tidy(value: Any) -> Any:
    """A number in six digits: a rate that a callback has set has more, which nobody has set."""
    return float(f"{value:.6g}") if isinstance(value, float) else value
