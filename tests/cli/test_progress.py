import io

import msgspec
import pytest

from hornstudio.cli.columns import width_of
from hornstudio.cli.progress import RunDisplay, bar_line, duration, figures
from hornstudio.cli.words import speak
from hornstudio.engine.watch.events import Epoch, Finished, Preparing, Started, Step

STARTED = Started(
    run="r",
    epochs=5,
    batch_size=32,
    seed=0,
    steps=1688,
    samples=54000,
    validation_samples=6000,
    test_samples=10000,
    weights=50890,
    device="CPU",
    source="mnist",
)
STEP = Step(
    epoch=2,
    step=844,
    metrics={"loss": 0.29149},
    samples_per_second=105_000.4,
    seconds=3.0,
    seconds_left=67.2,
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_bar_shows_epoch_step_rate_loss_and_time_left() -> None:
    line = "epoch 2/5  ████████░░░░░░░░  844/1,688  105,000/s  loss 0.2915  1:07 left"
    assert bar_line(STEP, STARTED) == line
    assert len(line) < 80


def test_one_step_an_epoch_is_one() -> None:
    out = io.StringIO()
    RunDisplay(out, io.StringIO()).show(msgspec.structs.replace(STARTED, steps=1))
    assert "; 1 step an epoch\n" in out.getvalue()


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (10, "0:10"), (65, "1:05"), (7390, "2:03:10")],
)
def test_duration_is_short(seconds: float, text: str) -> None:
    assert duration(seconds) == text


def test_seconds_have_the_unit_of_the_language(korean: None) -> None:
    speak("ko")
    assert duration(1.23) == "1.2초"


def test_bar_moves_on_a_terminal_and_leaves_nothing_behind() -> None:
    out, bar = io.StringIO(), Terminal()
    display = RunDisplay(out, bar)
    display.show(Preparing(what="Downloading", done=1, total=4))
    assert "Downloading 25% ..." in bar.getvalue()
    display.show(STARTED)
    display.show(STEP)
    assert "844/1,688" in bar.getvalue()
    display.show(Epoch(epoch=2, seconds=1.25, metrics={"loss": 0.25, "val_loss": 0.5}))
    assert "epoch 2/5  loss 0.2500  val_loss 0.5000  (1.2 s)\n" in out.getvalue()
    display.close()
    last_row = bar.getvalue().rsplit("\r", 2)[-2]
    assert last_row.strip() == ""


def places(text: str) -> str:
    """As a terminal shows what is written over itself in one line, a sign a place."""
    shown: list[str] = []
    for line in text.split("\r"):
        row = [part for sign in line for part in (sign, "")[: width_of(sign)]]
        shown[: len(row)] = row
    return "".join(shown)


def test_the_bar_in_korean_covers_the_one_before_to_its_last_place(
    korean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak("ko")
    bar = Terminal()
    display = RunDisplay(io.StringIO(), bar)
    display.show(STARTED)
    display.show(STEP)
    line = "에포크 2/5  ████████░░░░░░░░  844/1,688  105,000/s  loss 0.2915  1:07 남음"
    assert places(bar.getvalue()) == line
    display.show(Preparing(what="Compiling"))
    assert places(bar.getvalue()).rstrip() == "Compiling ..."
    display.show(STEP)
    display.close()
    assert places(bar.getvalue()).strip() == ""


@pytest.mark.parametrize("columns", [4, 5, 6, 20, 79])
def test_the_bar_in_korean_stays_in_its_line(
    korean: None, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    speak("ko")
    monkeypatch.setenv("COLUMNS", str(columns))
    bar = Terminal()
    display = RunDisplay(io.StringIO(), bar)
    display.show(STARTED)
    display.show(STEP)
    assert 0 < max(map(width_of, bar.getvalue().split("\r"))) < columns


def test_no_bar_where_there_is_no_terminal() -> None:
    out, bar = io.StringIO(), io.StringIO()
    display = RunDisplay(out, bar)
    display.show(STARTED)
    display.show(STEP)
    display.show(Finished(run="r", epochs=5, seconds=70.0, metrics={"loss": 1, "test_loss": 0.5}))
    assert bar.getvalue() == ""
    assert out.getvalue().splitlines()[-2:] == ["finished after 1:10  test_loss 0.5000", "run r"]


def test_huge_figures_are_short() -> None:
    told = figures({"loss": 0.23561, "val_loss": 3486919529911394.5, "mae": -12345.678})
    assert told == "loss 0.2356  val_loss 3.487e+15  mae -12345.6780"
