"""What an import says of itself."""

from pathlib import Path

import pytest

from hornstudio.engine.text import Text
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.ui.window.incoming.report import ImportReport, lines, summary

HOLDS_NONE = Text("the file holds no weights")
WITHOUT = "It has come without weights: the file holds no weights."


def facts(*remarks):
    """What the command tells: remarks as (node, class, reason, is a placeholder)."""
    found = [dict(zip(("node", "class", "reason", "placeholder"), r, strict=True)) for r in remarks]
    for remark in found:
        remark["reason_parts"] = sentence_to_json(remark["reason"])
    count = sum(r[3] for r in remarks)
    known = {"nodes": 3, "placeholders": count, "remarks": found, "run": None, "optimizer": "none"}
    return known | {"why_no_run": HOLDS_NONE, "why_no_run_parts": sentence_to_json(HOLDS_NONE)}


def test_placeholders_come_first(qapp):
    note, gap = ("", "Adam", "is different", False), ("odd", "Lambda", "holds code", True)
    found = lines(facts(note, gap))
    assert found == ["odd (Lambda): holds code", "Adam: is different", WITHOUT]
    assert "before training: 1." in summary(facts(note, gap))
    assert summary(facts(note)) == "3 modules. It is not saved yet."


@pytest.mark.parametrize(
    ("optimizer", "words"),
    [
        ("kept", "from what the optimizer remembers"),
        ("new", "the optimizer begins anew"),
        ("none", "Once data, a loss and an optimizer are wired in"),
    ],
)
def test_where_the_weights_are_and_what_is_done_with_them_is_told(qapp, optimizer, words):
    whole, where, what_next = lines(facts() | {"run": "/runs/m-1", "optimizer": optimizer})
    assert whole == "Everything was taken over."
    assert where == "Its weights are in the run m-1, listed under Runs."
    assert words in what_next


def test_weights_around_placeholders_wait_for_these_to_be_replaced(qapp):
    gap = ("odd", "Lambda", "holds code", True)
    *_, what_next = lines(facts(gap) | {"run": "/runs/m-1", "optimizer": "new"})
    assert what_next.startswith("Once the placeholders are replaced")


def test_why_there_are_no_weights_is_told(qapp):
    assert lines(facts()) == ["All modules were taken over.", WITHOUT]


def test_reasons_with_values_are_told_in_the_language_of_the_window(speak):
    reason = Text("is left out: {reason}", reason=Text("the file holds no weights"))
    speak("ko")
    first, last = lines(facts(("", "metric", reason, False)))
    assert "left out" not in first
    assert "holds no weights" not in first + last


def test_the_report_lists_it(qtbot):
    listed = {"odd (Lambda): holds code": ("odd", "Lambda", "holds code", True)}
    listed["Adam: is different"] = ("", "Adam", "is different", False)
    for words, remark in listed.items():
        report = ImportReport(Path("m.json"), facts(remark))
        qtbot.addWidget(report)
        assert report.reasons == [words, WITHOUT]
        assert report.windowTitle() == "Imported"
