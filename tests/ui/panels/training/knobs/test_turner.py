from msgspec import structs
from PySide6.QtCore import Qt

from hornstudio.engine.editing import edits
from hornstudio.engine.watch.events import Declined

from .conftest import knob


def test_values_follow_the_run(bar, client, panel):
    said: list[str] = []
    panel.status.connect(said.append)
    turner = bar.turner
    assert turner.values["sgd.learning_rate"] == 0.01
    client.tell(knob("learning_rate", 0.01, 0.05), knob("frozen", False, True, "hidden"))
    assert turner.values["sgd.learning_rate"] == 0.05
    assert turner.values["hidden.frozen"] is True
    assert said[-2:] == ["sgd: learning rate 0.01 → 0.05", "hidden is frozen"]


def test_a_layer_in_a_composite_is_named_by_the_way_to_it(bar, client):
    turner = bar.turner
    turner.dials["body__a.frozen"] = turner.dials["hidden.frozen"]
    assert turner.words(knob("frozen", True, False, "body__a")) == (
        "body › a is not frozen any more"
    )


def test_a_resumed_run_begins_with_what_had_been_turned(bar, client, told):
    started = structs.replace(told.started(), knobs=[knob("learning_rate", 0.01, 0.5)])
    client.tell(started)
    assert bar.turner.values["sgd.learning_rate"] == 0.5


def test_turns_are_kept_with_the_run_and_go_when_they_come_again(bar, client, told, panel):
    client.tell(knob("learning_rate", 0.01, 0.05), knob("learning_rate", 0.05, 0.1, step=9))
    run = panel.trainer.history.current
    assert [run.x_of(k) for k in run.knobs] == [0.5, 0.9]
    run.go_on(structs.replace(told.started(), first_step=7))
    assert [k.new for k in run.knobs] == [0.05]


def test_a_wish_stays_until_the_run_answers(bar, client):
    turner, key = bar.turner, "hidden.frozen"
    turner.turn(key, True)
    client.pause()
    assert turner.shown(key) is True
    client.tell(knob("learning_rate", 0.01, 0.05))
    assert turner.shown(key) is True
    client.tell(knob("frozen", False, True, "hidden"))
    assert (turner.asked, turner.shown(key)) == ({}, True)
    turner.turn(key, False)
    client.tell(Declined(node="hidden", param="frozen", reason="no"))
    assert turner.shown(key) is True


def test_rates_of_a_callback_have_digits_that_somebody_would_set(bar, client, panel):
    said, logged = [], []
    panel.status.connect(said.append)
    panel.trainer.log.connect(lambda _level, text: logged.append(text))
    client.tell(knob("learning_rate", 0.009999999776482582, 0.004999999888241291))
    assert said[-1] == "sgd: learning rate 0.01 → 0.005"
    assert bar.turner.shown("sgd.learning_rate") == 0.005
    assert logged == []
    bar.turner.turn("sgd.learning_rate", 0.02)
    client.tell(knob("learning_rate", 0.005, 0.02))
    assert logged == ["sgd: learning rate 0.005 → 0.02"]


def test_a_wish_for_what_is_already_so_is_none(bar, client):
    turner, key = bar.turner, "sgd.learning_rate"
    client.pause()
    turner.turn(key, 0.5)
    turner.turn(key, 0.01)
    assert [message.value for message in client.sent[-2:]] == [0.5, 0.01]
    assert (turner.asked, turner.shown(key)) == ({}, 0.01)
    client.tell(knob("learning_rate", 0.01, 0.25))  # of a callback, say
    assert turner.shown(key) == 0.25


def test_the_factor_of_a_schedule_is_called_after_what_it_is_of(panel, document, client, told):
    falling = {"kind": "cosine_decay"}
    document.edit("Fall", edits.set_param(document.graph, "sgd", "learning_rate", falling))
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    turner = panel.controls.knobs.turner
    assert turner.label("sgd.learning_rate.factor") == "sgd: learning rate factor"
    turned = knob("learning_rate.factor", 1.0, 0.5)
    assert turner.words(turned) == "sgd: learning rate factor 1 → 0.5"


def test_a_factor_of_nothing_is_said_to_be_nothing_at_its_knob(
    panel, document, client, told, qtbot
):
    falling = {"kind": "cosine_decay"}
    document.edit("Fall", edits.set_param(document.graph, "sgd", "learning_rate", falling))
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    bar, said, key = panel.controls.knobs, [], "sgd.learning_rate.factor"
    bar.turner.status.connect(said.append)
    qtbot.mouseClick(bar.knobs, Qt.MouseButton.LeftButton)
    row = bar.popover.rows[key]
    hints, places = [], set()
    for rate in (0.1, 0.0, 0.05):
        client.tell(structs.replace(told.epoch(1), learning_rate=rate))
        client.tell(knob("learning_rate.factor", 1.0, 0.5))
        hints.append((row.hint.isVisible(), row.hint.text(), said[-1]))
        qtbot.wait(1)
        places.add(bar.popover.rows["loss.weight"].pos().y())
    words = "The schedule gives 0 now, with any factor."
    turned = "sgd: learning rate factor 1 → 0.5"
    assert len(places) == 1  # nothing moves under the pointer
    assert hints == [(False, "", turned), (True, words, f"{turned}. {words}"), (False, "", turned)]
