import pytest
from msgspec import structs

from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Graph, Node
from hornstudio.engine.text import Text
from hornstudio.engine.watch.events import Checkpointed, Failed
from hornstudio.ui.panels.training.process.client import State
from tests.ui.panels.training.sight import settle, visible_buttons


def test_what_is_to_be_known_of_the_figures_of_a_run_stays_over_its_charts(panel, client, told):
    remark = Text("the loss stood still at {loss}", loss="2.3")
    client.greet()
    panel.train()
    client.tell(told.started(), told.epoch(1), structs.replace(told.finished(), remarks=[remark]))
    assert panel.banner.isVisibleTo(panel)
    assert panel.banner.words.text() == "The loss stood still at 2.3."
    assert panel.banner.property("kind") == "warning"
    assert panel.controls.progress.heading.text() == "Trained"
    panel.banner.close_button.click()
    assert not panel.banner.isVisibleTo(panel)


def test_what_is_to_be_known_of_a_run_that_goes_on_stands_over_its_charts(panel, client, told):
    """As that its data has changed; only the log said so."""
    words = Text("the data of {run} has changed", run="it")
    panel.train()
    client.tell(structs.replace(told.started(), notes=[words]))
    assert not panel.banner.isVisibleTo(panel)  # a new run has nothing to be compared with
    client.tell(told.checkpointed(), told.finished())
    panel.trainer.train_on()
    client.tell(structs.replace(told.started(first_epoch=2), notes=[words]))
    assert panel.banner.words.text() == "The data of it has changed."
    assert panel.banner.isVisibleTo(panel)


def test_a_run_whose_folder_was_deleted_is_not_offered_to_go_on(panel, client, told, tmp_path):
    run = tmp_path / "run"
    place = run / ("very_long" * 20)  # more words than a banner has room for
    gone = Failed(reason=f"cannot write {place}: there is no folder {place}")
    for is_there in (True, False):
        panel.train()
        if is_there:
            run.mkdir()
        else:
            run.rmdir()
        client.tell(told.started(run=str(run)), told.checkpointed(), gone)
        assert panel.banner.resume.isVisible() == is_there


def test_of_two_ways_on_the_bright_one_loses_nothing(panel, client, told):
    panel.train()
    client.tell(told.started(), Failed(reason="no room"))
    assert panel.banner.again.property("kind") == "primary"
    panel.train()
    client.tell(told.started(), told.checkpointed(), Failed(reason="no room"))
    assert panel.banner.resume.isVisible()
    assert panel.banner.resume.property("kind") == "primary"
    assert panel.banner.again.property("kind") == ""


def test_errors_in_the_graph_refuse_training_with_words_and_a_jump(panel, client, document, qtbot):
    whole, said = document.graph, []
    panel.status.connect(said.append)
    document.edit("Break it", edits.remove_nodes(whole, ["sgd"]))
    with qtbot.waitSignal(panel.problems_requested):
        assert not panel.train()
    assert "Training needs a graph without problems" in said[-1]
    assert client.sent == []
    assert panel.banner.isVisible()
    assert "Training needs a graph without problems" in panel.banner.words.text()
    document.edit("Mend it", whole)
    assert not panel.banner.isVisible()
    assert said[-1] == ""  # nor in the status line
    assert panel.train()


def test_missing_data_offers_the_built_in_set_as_one_undo_step(panel, client, document):
    panel.train()
    before = document.graph
    reason = "MNIST could not be found (looked in /data)."
    client.tell(Failed(reason=reason, node="mnist", missing="mnist", substitute="digits"))
    words = panel.banner.words.text()
    assert words.startswith("mnist: MNIST could not be found (looked in /data). Use the small")
    assert "5\u202f000" in words
    panel.banner.substitute.click()
    assert document.graph.nodes["digits"].kind == "digits"
    assert "mnist" not in document.graph.nodes
    assert len(document.graph.wires) == len(before.wires)
    assert '"digits"' in client.sent[-1].graph
    assert client.state is State.TRAINING
    assert not panel.banner.isVisible()
    document.undo_stack.undo()
    assert document.graph is before


def test_failure_keeps_its_traceback_in_the_log(panel, client, told, qtbot):
    panel.train()
    client.tell(told.started(), Failed(reason="it broke off", traceback="Traceback:\n  line 1"))
    assert "it broke off" in panel.banner.words.text()
    assert "line 1" not in panel.banner.words.text()
    with qtbot.waitSignal(panel.log_requested):
        panel.banner.details.click()
    assert "  line 1" in panel.log_view.text.toPlainText()
    settle(panel)
    assert panel.controls.progress.heading.text() == "Broken off"


@pytest.mark.parametrize(("told_of", "shown"), [("hidden", "hidden"), ("hidden__dense", "hidden")])
def test_the_node_where_a_run_went_wrong_is_one_click_away(
    panel, client, told, document, told_of, shown
):
    places: list[str] = []
    document.place_requested.connect(lambda problem: places.append(problem.node))
    panel.train()
    client.tell(told.started(), Failed(reason=f"{told_of}.output became inf", node=told_of))
    assert panel.banner.place.text() == f"Go to {shown}"
    panel.banner.place.click()
    assert places == [shown]
    document.edit("Delete", edits.remove_nodes(document.graph, [shown]))
    assert not panel.banner.place.isVisible()
    assert "became inf" in panel.banner.words.text()
    document.undo_stack.undo()
    panel.train()
    client.tell(told.started(), Failed(reason="out of luck", node="gone"))
    assert not panel.banner.place.isVisible()


