"""Files of the same name are told apart by what differs of their folders."""

from pathlib import Path

import pytest

from hornstudio.ui.window.tabs.apart import folders_apart

HOME = Path("/home")


@pytest.mark.parametrize(
    ("paths", "told"),
    [
        ([HOME / "a" / "net.horn", HOME / "a" / "other.horn", None, None], ["", "", "", ""]),
        ([HOME / "teacher" / "net.horn", None, HOME / "me" / "net.horn"], ["teacher", "", "me"]),
        (
            [HOME / "teacher" / "week" / "net.horn", HOME / "me" / "week" / "net.horn"],
            [str(Path("teacher") / "week"), str(Path("me") / "week")],
        ),
        (
            [HOME / "net.horn", HOME / "a" / "net.horn", HOME / "b" / "a" / "net.horn"],
            ["home", str(Path("home") / "a"), str(Path("b") / "a")],
        ),
        ([Path("/net.horn"), HOME / "net.horn"], [str(Path("/")), "home"]),
        ([Path("/a/net.horn"), HOME / "a" / "net.horn"], [str(Path("/a")), "home/a"]),
    ],
)
def test_as_much_of_the_folder_as_it_takes(paths: list[Path | None], told: list[str]) -> None:
    assert folders_apart(paths) == told
