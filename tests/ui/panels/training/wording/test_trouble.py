from dataclasses import replace

import pytest

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.modules.pictures.album import unreadable
from hornstudio.engine.text import Text
from hornstudio.engine.train.trouble.probe import Fault
from hornstudio.engine.train.trouble.runaway import runaway
from hornstudio.engine.watch.events import Failed
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.process.ending import advice, why_ended
from hornstudio.ui.panels.training.wording.trouble import (
    Trouble,
    failure,
    headline,
    is_mended,
    remarks_on,
    said_again,
    why_not_train,
    with_substitute,
)
from hornstudio.ui.words.translate import tr_engine


def test_what_forbids_training_goes_when_it_is_mended(document):
    whole = document.graph
    assert why_not_train(document) is None
    document.edit("Break it", edits.remove_nodes(whole, ["sgd"]))
    trouble = why_not_train(document)
    assert trouble.kind == "problems"
    assert not is_mended(trouble, document)
    document.edit("Mend it", whole)
    assert is_mended(trouble, document)
    assert why_not_train(Document(Graph())).kind == "empty"


def test_a_failure_names_the_node_and_keeps_details_apart(document):
    failed = Failed(reason="no files", node="mnist", substitute="digits", traceback="line 1")
    trouble, details = failure(failed, document.graph)
    assert (trouble.kind, trouble.words, details) == ("missing", "mnist: no files", "line 1")
    assert (trouble.missing, trouble.substitute) == ("mnist", "digits")
    graph = with_substitute(document.graph, trouble)
    assert graph.nodes["digits"].kind == "digits"
    assert "mnist" not in graph.nodes


def test_a_layer_in_a_composite_is_named_by_the_way_to_it(document):
    failed = Failed(reason="the maths of dense failed: no", node="body__dense")
    assert failure(failed, document.graph)[0].words.startswith("body › dense: the maths")


def test_a_banner_begins_as_a_sentence_and_a_name_as_it_is_written(document):
    named = Text("the loss of {node} is not a number", node="dense_1")
    first = Text("{node} needs more memory", node="dense_1")
    for reason, words in (
        (named, "The loss of dense_1 is not a number"),
        (first, "dense_1 needs more memory"),
        ("a module's own words", "a module's own words"),
    ):
        assert failure(Failed(reason=reason), document.graph)[0].words == words
    beside = Failed(reason=Text("the weights ran away"), node="dense_1")
    assert failure(beside, document.graph)[0].words == "dense_1: the weights ran away"


def test_damaged_pictures_are_counted_and_named_briefly(document):
    why = Text("it is no picture, or a damaged one")
    faults = {f"/home/kim/pictures/train/cat/{n}.png": why for n in range(8)}
    words = failure(Failed(reason=unreadable(faults).text, node="photos"), Graph())[0].words
    assert words.startswith("photos: 8 pictures in /home/kim/pictures/train/cat cannot be read: 0.")
    assert "(and 3 more)" in words
    assert len(words) < 200


def test_a_headline_is_as_many_sentences_of_a_long_text_as_fit():
    assert headline("First. Second. " + "and so on " * 40) == "First. Second."
    assert headline("Short. Text.") == "Short. Text."
    assert headline("First. " + "and so on " * 40) == "First."


@pytest.fixture(params=["en", "ko"])
def spoken(request, speak):
    speak(request.param)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("kind", ["forward", "gradient", "update"])
def test_a_banner_says_that_numbers_ran_away_and_that_the_disk_is_full(kind, document):
    full = Text("No space left on device")
    path = "/home/somebody/.local/share/hornstudio/runs/mnist-20261128-140000/checkpoints/a"
    unkept = Text("cannot write {path}: {reason}", path=path, reason=full)
    error = runaway(document.graph, 12, 3456, Fault(kind, "hidden", "hidden.kernel", "nan"), unkept)
    failed = Failed(reason=error.text, node=error.node)
    trouble, details = failure(failed, document.graph)
    assert "hidden" in trouble.words
    assert "3456" in trouble.words
    assert tr_engine(full) in trouble.words
    assert path not in trouble.words
    assert path in details


def test_a_banner_is_told_again_in_another_language(document, speak):
    speak("en")
    graph = document.graph
    document.edit("Break it", edits.remove_nodes(graph, ["sgd"]))
    fault = Text("No space left on device")
    failed = failure(Failed(reason=fault, node=""), graph)[0]
    remarks = [Text("No space left on device")]
    lost = advice(why_ended(9, True, ""), was_busy=True, may_restart=True)
    made = [
        why_not_train(document),
        why_not_train(Document(Graph())),
        replace(failed, resumable=True),
        remarks_on(remarks),
        Trouble("lost", lost, has_details=True, resumable=True),
    ]
    speak("ko")
    again = [said_again(each, graph) for each in made]
    assert [each.words for each in again] == [
        why_not_train(document).words,
        why_not_train(Document(Graph())).words,
        tr_engine(fault),
        remarks_on(remarks).words,
        advice(why_ended(9, True, ""), was_busy=True, may_restart=True),
    ]
    assert not {each.words for each in again} & {each.words for each in made}
    assert [replace(a, words="", cause=None) for a in again] == [
        replace(m, words="", cause=None) for m in made
    ]
    speak("en")
    assert [said_again(each, graph) for each in again] == made
