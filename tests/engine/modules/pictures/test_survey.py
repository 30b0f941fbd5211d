import os
import unicodedata
from pathlib import Path

from hornstudio.engine.catalog import catalog
from hornstudio.engine.modules.pictures import survey as survey_module
from hornstudio.engine.modules.pictures.image_folder import IMAGE_FOLDER
from hornstudio.engine.modules.pictures.survey import (
    Survey,
    digest_of_files,
    mark_of_files,
    survey,
    why_other_classes,
)
from hornstudio.engine.params import complete
from tests.engine.modules.pictures.folder_of_pictures import make_pictures


def test_a_folder_is_surveyed_anew_when_it_changes(tmp_path: Path, monkeypatch) -> None:
    make_pictures(tmp_path, count=3)
    assert survey(str(tmp_path)) == Survey(("ant", "cat", "dog"), (9, 0, 0))
    walks: list[object] = []
    monkeypatch.setattr(survey_module, "_surveyed", lambda folder: walks.append(folder))
    assert survey(str(tmp_path)).counts == (9, 0, 0)
    assert not walks
    monkeypatch.undo()
    (tmp_path / "cat" / "more.png").write_bytes(b"")
    os.utime(tmp_path / "cat", ns=(1, 1))  # whatever the clock of the disk
    assert survey(str(tmp_path)).counts == (10, 0, 0)
    (tmp_path / "eel").mkdir()
    os.utime(tmp_path, ns=(1, 1))
    assert survey(str(tmp_path)).classes == ("ant", "cat", "dog", "eel")


def test_parts_are_counted(tmp_path: Path) -> None:
    for name, count in (("train", 3), ("validation", 2), ("test", 1)):
        make_pictures(tmp_path / name, count=count)
    assert survey(str(tmp_path)).counts == (9, 3, 6)


def test_too_many_to_count_in_a_moment_are_not_counted(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(survey_module, "_MOST", 5)
    found = survey(str(make_pictures(tmp_path)))
    assert found == Survey(("ant", "cat", "dog"))


def test_troubles_say_what_is_needed(tmp_path: Path) -> None:
    (tmp_path / "one.png").write_bytes(b"")
    (tmp_path / "file").write_text("")
    wanted = {
        "": "needs a folder of pictures: a folder with a subfolder for each class",
        str(tmp_path / "gone"): "there is no folder",
        str(tmp_path / "one.png"): "there is no folder",
        str(tmp_path): "has no subfolders; need a folder with a subfolder for each class",
    }
    for directory, words in wanted.items():
        trouble = survey(directory).trouble
        assert trouble is not None
        assert words in trouble
    assert survey(str(make_pictures(tmp_path / "good"))).trouble is None


def test_mark_follows_names_sizes_and_times(tmp_path: Path) -> None:
    make_pictures(tmp_path, count=2)
    path, marks = tmp_path / "ant" / "0.png", [mark_of_files(str(tmp_path))]
    assert mark_of_files(str(tmp_path)) == marks[0]
    times = path.stat()
    path.rename(tmp_path / "ant" / "renamed.png")
    marks.append(mark_of_files(str(tmp_path)))
    path = tmp_path / "ant" / "renamed.png"
    path.write_bytes(path.read_bytes() + b"x")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    marks.append(mark_of_files(str(tmp_path)))
    os.utime(path, ns=(1, 1))
    marks.append(mark_of_files(str(tmp_path)))
    (tmp_path / "eel").mkdir()
    marks.append(mark_of_files(str(tmp_path)))
    assert len(set(marks)) == 5
    (tmp_path / "ant" / "note.txt").write_text("no picture")
    assert mark_of_files(str(tmp_path)) == marks[-1]


def test_no_folder_is_at_a_path_that_there_cannot_be(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    for path in ("~nobody-of-that-name/pets", "pets" * 1000):
        assert "there is no folder" in (survey(path).trouble or "")


def test_a_copy_from_a_mac_is_the_same_data(tmp_path: Path) -> None:
    """Its names are shown as other systems write them; also those that an earlier run kept."""
    apart = unicodedata.normalize("NFD", "강아지")
    make_pictures(tmp_path / "here", ("강아지",))
    make_pictures(tmp_path / "mac", (apart,))
    assert survey(str(tmp_path / "mac")) == Survey(("강아지",), (4, 0, 0))
    for place in ("here", "mac"):
        for number in range(4):
            picture = next((tmp_path / place).iterdir()) / f"{number}.png"
            picture.write_bytes(b"alike")
    assert digest_of_files(str(tmp_path / "mac")) == digest_of_files(str(tmp_path / "here"))
    p = complete(IMAGE_FOLDER.params, {"directory": str(tmp_path / "mac")}, catalog().find)
    assert why_other_classes(p, p, [apart]) is None
