"""Which epoch is the best one, and among which, in words."""

from dataclasses import dataclass

from hornstudio.engine.composite.way import way_text
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording import figures
from hornstudio.ui.words.translate import tr


@dataclass(frozen=True)
class BestWords:
    """shorter: the same in fewer words, the longest first. why: of those before a turn."""

    words: str
    shorter: tuple[str, ...] = ()
    why: str = ""


def best_words(run: Run) -> BestWords | None:
    """`Best: epoch 7, val 0.0440`; None while nothing was validated.

    Where something was turned by which the loss became another figure, the epochs after that are
    compared with each other only.
    """
    best = run.best_epoch()
    if best is None:
        return None
    epoch, loss = f"{best[0]:g}", figures.metric(best[1])
    turn = run.turn_of()
    if turn is None:
        return BestWords(tr("Best: epoch {epoch}, val {loss}", epoch=epoch, loss=loss))
    why = tr(
        "{place} was turned in epoch {epoch}: the loss is another figure since then, and what came "
        "before is not compared with it.",
        place=way_text(f"{turn.node}.{turn.param}"),
        epoch=turn.epoch,
    )
    if best[0] <= run.x_of(turn):
        return BestWords(
            tr("Best before the turn: epoch {epoch}, val {loss}", epoch=epoch, loss=loss),
            (tr("Best before the turn: {epoch}, val {loss}", epoch=epoch, loss=loss),),
            why,
        )
    values = {"first": int(run.x_of(turn)) + 1, "epoch": epoch, "loss": loss}
    return BestWords(
        tr("Best since epoch {first}: epoch {epoch}, val {loss}", **values),
        (
            tr("Best since epoch {first}: {epoch}, val {loss}", **values),
            tr("Best since {first}: {epoch}, val {loss}", **values),
        ),
        why,
    )
