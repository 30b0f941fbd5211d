import pytest
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from hornstudio.paths import resource
from hornstudio.ui.theme import typeface


def test_the_shipped_files_are_the_families_that_the_tokens_name(qapp):
    assert set(typeface.load()) >= {"Inter", "JetBrains Mono"}


@pytest.mark.parametrize("name", typeface.FILES)
def test_every_shipped_font_has_its_licence_beside_it(name):
    family = name.split("-")[0]
    licence = resource("fonts", f"{family}-OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert resource("fonts", name).stat().st_size < 400_000


@pytest.mark.parametrize(
    ("size", "px", "weight"), [("body", 13, 400), ("micro", 11, 400), ("nodeTitle", 13, 600)]
)
def test_sizes_are_pixels_and_titles_semibold(qapp, size, px, weight):
    made = typeface.font(size)
    assert made.pixelSize() == px
    assert made.weight() == weight
    assert QFontInfo(made).family() == "Inter"


def test_tabular_digits_are_equally_wide(qapp):
    proportional = QFontMetricsF(typeface.font("body"))
    tabular = QFontMetricsF(typeface.font("body", tabular=True))
    assert proportional.horizontalAdvance("1111") < proportional.horizontalAdvance("0000")
    assert tabular.horizontalAdvance("1111") == pytest.approx(tabular.horizontalAdvance("0000"))


def test_mono_is_fixed_and_draws_no_ligatures(qapp):
    made = typeface.mono("shape", "medium")
    metrics = QFontMetricsF(made)
    assert QFontInfo(made).family() == "JetBrains Mono"
    assert metrics.horizontalAdvance("iii") == pytest.approx(metrics.horizontalAdvance("WWW"))
    assert made.featureValue(QFont.Tag("calt")) == 0
