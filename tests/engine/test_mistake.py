"""A mistake in somebody's code, in one line with its place."""

import functools
from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.mistake import file_of, told


def raised(source: str, file: str) -> BaseException:
    try:
        exec(compile(source, file, "exec"), {})
    except BaseException as error:
        return error
    raise AssertionError


def test_the_last_line_of_the_authors_file_is_named() -> None:
    source = "def inner():\n    return {}['w']\n\n\ninner()\n"
    error = raised(source, "/own/my_layer.py")
    assert told(error, "/own/my_layer.py") == "KeyError: 'w' (my_layer.py, line 2)"
    assert told(error, "/elsewhere/my_layer.py") == told(error) == "KeyError: 'w'"


def test_a_line_of_a_file_beside_it_is_named_where_the_error_arose_there() -> None:
    space: dict[str, Any] = {}
    exec(compile("def helper():\n    1 / 0\n", "/own/_parts.py", "exec"), space)
    try:
        exec(compile("helper()", "/own/my_layer.py", "exec"), space)
    except ZeroDivisionError as error:
        said = told(error, "/own/my_layer.py")
    assert said == "ZeroDivisionError: division by zero (_parts.py, line 2)"


def test_wrong_syntax_says_itself_where() -> None:
    assert told(raised("x = = 1", "/own/a.py"), "/own/a.py") == "invalid syntax (a.py, line 1)"


def test_only_the_first_line_of_a_long_story_is_told() -> None:
    assert told(ValueError("so it is\nand more\n")) == "ValueError: so it is"
    assert len(told(ValueError("x" * 9999))) < 400
    assert told(AssertionError()) == "AssertionError"


def test_a_refusal_speaks_for_itself() -> None:
    assert told(ShapeError("needs {n}", n=2)) == "needs 2"


@pytest.mark.parametrize("wrap", [lambda f: f, lambda f: functools.wraps(f)(lambda: f())])
def test_a_function_knows_its_file(wrap: Any) -> None:
    assert Path(file_of(wrap(raised))).name == "test_mistake.py"
    assert file_of(len) == file_of(None) == ""
