"""Sentences cross the pipe with their template and values."""

import pytest

from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Failed, Preparing, Started
from hornstudio.engine.worker.messages import JobEvent, Refused, decode_from_worker, encode
from hornstudio.engine.worker.wording import received, to_send


def through_the_pipe(message):
    return decode_from_worker(encode(message)[4:])


def test_a_text_arrives_with_its_template_and_values() -> None:
    inner = Text("an integer of at least {low}", low=1)
    sent = Text("{name} is {value}; need {need}", name="units", value=0.5, need=inner)
    body = through_the_pipe(JobEvent(job=1, body=Failed(reason=sent))).body
    assert body.reason == "units is 0.5; need an integer of at least 1"
    assert body.reason.template == sent.template
    assert body.reason.values["need"].template == inner.template
    assert body.reason.values["value"] == 0.5


def test_plain_words_arrive_as_they_are() -> None:
    assert through_the_pipe(Refused(reason="{no} template")).reason == "{no} template"
    body = through_the_pipe(JobEvent(job=1, body=Preparing(what=Text("Compiling")))).body
    assert (body.what, body.what.template) == ("Compiling", "Compiling")


@pytest.mark.parametrize("rest", ["", "[1]", '["{a}", {"b": 1}]', "{"])
def test_a_broken_sentence_is_shown_as_it_came(rest: str) -> None:
    assert received("\x02text:" + rest) == rest


def test_values_that_are_no_words_are_written_out() -> None:
    assert received(to_send(Text("{path}", path=("a", 1)))) == "('a', 1)"


def test_sentences_in_a_list_arrive_too() -> None:
    notes = [Text("{name} is damaged", name="x"), "as it is"]
    started = Started(
        run="",
        epochs=1,
        batch_size=1,
        seed=0,
        steps=1,
        samples=1,
        validation_samples=0,
        test_samples=0,
        weights=1,
        device="",
        source="",
        notes=notes,
    )
    came = through_the_pipe(JobEvent(job=1, body=started)).body.notes
    assert came == notes
    assert came[0].template == "{name} is damaged"
