"""Files that have changed are looked through beside the event loop."""

import threading

from hornstudio.engine.check import check
from hornstudio.engine.graph import Graph, Node, freeze
from hornstudio.engine.modules.tables import survey
from hornstudio.ui.window.incoming.own_look import OwnLook


def graph_of(path) -> Graph:
    return Graph(nodes=freeze({"table": Node("table", freeze({"path": str(path)}))}))


def test_what_has_changed_is_looked_through_by_a_thread_and_known_then(
    qtbot, tmp_path, monkeypatch
):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", "utf-8")
    report, threads = check(graph_of(path)), []
    look_at = survey.look_at_columns
    monkeypatch.setattr(
        survey,
        "look_at_columns",
        lambda *how: (threads.append(threading.current_thread()), look_at(*how))[1],
    )
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")
    look = OwnLook()
    with qtbot.waitSignal(look.finished):
        look.start(report)
    assert check(graph_of(path)).facts["table"].module.examples is not None
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_a_network_without_files_of_ones_own_needs_no_thread(qtbot):
    look, told = OwnLook(), []
    look.finished.connect(lambda: told.append(True))
    before = threading.active_count()
    look.start(check(Graph(nodes=freeze({"x": Node("relu")}))))
    assert threading.active_count() == before
    qtbot.wait(20)
    assert not told
