from hornstudio.ui import settings as settings_file
from hornstudio.ui.action.language_rows import language_menu, language_rows


def test_every_language_stands_under_its_own_name(qapp):
    rows = {row.id: row.text for row in language_rows()}
    assert rows["language_en"] == "English"
    assert rows["language_ko"] == "한국어"
    assert tuple(rows) == language_menu().items


def test_the_choice_is_kept_and_told(make_window, qtbot):
    window = make_window()
    with qtbot.waitSignal(window.language_chosen):
        window.table["language_ko"].trigger()
    assert window.settings.language == "ko"
    assert settings_file.load().language == "ko"
    assert window.table["language_ko"].isChecked()
    window.table["language_system"].trigger()
    assert window.settings.language == "system"
