"""What an import says of itself."""

from pathlib import Path

from hornstudio.ui.window.incoming.report import ImportReport, lines, summary


def facts(*remarks):
    found = [dict(zip(("node", "class", "reason", "placeholder"), r, strict=True)) for r in remarks]
    return {"nodes": 3, "placeholders": sum(r[3] for r in remarks), "remarks": found}


def test_placeholders_come_first(qapp):
    note, gap = ("", "Adam", "is different", False), ("odd", "Lambda", "holds code", True)
    found = lines(Path("m.json"), facts(note, gap))
    assert found == ["odd (Lambda): holds code", "Adam: is different"]
    assert "before training: 1." in summary(facts(note, gap))
    assert summary(facts(note)) == "3 modules. It is not saved yet."


def test_weights_that_are_left_are_told(qapp):
    (line,) = lines(Path("m.keras"), facts())
    assert "hornstudio import m.keras -o FILE --run FOLDER" in line
    assert lines(Path("m.json"), facts()) == ["Everything was taken over."]


def test_the_report_lists_it(qtbot):
    listed = {"odd (Lambda): holds code": ("odd", "Lambda", "holds code", True)}
    listed["Adam: is different"] = ("", "Adam", "is different", False)
    for words, remark in listed.items():
        report = ImportReport(Path("m.json"), facts(remark))
        qtbot.addWidget(report)
        assert report.reasons == [words]
        assert report.windowTitle() == "Imported"
