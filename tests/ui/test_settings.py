import json
from dataclasses import asdict

import pytest

from hornstudio import paths
from hornstudio.ui import settings as settings_file
from hornstudio.ui.settings import RECENT_LIMIT, WEIGHTS_LIMIT, Settings


def _write(text):
    paths.config_dir().mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text(text, encoding="utf-8")


def test_what_is_saved_is_loaded_again():
    saved = Settings(
        theme="light",
        language="ko",
        frame=[10, 20, 1300, 800],
        is_maximized=True,
        sizes={"palette": 240},
        hidden=["inspector"],
        recent=["/a/한글.horn"],
        folder="/a",
        uses={"dense": 3},
        has_shapes=True,
        has_guides=False,
        recent_actions=["train"],
        run_columns=["name", "metric:val_loss"],
        keys={"save": ["Ctrl+K"]},
        weights={"/a/한글.horn": ["/runs/a", "epoch-0000"]},
    )
    assert set(asdict(saved)) == set(asdict(Settings()))
    assert all(asdict(saved)[name] != value for name, value in asdict(Settings()).items())
    saved.save()
    assert settings_file.load() == saved


def test_a_first_start_has_defaults():
    assert settings_file.load() == Settings()


@pytest.mark.parametrize("text", ["", "[]", "{", "null", "[" * 100_000, "\x00"])
def test_a_damaged_file_gives_defaults(text):
    _write(text)
    assert settings_file.load() == Settings()


def test_one_bad_value_costs_only_itself():
    bad = {
        "theme": "pink",
        "frame": [1, 2, 3],
        "sizes": {"palette": "wide"},
        "uses": {"dense": "often"},
        "hidden": [1],
        "recent": "x",
        "is_maximized": 1,
        "folder": "/here",
        "from_the_future": 1,
    }
    _write(json.dumps(bad))
    assert settings_file.load() == Settings(folder="/here")


def test_files_are_noted_once_and_only_existing_ones_are_offered(tmp_path):
    settings = Settings()
    paths = [tmp_path / f"{i}.horn" for i in range(RECENT_LIMIT + 2)]
    for path in paths:
        path.touch()
        settings.note_file(path)
    settings.note_file(paths[5])
    assert settings.recent_files()[0] == paths[5]
    assert len(settings.recent) == RECENT_LIMIT == len(set(settings.recent))
    paths[5].unlink()
    assert paths[5] not in settings.recent_files()
    assert settings.folder == str(tmp_path)


def test_settings_that_cannot_be_written_disturb_nobody(tmp_path, monkeypatch, caplog):
    (tmp_path / "file").touch()
    monkeypatch.setenv("HORNSTUDIO_CONFIG", str(tmp_path / "file" / "folder"))
    Settings().save()
    assert "settings are not kept" in caplog.text


def test_of_the_weights_of_files_the_newest_are_kept(tmp_path):
    settings = Settings()
    for number in range(WEIGHTS_LIMIT + 1):
        settings.note_weights(tmp_path / f"{number}.horn", f"/runs/{number}", "epoch-0000")
    assert settings.weights_of(tmp_path / "0.horn") is None
    assert settings.weights_of(tmp_path / "1.horn") == ("/runs/1", "epoch-0000")
    settings.forget_weights(tmp_path / "1.horn")
    assert settings.weights_of(tmp_path / "1.horn") is None
    settings.weights[str(tmp_path / "2.horn")] = ["damaged"]
    assert settings.weights_of(tmp_path / "2.horn") is None
