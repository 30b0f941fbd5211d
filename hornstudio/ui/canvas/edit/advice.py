"""What the canvas says: why a wire is refused, what is wrong at a place, what would help."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QTimer

from hornstudio.engine.errors import GraphError
from hornstudio.engine.graph import Wire
from hornstudio.engine.problem import Problem, Remedy
from hornstudio.engine.wiring import Refusal
from hornstudio.ui.canvas.edit import selection, wiring
from hornstudio.ui.canvas.overlay.bubble import Bubble
from hornstudio.ui.widgets.announcement import announce
from hornstudio.ui.words.translate import sentence, tr, tr_engine

if TYPE_CHECKING:
    from hornstudio.ui.canvas.canvas import Canvas

_NOTICE_MS = 6000


class Advice:
    """Speaks through one bubble; what a button promises is one undo step."""

    def __init__(self, canvas: "Canvas") -> None:
        self._canvas = canvas
        self._document = canvas.document
        self.bubble = Bubble(canvas)
        self._fade = QTimer(canvas, singleShot=True, interval=_NOTICE_MS)
        self._fade.timeout.connect(self.bubble.hide)
        self._held: tuple[str, QPoint] | None = None
        self._has_refused = self._insists = False
        self._document.graph_changed.connect(self._on_graph_changed)

    def _on_graph_changed(self, *_: object) -> None:
        """What a wire was refused for is the past, once another one is drawn."""
        if self._has_refused:
            self._has_refused = False
            self._canvas.said.emit("")

    def hide(self) -> bool:
        """Close the bubble; whether it was open."""
        was_open = self.bubble.isVisible()
        self._forget_former()
        self.bubble.hide()
        return was_open

    def _forget_former(self) -> None:
        self._held = None
        self._insists = False
        self._fade.stop()

    def notice(self, text: str) -> None:
        """Say something for a while, at the foot of the canvas."""
        self._canvas.said.emit(text)
        self._forget_former()
        rect = self._canvas.rect()
        self.bubble.offer(
            text, (), QPoint(rect.center().x() - 140, rect.bottom() - 90), _nothing, tone="warning"
        )
        self._fade.start()

    def insist(self, text: str) -> None:
        """Say why no arrow key chooses anything now, until it is closed: by Esc, by a click.

        As long as it is seen, `keeps_arrows` says so when an arrow key is pressed.
        """
        self._canvas.said.emit("")  # so that the second time is heard as the first
        self.notice(" ".join((text, tr("Esc closes this; arrow keys then move again."))))
        self._fade.stop()
        self._insists = True

    def relent(self) -> None:
        """Close what `insist` has said, and nothing else."""
        if self._insists:
            self.hide()

    def keeps_arrows(self) -> bool:
        """Whether an arrow key was meant for what cannot be chosen; that is said again then."""
        if not (self._insists and self.bubble.isVisible()):
            return False
        announce(
            self._canvas.view, tr("Nothing has moved. Esc closes this; arrow keys then move again.")
        )
        return True

    def show_reason(self, refusal: Refusal | None, at: QPointF) -> None:
        """While a wire is held over a port: why it does not fit there."""
        if refusal is None:
            if self._held is not None:
                self.hide()
            return
        state = (str(refusal.reason), self._canvas.to_window(at))
        if state != self._held:
            self._fade.stop()
            self.bubble.say(sentence(refusal.reason), state[1])
            self._held = state

    def refuse(self, wire: Wire, refusal: Refusal, old: Wire | None, at: QPointF) -> None:
        """A wire was let go where it does not fit: why, and what would make it fit."""
        self._forget_former()

        def connect(remedy: Remedy) -> None:
            self._mend_wire(wire, refusal, remedy, old)

        self.bubble.offer(
            sentence(refusal.reason),
            wiring.useful_remedies(refusal),
            self._canvas.to_window(at),
            connect,
            heading=self._place_text(wire.target_node, wire.target_port),
        )
        self._has_refused = True
        self._canvas.said.emit(sentence(refusal.reason))

    def _mend_wire(self, wire: Wire, refusal: Refusal, remedy: Remedy, old: Wire | None) -> None:
        try:
            graph = wiring.draw_wire(self._document.graph, wire, old)
            mended = wiring.mend_wire(graph, wire, refusal, remedy)
        except GraphError as error:
            self.notice(tr_engine(error.text))
            return
        self._document.edit(tr_engine(remedy.label), mended)
        self._canvas.view.setFocus()

    def explain(self, node_id: str, wire: Wire | None, at: QPointF) -> None:
        """Open the reason of a node's sign, or of the badge on a wire."""
        problem = self._worst(node_id, wire)
        if problem is None:
            return
        self._forget_former()
        tone = "error" if problem.severity == "error" else "warning"
        heading = self._place_text(problem.node, problem.port) if problem.node else ""
        self.bubble.offer(
            sentence(problem.reason),
            problem.remedies,
            self._canvas.to_window(at),
            lambda remedy: self._mend(problem, remedy),
            heading=heading,
            tone=tone,
            above=self._top_of(node_id, at),
        )

    def _top_of(self, node_id: str, at: QPointF) -> int:
        """Above a node, of which what is wrong can be seen then; above a point where none is."""
        item = self._canvas.scene.nodes.get(node_id)
        top = item.body.top() if item and item.body.contains(at) else at.y()
        return self._canvas.to_window(QPointF(at.x(), top)).y()

    def _worst(self, node_id: str, wire: Wire | None) -> Problem | None:
        found = self._document.report.problems_of(node_id)
        if wire is not None:
            found = [p for p in found if p.wire == tuple(wire)] or found
        return next((p for p in found if p.severity != "info"), None)

    def _mend(self, problem: Problem, remedy: Remedy) -> None:
        try:
            self._document.mend(problem, remedy)
        except GraphError as error:
            self.notice(tr_engine(error.text))
        self._canvas.view.setFocus()

    def _place_text(self, node_id: str, port: str) -> str:
        if node_id not in self._document.graph.nodes:
            return tr("This wire does not fit")
        title = selection.title_of(self._document.graph, node_id)
        return f"{title} · {port}" if port else title


def _nothing(remedy: Remedy) -> None:
    """A notice offers nothing to choose."""
