"""The network in front is asked about samples."""

import pytest

from hornstudio.ui.panels.training.course.trainer import Trainer
from hornstudio.ui.window.incoming import asking
from hornstudio.ui.window.incoming.samples import Input

TWO = [Input("left", "Table: a.csv", (".csv",)), Input("right", "MNIST: 28×28×1", (".png",))]


@pytest.fixture
def asked(window, monkeypatch):
    """What the network is asked about, and by which run."""
    told = []
    monkeypatch.setattr(window.incoming.prediction, "start", lambda *given: told.append(given))
    monkeypatch.setattr(Trainer, "trained_run", "/runs/seven")
    window.filing.new()
    return told


def test_files_that_are_dropped_on_a_network_with_two_inputs_wait_for_the_others(
    window, asked, monkeypatch, tmp_path
):
    table, picture = tmp_path / "rows.csv", tmp_path / "seven.png"
    given = []
    monkeypatch.setattr(asking, "inputs_of", lambda run: TWO)
    monkeypatch.setattr(
        asking,
        "choose_for_each",
        lambda _, inputs, dealt: given.append(dealt) or {"left": [table], "right": [picture]},
    )
    asking.ask_about(window, [picture])
    assert given == [{"right": picture}]
    assert asked == [({"left": [table], "right": [picture]}, "/runs/seven")]
    asking.ask_about(window, [picture, table])
    assert given[-1] == {"right": picture, "left": table}
    asking.ask_about(window, [tmp_path / "all.npz"])
    assert len(given) == 2
    assert asked[-1] == ({"": [tmp_path / "all.npz"]}, "/runs/seven")


def test_a_file_of_each_input_is_given_by_its_name(window, monkeypatch, tmp_path):
    told = []
    monkeypatch.setattr(window.incoming.prediction, "run", lambda *words: told.append(words))
    window.incoming.predict({"left": [tmp_path / "a.csv"], "right": [tmp_path / "b.png"]}, "/run")
    window.incoming.prediction.stop()
    (words,) = told
    assert words[:4] == (
        "predict",
        "/run",
        f"left={tmp_path / 'a.csv'}",
        f"right={tmp_path / 'b.png'}",
    )


def test_nothing_is_asked_where_no_file_was_chosen_or_no_weights_are_left(
    window, asked, monkeypatch
):
    monkeypatch.setattr(asking, "choose_samples", lambda *_: {})
    asking.choose_and_ask(window)
    monkeypatch.setattr(Trainer, "trained_run", "")
    asking.choose_and_ask(window)
    assert not asked
    assert "no trained weights" in window.status.hint.whole_text
