"""What each array is for, and how that is changed."""

from pathlib import Path

import numpy as np

from hornstudio.engine.modules.arrays import roles as module
from hornstudio.engine.modules.arrays.roles import array_roles, type_text, with_role
from hornstudio.engine.modules.arrays.survey import survey

from .array_files import small_pictures, values


def test_arrays_are_told_with_what_they_are_for(tmp_path: Path) -> None:
    path = small_pictures(tmp_path / "a.npz", ids=np.array(["a"]), odd=np.ones(3, complex))
    found = array_roles(values(path))
    assert [(role.name, role.role) for role in found] == [
        ("x_train", "x"),
        ("y_train", "y"),
        ("x_test", "x_test"),
        ("y_test", "y_test"),
        ("ids", ""),
        ("odd", ""),
    ]
    types = [role.header and type_text(role.header) for role in found]
    assert types == ["uint8", "int64", "uint8", "int64", "words", None]
    assert array_roles(values(path)) is found
    assert array_roles(values("")) == []


def test_of_a_full_folder_only_some_are_looked_at(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    for name in ("a", "b", "c", "x", "y"):
        np.save(tmp_path / f"{name}.npy", np.ones(2, ">f4"))
    found = array_roles(values(tmp_path / "x.npy"))
    assert [role.name for role in found] == ["x", "y", "a"]
    assert found[0].header is not None
    assert type_text(found[0].header) == "float32"


def test_a_role_goes_from_one_array_to_another(tmp_path: Path) -> None:
    p = values(tmp_path / "a.npz", x="left", y="right")
    assert with_role(p, "middle", "x") == {"x": "middle"}
    assert with_role(p, "left", "y") == {"x": "", "y": "left"}
    assert with_role(p, "left", "") == {"x": ""}
    assert with_role(p, "left", "x") == {"x": "left"}
    path = small_pictures(tmp_path / "b.npz")
    given = with_role(values(path), "x_test", "x")
    assert survey(values(path, **given)).assigned["x"] == "x_test"
