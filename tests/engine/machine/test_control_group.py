"""Which control groups hold a process to less than its machine has."""

from pathlib import Path

import pytest

from hornstudio.engine.machine import control_group
from hornstudio.engine.machine.control_group import groups_for


def write(folder: Path, **files: str) -> None:
    """Files by name, with __ for a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text)


def found(folder: Path, monkeypatch: pytest.MonkeyPatch, told: str) -> list[tuple[int, str]]:
    """Groups for memory of a process that the system tells this of, below a folder."""
    write(folder, cgroup=told)
    monkeypatch.setattr(control_group, "_OWN", folder / "cgroup")
    monkeypatch.setattr(control_group, "_GROUPS", folder)
    return [(version, str(path.relative_to(folder))) for version, path in groups_for("memory")]


def test_a_group_is_in_all_those_around_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert found(tmp_path, monkeypatch, "0::/a/b\n") == [(2, "a/b"), (2, "a"), (2, ".")]
    assert found(tmp_path, monkeypatch, "0::/\n") == [(2, ".")]


def test_the_first_version_has_a_tree_for_each_controller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = "5:cpu,memory:/a:b\n4:cpu:/c\n1:name=systemd:/d\n"
    assert found(tmp_path, monkeypatch, told) == [(1, "memory/a:b"), (1, "memory")]


def test_a_group_beside_what_a_container_sees_is_not_looked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found(tmp_path, monkeypatch, "0::/../other\n") == [(2, ".")]


def test_other_systems_have_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(control_group, "_OWN", tmp_path / "cgroup")
    assert list(groups_for("memory")) == []
