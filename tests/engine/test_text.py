"""Messages that remember how they were made."""

import copy
import pickle

import pytest

from hornstudio.engine.text import Text, at_path, bytes_text, joined, unfit
from hornstudio.language.filling import told


def test_text_is_the_sentence_and_its_parts() -> None:
    text = Text("{n} rows of {what}", n=3, what="data")
    assert text == "3 rows of data"
    assert (text.template, text.values) == ("{n} rows of {what}", {"n": 3, "what": "data"})


def test_text_without_values_is_taken_as_it_is() -> None:
    assert Text("a {brace}") == "a {brace}"


@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda t: pickle.loads(pickle.dumps(t))]
)
def test_text_survives_copying(again) -> None:
    text = again(Text("{n} rows", n=Text("{k}", k=1)))
    assert (str(text), text.template, text.values) == ("1 rows", "{n} rows", {"n": "1"})
    assert text.values["n"].template == "{k}"


def test_a_fault_of_a_file_is_told_by_its_path_and_stays_translatable() -> None:
    fault = at_path("nodes.a.at", unfit([1] * 9, Text("two numbers, x and y")))
    assert fault == "nodes.a.at: is [1, 1, 1, 1, 1, 1, ...]; need two numbers, x and y"
    assert fault.values["reason"].values["need"].template == "two numbers, x and y"


@pytest.mark.parametrize("count", [1, 2, 3])
def test_joined_sentences_are_looked_up_each_for_itself(count: int) -> None:
    whole = joined(Text("{n} row", n=n) for n in range(count))
    assert whole == "; ".join(f"{n} row" for n in range(count))
    looked_up: list[str] = []
    told(whole, lambda template, **values: looked_up.append(template) or "", str)
    assert looked_up.count("{n} row") == count


def test_bytes_are_read_by_people() -> None:
    told = [bytes_text(n) for n in (7, 3 << 10, 3 << 29, 5 << 40, 123 << 20)]
    assert told == ["7 B", "3.00 KB", "1.50 GB", "5.00 TB", "123 MB"]
