from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph
from hornstudio.engine.watch.events import Failed
from hornstudio.ui.document import Document
from hornstudio.ui.panels.training.wording.trouble import (
    failure,
    headline,
    is_mended,
    why_not_train,
    with_substitute,
)


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


def test_a_headline_is_as_many_sentences_of_a_long_text_as_fit():
    assert headline("First. Second. " + "and so on " * 40) == "First. Second."
    assert headline("Short. Text.") == "Short. Text."
    assert headline("First. " + "and so on " * 40) == "First."
