import os
from pathlib import Path

from hornstudio.engine.modules.own_path import find_own


def test_the_first_data_folder_that_has_it_is_taken(tmp_path, monkeypatch) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    monkeypatch.setenv("HORNSTUDIO_DATA", os.pathsep.join(["", str(first), str(second)]))
    (first / "pets").mkdir(parents=True)
    second.mkdir()
    (second / "pets").write_text("")
    assert find_own("pets", os.path.isdir) == first / "pets"
    assert find_own("pets", os.path.isfile) == second / "pets"
    assert find_own("others", os.path.isfile) == Path("others")


def test_a_home_is_known_and_that_of_nobody_stands_as_it_is(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert find_own("~/pets", os.path.isdir) == tmp_path / "pets"
    assert find_own("~nobody-of-that-name/pets", os.path.isdir).parts[0] == "~nobody-of-that-name"
