import json

import pytest

from hornstudio import paths
from hornstudio.language.choice import language_of_person, wished

LOCALE = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture
def environment(monkeypatch):
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)

    def set_to(**variables: str) -> None:
        for name, value in variables.items():
            monkeypatch.setenv(name, value)

    return set_to


def choose(language: object) -> None:
    paths.settings_file().write_text(json.dumps({"language": language}), "utf-8")


@pytest.mark.parametrize(
    ("environment", "codes"),
    [
        ({}, []),
        ({"LANG": "ko_KR.UTF-8"}, ["ko"]),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "ko_KR"}, ["ko"]),
        ({"LANG": "ko_KR", "LC_MESSAGES": "ko_KR", "LC_ALL": "de_DE@euro"}, ["de"]),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "fr:ko-KR:en"}, ["fr", "ko", "en"]),
        ({"LANGUAGE": "ko"}, ["ko"]),
        ({"LANGUAGE": "ko", "LANG": "C"}, []),
        ({"LANG": "ko_KR.UTF-8", "LC_ALL": "POSIX"}, []),
        ({"LANG": "", "LC_ALL": "ko_KR"}, ["ko"]),
        ({"LANG": "C.UTF-8"}, ["c"]),
    ],
)
def test_the_environment_is_read_as_gettext_does(environment, codes) -> None:
    assert wished(environment) == codes


def test_without_a_wish_it_is_english(environment) -> None:
    assert language_of_person() == "en"
    environment(LANG="de_DE.UTF-8")
    assert language_of_person() == "en"


def test_the_first_language_that_is_spoken_is_taken(environment) -> None:
    environment(LANG="de_DE.UTF-8", LANGUAGE="de:ko:en")
    assert language_of_person() == "ko"


def test_the_choice_in_the_window_comes_first(environment) -> None:
    environment(LANG="ko_KR.UTF-8")
    choose("en")
    assert language_of_person() == "en"
    environment(LANG="en_US.UTF-8")
    choose("ko")
    assert language_of_person() == "ko"


@pytest.mark.parametrize("language", ["system", "", "tlh", 3, None, ["ko"]])
def test_where_nothing_that_is_known_was_chosen_the_environment_says_it(
    environment, language
) -> None:
    environment(LANG="ko_KR.UTF-8")
    choose(language)
    assert language_of_person() == "ko"


@pytest.mark.parametrize("text", ["{", "[]", "3", "[" * 100_000, "\udc80"])
def test_damaged_settings_are_no_hindrance(environment, text) -> None:
    environment(LANG="ko_KR.UTF-8")
    paths.settings_file().write_bytes(text.encode("utf-8", "surrogateescape"))
    assert language_of_person() == "ko"
