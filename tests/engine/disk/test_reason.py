"""Why the system refuses something is said without numbers, and can be translated."""

import errno
import json
import os
import sys
from pathlib import Path

import pytest

from hornstudio.engine.disk import reason
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.text import Text
from tests.translatable import words_of


@pytest.mark.skipif(sys.platform != "linux", reason="its words are those of Linux")
@pytest.mark.parametrize("number", reason._WORDS, ids=errno.errorcode.get)
def test_the_words_are_the_systems(number: int) -> None:
    words = reason_of(OSError(number, os.strerror(number), "/a/b"))
    assert words == words.template == os.strerror(number)


def test_what_a_system_says_in_another_way_is_said_alike() -> None:
    assert reason_of(OSError(errno.ENOSPC, "디스크 공간이 부족합니다")) == "No space left on device"


def test_what_is_open_elsewhere_on_windows_is_no_question_of_permission() -> None:
    error = PermissionError(errno.EACCES, "The process cannot access the file", "a")
    error.winerror = 32
    assert reason_of(error) == "another program has it open"


def test_a_real_refusal_names_no_path_twice(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as refusal:
        (tmp_path / "none" / "a").read_bytes()
    assert reason_of(refusal.value) == "No such file or directory"


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOEXEC, "Exec format error", "a"), "Exec format error"),
        (OSError("a {brace} of somebody"), "a {brace} of somebody"),
        (EOFError(), "EOFError"),
    ],
)
def test_any_other_error_speaks_for_itself(error: Exception, words: str) -> None:
    assert reason_of(error) == words


def test_each_is_said_in_korean() -> None:
    korean = words_of("ko")
    assert not [words for words in reason._WORDS.values() if not korean.get(words)]


def test_what_the_program_says_itself_stays_translatable() -> None:
    own = Text("the name {name} stands twice", name="a")
    assert reason_of(ValueError(own)) is own
    assert reason_of(OSError(None, own)) is own


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "it is empty"),
        (b'{"a": [1,\n', "it breaks off in line 2"),
        (b'{"a": "b', "it breaks off in line 1"),
        (b'{"a"; 1}', "it is not as it should be at line 1, column 5"),
        (b'{"a": "\xbd"}', "it is no text from byte 8 on"),
    ],
)
def test_what_is_no_json_is_told_in_words_of_our_own(content: bytes, told: str) -> None:
    with pytest.raises((json.JSONDecodeError, UnicodeDecodeError)) as error:
        json.loads(content.decode())
    said = reason_of(error.value)
    assert said == told
    assert isinstance(said, Text)
