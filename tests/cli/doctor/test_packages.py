import pytest

from hornstudio.cli.doctor import packages


def test_every_package_of_the_declaration_is_looked_for() -> None:
    wanted = packages.requirements()
    assert {"jax", "pyside6-essentials", "platformdirs"} <= wanted.keys()
    assert "pytest" not in wanted
    assert packages.examine()[1] == []


def test_what_only_other_machines_need_is_not_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "here>=1.5,<2; python_version > '3'",
        "elsewhere>=1; sys_platform == 'plan9'",
        "more; extra == 'dev'",
        "Any_Version",
    ]
    monkeypatch.setattr(packages.metadata, "requires", lambda name: lines)
    assert packages.requirements() == {"here": "1.5", "any-version": "0"}
