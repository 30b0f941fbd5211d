from msgspec import structs

from hornstudio.engine.editing import edits
from hornstudio.engine.watch.events import Failed, Preparing
from tests.engine.runs.conftest import make_run, root  # noqa: F401
from tests.ui.panels.training.sight import settle


def test_progress_is_shown_in_words_and_figures(panel, client, told):
    panel.train()
    client.tell(told.started(epochs=4), told.step(2, 5))
    settle(panel)
    view = panel.controls.progress
    assert (view.heading.text(), view.total.text()) == ("Epoch 2", "of 4")
    assert view.percent.text() == "37.5 %"
    assert view.bar.segments == 4
    values = [value.text() for _, value in view._figures]
    assert values == ["5/10", "52\u202f300", "1:13"]
    assert panel.controls.basis.whole_text == "CPU (x86_64) · mnist: 320 training"


def test_how_a_long_run_has_ended_makes_the_column_no_wider(panel, client, told):
    panel.train()
    client.tell(told.started(epochs=300_000), told.step(187_000, 5))
    client.tell(structs.replace(told.finished(187_000), stopped=True))
    settle(panel)
    view = panel.controls.progress
    assert view.total.whole_text == "in epoch 187000 of 300000, 2.0 s"
    assert view.minimumSizeHint().width() <= panel.controls.width()


def test_preparing_says_what_takes_a_while(panel, client):
    panel.train()
    client.tell(Preparing(what="Downloading MNIST", done=45, total=100))
    settle(panel)
    assert panel.controls.progress.words.text() == "Downloading MNIST: 45 %"
    client.tell(Preparing(what="Compiling the network"))
    settle(panel)
    assert panel.controls.progress.words.text() == "Compiling the network …"


def test_a_graph_with_problems_is_not_called_ready(panel, document):
    assert panel.controls.progress.heading.text() == "Ready to train"
    graph = document.graph
    document.edit("Delete", edits.remove_nodes(graph, list(graph.nodes)[-1:]))
    settle(panel)
    assert panel.controls.progress.heading.text() == "Not ready yet"
    assert "Problems to mend" in panel.controls.progress.words.text()
    scores = next(n for n, node in graph if node.kind == "dense" and node.params["units"] == 10)
    document.edit("More scores than classes", edits.set_param(graph, scores, "units", 32))
    settle(panel)
    assert panel.controls.progress.heading.text() == "Ready to train"
    assert panel.controls.progress.words.text() == "Warnings to look at first: 1"


def test_a_run_that_broke_off_at_once_is_not_said_to_have_left_curves(panel, client, told):
    panel.train()
    client.tell(told.started(), Failed(reason="it is too hot"))
    settle(panel)
    words = panel.controls.progress._idle_words
    assert words() == "It broke off before its first figures."
    panel.train()
    client.tell(told.started(run="/runs/2"), told.step(1, 5), Failed(reason="it is too hot"))
    assert words() == "The curves up to there stay for comparison."


def test_how_a_long_run_has_ended_is_said_in_fewer_words_rather_than_cut(panel, client, told):
    panel.train()
    client.tell(told.started(epochs=10_000), told.epoch(10_000))
    client.tell(structs.replace(told.finished(10_000), seconds=3873.0))
    settle(panel)
    total = panel.controls.progress.total
    assert total.whole_text == "epoch 10000 of 10000 in 1:04:33"
    assert total.text() in ("epoch 10000 of 10000", "10000 of 10000")
    assert total.toolTip() == total.accessibleName() == total.whole_text
