from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog

from hornstudio.ui.panels.training.charts import loading, saving
from hornstudio.ui.panels.training.charts.choices import Style
from hornstudio.ui.panels.training.course.run import Run
from hornstudio.ui.panels.training.wording.metric_name import MetricName


@pytest.fixture
def charts(qapp, qtbot, told):
    loading.begin()
    run = Run(1, told.started(epochs=2))
    for step in range(1, 11):
        run.add_step(told.step(1, step, loss=1.0 / step))
    made = []
    for _ in range(2):
        view = loading.outcome().ChartView()
        qtbot.addWidget(view)
        view.resize(300, 150)
        view.show()
        view.show_run(run, [], MetricName("loss", "Loss"), Style())
        made.append(view)
    return made


def test_a_png_holds_the_charts_side_by_side_and_sharp(charts):
    image = QImage.fromData(saving.picture_bytes(charts, ".png"))
    assert (image.width(), image.height()) == (2 * 560 * 3, 300 * 3)
    ground = image.pixelColor(5, image.height() - 5)
    inks = {image.pixelColor(x, y).name() for x in range(0, 3360, 3) for y in range(0, 900, 3)}
    assert len(inks - {ground.name()}) > 20


def test_a_picture_names_its_lines_and_draws_them_as_thick_as_the_screen(charts):
    chart = charts[0]
    chart.resize(140, 150)
    assert not chart.header.values["train"].name.isVisible()
    copy = chart.for_picture(QSize(560, 300), 3)
    assert copy.header.values["train"].name.isVisible()
    assert copy.header.title.text() == "Loss"
    on_screen = chart.plot._line.opts["pen"].widthF() / chart.devicePixelRatioF()
    assert copy.plot._line.opts["pen"].widthF() == pytest.approx(3 * on_screen)
    assert len(copy.picture.x) == len(chart.picture.x)
    copy.hide()
    copy.deleteLater()


def test_an_svg_holds_lines_not_pixels(charts):
    text = saving.picture_bytes(charts, ".svg").decode()
    assert 'viewBox="0 0 1120 300"' in text
    assert 'width="296.333mm"' in text, "a px is the 96th part of an inch"
    assert text.count("<path") >= 2
    assert text.count("<polyline") >= 10
    assert text.count("<image") <= len(charts)  # a plain style draws the arrow of a menu so


def test_curves_in_an_svg_end_where_they_leave_their_axes(charts):
    for chart in charts:
        chart.plot.view.setXRange(0.1, 0.2, padding=0)
        assert chart.plot.is_zoomed
    root = ElementTree.fromstring(saving.picture_bytes(charts, ".svg"))
    named = "{http://www.w3.org/2000/svg}"
    assert not [p for p in root.iter(f"{named}path") if p.get("vector-effect", "none") != "none"]
    for left in (0, 560):
        (rect,) = root.findall(f".//{named}clipPath[@id='area{left}']/{named}rect")
        assert 10 < float(rect.get("x")) - left < 100
        assert 30 < float(rect.get("y")) < 100
        cut = root.findall(f".//{named}g[@clip-path='url(#area{left})']")
        assert cut, "curves go on at the left and at the right"


def test_a_suffix_is_put_where_none_is_known():
    kinds = saving.PICTURES
    assert saving.with_known_suffix(Path("a.SVG"), kinds) == Path("a.SVG")
    assert saving.with_known_suffix(Path("a.b"), kinds) == Path("a.b.png")


def test_where_it_cannot_be_written_another_place_is_asked_for(
    charts, tmp_path, monkeypatch, answer
):
    bad, good = tmp_path / "no" / "mine.csv", tmp_path / "mine.csv"
    proposed, places = [], iter([bad, good, bad])
    monkeypatch.setattr(QFileDialog, "exec", lambda dialog: 1)
    monkeypatch.setattr(QFileDialog, "selectFile", lambda dialog, name: proposed.append(name))
    monkeypatch.setattr(QFileDialog, "selectedFiles", lambda dialog: [str(next(places))])
    said = answer("Save as…", "Cancel")
    given = charts[0], "Save the curves", tmp_path / "curves", saving.TABLES, lambda suffix: b"x"
    assert saving.save(*given) == good
    assert "mine.csv" in said[0]
    assert proposed == ["curves", "mine.csv"], "the typed name is kept"
    assert good.read_bytes() == b"x"
    assert saving.save(*given) is None
