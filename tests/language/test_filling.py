import pytest

from hornstudio.engine.text import Given, Text
from hornstudio.language.filling import filled, told

OPEN = "{name} cannot be opened"


def test_values_come_in_after_the_look_up() -> None:
    assert filled("{n} rows", "{n} Zeilen", "de", {"n": 3}) == "3 Zeilen"


def test_without_values_braces_stay() -> None:
    assert filled("{as it is}", "{as it is}", "en", {}) == "{as it is}"


def test_korean_chooses_its_particles() -> None:
    assert filled(OPEN, "{name}을(를) 열 수 없습니다", "ko", {"name": "신경망"}) == (
        "신경망을 열 수 없습니다"
    )
    assert filled(OPEN, "{name}을(를)", "xx", {"name": "신경망"}) == "신경망을(를)"


@pytest.mark.parametrize("slip", ["{number} Zeilen", "{0} Zeilen", "{n Zeilen"])
def test_a_translators_slip_gives_the_source(slip: str) -> None:
    assert filled("{n} rows", slip, "de", {"n": 3}) == "3 rows"


def test_sentences_in_sentences_are_told_likewise() -> None:
    def tr(text: str, **values: object) -> str:
        return f"«{text.format(**values) if values else text}»"

    text = Text("{node}: {why}, {n}", node="a", why=Text("{n} rows", n=2), n=3)
    assert told(text, tr, lambda value: value) == "«a: «2 rows», 3»"
    assert told(text, tr, lambda value: f"<{value}>") == "«<a>: «<2> rows», <3>»"
    assert told("as {it} is", tr, str) == "«as {it} is»"
    assert told("", tr, str) == ""


def test_what_a_person_gave_is_shown_as_given() -> None:
    words = {"Block": "블록", "{module} is open": "{module}: 열림"}

    def tr(text: str, **values: object) -> str:
        return filled(text, words.get(text, text), "ko", values)

    assert told("Block", tr, str) == "블록"
    assert told(Given("Block"), tr, str) == "Block"
    text = Text("{module} is open", module=Given("Block"))
    assert told(text, tr, str.lower) == "Block: 열림"
