from hornstudio.ui.action.language_rows import language_menu, language_rows


def test_every_language_stands_under_its_own_name(qapp):
    rows = {row.id: row.text for row in language_rows()}
    assert rows["language_en"] == "English"
    assert rows["language_ko"] == "한국어"
    assert tuple(rows) == language_menu().items


def test_the_choice_is_kept_for_the_next_start(make_window):
    window = make_window()
    window.table["language_ko"].trigger()
    assert window.settings.language == "ko"
    assert window.table["language_ko"].isChecked()
    words = "HornStudio를 다시 시작하면 한국어로 말합니다."
    assert window.status.hint.whole_text == words
    assert window.welcome.rail.news.isVisible()
    assert window.welcome.rail.news.text() == words
    window.table["language_system"].trigger()
    assert window.settings.language == "system"
