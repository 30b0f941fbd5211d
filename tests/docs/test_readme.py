"""The Korean README says what the English one says."""

import json
import re
import shlex
from pathlib import Path

import pytest

from hornstudio.cli.parser import parse

ROOT = Path(__file__).parents[2]
FILES = ("README.md", "README.ko.md")


def text_of(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def commands(name: str) -> list[str]:
    """The lines of code, without what is said about each behind two spaces or more."""
    blocks = re.findall(r"^```\n(.*?)^```", text_of(name), re.DOTALL | re.MULTILINE)
    return [line.split("  ")[0].strip() for block in blocks for line in block.splitlines()]


def test_both_have_the_same_commands_links_and_headings():
    english, korean = map(text_of, FILES)
    assert commands(FILES[0]) == commands(FILES[1])
    links = [re.findall(r"\]\(([^)]+)\)", text) for text in (english, korean)]
    assert sorted({*links[0]} - {*FILES}) == sorted({*links[1]} - {*FILES})
    assert english.count("\n## ") == korean.count("\n## ")
    switches = [set(re.findall(r"--[a-z]+", text)) for text in (english, korean)]
    assert switches[0] == switches[1]
    quoted = [set(re.findall(r"`([^`\n]+)`", text)) for text in (english, korean)]
    menus = {text for found in quoted for text in found if " > " in text}
    assert len(menus) == 6
    assert quoted[0] - menus == quoted[1] - menus


@pytest.mark.parametrize("name", FILES)
def test_what_it_leads_to_is_there(name):
    for link in re.findall(r"\]\(([^)]+)\)", text_of(name)):
        assert (ROOT / link).exists(), link


def test_menus_are_called_as_in_the_window():
    words = json.loads((ROOT / "resources/translations/ko.json").read_text("utf-8"))
    menu = re.sub(r"\(&.\)|…", "", f"{words['&File']} > {words['Write a &module of your own…']}")
    assert menu in text_of("README.ko.md")
    assert "File > Write a module of your own" in text_of("README.md")


def test_every_command_is_understood():
    lines = [shlex.split(line) for line in commands("README.md")]
    told = [words[1:] for words in lines if words[:1] == ["hornstudio"]]
    assert len(told) > 10
    for words in told:
        parse(words)
