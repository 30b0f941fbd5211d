"""What each column is for, and what is changed when it is for something else."""

from pathlib import Path
from typing import Any

import pytest

from hornstudio.engine.modules.tables.roles import ROLES, column_roles, with_role
from hornstudio.engine.params import Values
from tests.engine.modules.tables.table_values import values

TEXT = "id,word,empty,n,answer\n" + "".join(f"{i},w{i % 7},,{i}.5,{i % 2}\n" for i in range(40))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "t.csv"
    path.write_text(TEXT, "utf-8")
    return path


def roles(p: Values) -> dict[str, str]:
    return {each.column["name"]: each.role for each in column_roles(p)}


def test_roles_follow_from_the_settings(path: Path) -> None:
    assert list(roles(values(path)).values()) == [
        "feature",
        "feature",
        "left out",
        "feature",
        "target",
    ]
    given = {"target": "id", "ignore": ["n"], "max_categories": 5}
    assert list(roles(values(path, **given)).values()) == [
        "target",
        "left out",
        "left out",
        "left out",
        "feature",
    ]
    assert column_roles(values("")) == []
    can_be = {each.column["name"]: each.can_be for each in column_roles(values(path))}
    assert (can_be["empty"], can_be["answer"]) == (("left out",), ("target",))
    assert can_be["word"] == can_be["n"] == ROLES


@pytest.mark.parametrize(
    ("given", "name", "role", "changes"),
    [
        ({}, "n", "left out", {"ignore": ["n"]}),
        ({"ignore": ["id"]}, "n", "left out", {"ignore": ["id", "n"]}),
        ({"ignore": ["id", "n"]}, "n", "feature", {"ignore": ["id"]}),
        ({"ignore": ["n"]}, "n", "feature", {"ignore": None}),
        ({"ignore": ["n"]}, "n", "target", {"target": "n", "ignore": None}),
        ({"ignore": ["n"]}, "id", "target", {"target": "id"}),
        ({"max_categories": 3}, "word", "feature", {"max_categories": 7}),
        ({"max_categories": 3}, "word", "left out", {"ignore": ["word"]}),
        ({"ignore": ["n", "id"]}, "n", "left out", {}),
    ],
)
def test_a_role_is_given(path: Path, given: dict, name: str, role: Any, changes: dict) -> None:
    p = values(path, **given)
    assert with_role(p, name, role) == changes
    after = values(path, **(given | changes))
    assert roles(after)[name] == role


def test_a_role_may_be_given_to_a_column_that_has_just_gone(path: Path) -> None:
    p = values(path, ignore=["n", "word"], max_categories=3)
    path.write_text("id,word\n" + "".join(f"{i},w{i}\n" for i in range(2000)), "utf-8")
    assert with_role(p, "n", "feature") == {"ignore": ["word"]}
    assert with_role(p, "word", "feature") == {"ignore": ["n"]}
    path.unlink()
    assert with_role(p, "n", "feature") == {"ignore": ["word"]}
    assert with_role(p, "n", "target") == {"ignore": ["word"], "target": "n"}