def test_a_lost_worker_is_told_and_training_again_is_one_click(panel, client, told):
    panel.train()
    client.tell(told.started(), told.step(1, 5))
    client.die("Signal 9.")
    assert panel.banner.isVisible()
    assert "Signal 9." in panel.banner.words.text()
    assert panel.banner.again.isVisible()
    assert not panel.banner.resume.isVisible()
    assert visible_buttons(panel) == ["Train"]
    panel.banner.again.click()
    assert client.state is State.TRAINING
    assert not panel.banner.isVisible()


def test_a_lost_run_goes_on_from_its_checkpoint(panel, client, told):
    panel.train()
    text = client.sent[0].graph
    client.tell(told.started(3), told.step(1, 10), Checkpointed(epoch=1, path="/c"))
    client.die("Signal 9.")
    panel.banner.resume.click()
    order = client.sent[-1]
    assert (order.graph, order.run_dir, order.resume) == (text, "/runs/1", True)
    client.tell(told.started(3, first_epoch=2), told.step(2, 5))
    assert panel.trainer.history.earlier == []
    assert list(panel.trainer.history.current.train["loss"].x) == [1.0, 1.5]


def test_a_lost_run_goes_on_also_after_the_banner_was_closed(panel, client, told):
    panel.train()
    client.tell(told.started(3), told.step(1, 10), Checkpointed(epoch=1, path="/c"))
    client.die("Signal 9.")
    panel.controls.refresh()
    assert visible_buttons(panel) == ["Train"]
    panel.banner.close_button.click()
    panel.controls.refresh()
    assert visible_buttons(panel) == ["Train", "Continue"]
    panel.controls.go_on.click()
    assert (client.sent[-1].run_dir, client.sent[-1].resume) == ("/runs/1", True)


def test_a_run_that_a_full_disk_broke_off_goes_on_from_its_checkpoint(panel, client, told):
    panel.train()
    full = Failed(reason="cannot write /runs/1/x: No space left on device")
    client.tell(told.started(3), Checkpointed(epoch=1, path="/c"), full)
    assert panel.banner.again.isVisible()
    panel.banner.resume.click()
    assert (client.sent[-1].run_dir, client.sent[-1].resume) == ("/runs/1", True)
    client.tell(told.started(3, first_epoch=2), Failed(reason="inf in x", node="hidden"))
    assert not panel.banner.resume.isVisible(), "it would come again"


def test_a_refusal_of_the_worker_is_shown(panel, client):
    panel.train()
    client.refuse("busy with another job")
    assert "busy with another job" in panel.banner.words.text()
    assert client.state is State.READY


def test_a_long_reason_shows_its_first_sentence_and_keeps_the_rest_in_the_log(panel, client):
    panel.train()
    reason = "MNIST needs a file which was not found. Looked in: " + "/some/folder; " * 20
    client.tell(Failed(reason=reason, node="mnist", missing="mnist", substitute="digits"))
    words = panel.banner.words.text()
    assert words.startswith("mnist: MNIST needs a file which was not found. Use the small")
    panel.banner.details.click()
    assert "/some/folder; /some/folder" in panel.log_view.text.toPlainText()


def test_the_banner_goes_when_the_data_was_replaced_by_hand(panel, client, document):
    panel.train()
    client.tell(Failed(reason="not found", node="mnist", missing="mnist", substitute="digits"))
    assert panel.banner.isVisible()
    document.edit("Replace", edits.replace_kind(document.graph, "mnist", "digits", {}))
    assert not panel.banner.isVisible()


def test_an_empty_canvas_says_so_and_a_module_ends_that(panel, document, client):
    document.open(Graph(), None)
    settle(panel)
    assert panel.controls.progress.heading.text() == "Nothing to train yet"
    assert not panel.train()
    assert not client.sent
    assert panel.banner.isVisible()
    assert "nothing to train" in panel.banner.words.text()
    document.edit("Add", edits.add_node(document.graph, "relu", Node("relu")))
    assert not panel.banner.isVisible()


def test_what_forbids_training_is_told_anew_when_one_of_it_is_mended(panel, document):
    graph, said = document.graph, []
    panel.status.connect(said.append)
    ids = [i for i, n in graph if n.kind in ("sgd", "adam", "categorical_crossentropy")]
    document.edit("Delete", edits.remove_nodes(graph, ids))
    assert not panel.train()
    assert "2 to mend" in said[-1]
    assert "no loss" in said[-1]
    problem = next(p for p in document.report.errors if "no loss" in str(p.reason))
    document.mend(problem, problem.remedies[0])
    assert "1 to mend" in said[-1]
    assert "no optimizer" in said[-1]
    assert "no optimizer" in panel.banner.words.text()
    problem = document.report.errors[0]
    document.mend(problem, problem.remedies[0])
    assert said[-1] == ""


def test_what_the_line_at_the_foot_says_aloud_the_banner_only_shows(
    panel, client, document, told, announced
):
    document.edit("Break it", edits.remove_nodes(document.graph, ["sgd"]))
    panel.train()
    assert "Training needs a graph without problems" in panel.banner.words.text()
    assert announced == []
    document.undo_stack.undo()
    client.greet()
    panel.train()
    remark = Text("the loss stood still at {loss}", loss="2.3")
    client.tell(told.started(), told.epoch(1), structs.replace(told.finished(), remarks=[remark]))
    assert announced == ["The loss stood still at 2.3."]
