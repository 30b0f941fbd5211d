from hornstudio.cli.doctor import packages


def test_every_package_of_the_declaration_is_looked_for() -> None:
    wanted = packages.requirements()
    assert {"jax", "pyside6-essentials", "platformdirs"} <= wanted.keys()
    assert "pytest" not in wanted
    assert packages.examine()[1] == []
