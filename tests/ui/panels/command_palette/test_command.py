"""Which commands a search finds, and in which order."""

import pytest

from hornstudio.ui.action.table import rows
from hornstudio.ui.panels.command_palette.command import Command, find
from hornstudio.ui.panels.command_palette.search_words import SEARCH_WORDS

COMMANDS = [
    Command("open", "Open…", "File"),
    Command("save", "Save", "File"),
    Command("save_as", "Save as…", "File"),
    Command("pause", "Pause", "Train", why_not="No training is running."),
    Command("train", "Train", "Train"),
    Command("training", "Training", "View · Pages under the canvas"),
    Command("full_screen", "Full screen", "View"),
    Command("language_ko", "한국어", "View · Language"),
]


def ids(text: str, *recent: str) -> list[str]:
    return [c.id for c in find(COMMANDS, text, recent)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("sav", "save"),
        ("save as", "save_as"),
        ("svas", "save_as"),
        ("저장", "save"),
        ("학", "train"),
        ("ㅎㅏㄱ", "train"),
        ("trian", "train"),
        ("화면", "full_screen"),
        ("korean", "language_ko"),
        ("licence", None),
    ],
)
def test_words_of_two_languages_half_typed_or_misspelled(typed, first):
    assert next(iter(ids(typed)), None) == first


def test_with_nothing_typed_the_latest_stand_first_then_the_menus_order():
    assert ids("", "train", "save")[:3] == ["train", "save", "open"]
    assert len(ids("")) == len(COMMANDS)


def test_among_equals_the_latest_stands_first_and_what_cannot_be_done_last():
    assert ids("sa", "save_as")[:2] == ["save_as", "save"]
    twins = [Command("b", "Fit it", why_not="no"), Command("a", "Fit at")]
    assert [c.id for c in find(twins, "fit", ())] == ["a", "b"]


def test_what_bears_the_name_that_is_typed_stands_before_what_it_does():
    assert ids("training")[:2] == ["training", "train"]
    assert ids("train")[:2] == ["train", "training"]


def test_search_words_are_of_actions_and_korean_among_them(qapp):
    known = {row.id for row in rows()} | {"undo", "redo"}
    for action_id, words in SEARCH_WORDS.items():
        assert action_id in known
        assert any("가" <= letter <= "힣" for letter in "".join(words)), action_id


def test_keeping_a_composite_is_found_by_where_it_goes():
    commands = [*COMMANDS, Command("keep", "내 목록에 보관", "그래프")]
    for typed in ("palette", "팔레트"):
        assert [c.id for c in find(commands, typed, ())] == ["keep"]
