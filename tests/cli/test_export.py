from pathlib import Path

import pytest

from hornstudio import paths
from hornstudio.engine.storage.templates import find_template

from .conftest import TINY, Run


def test_script_is_written_with_the_shipped_data_beside_it(
    horn: Run, tiny: Path, tmp_path: Path
) -> None:
    out = tmp_path / "script.py"
    result = horn("export", tiny, "--to", "jax", "-o", out)
    assert result.code == 0
    assert f"wrote {out}\nwrote {tmp_path / 'digits.npz'}" in result.out
    compile(out.read_text(), str(out), "exec")
    shipped = paths.resource("data", "digits.npz").read_bytes()
    assert (tmp_path / "digits.npz").read_bytes() == shipped
    assert horn("export", tiny, "-o", out, "--json").json == {
        "file": str(out),
        "data": [str(tmp_path / "digits.npz")],
    }


def test_other_data_is_not_copied(horn: Run, tmp_path: Path) -> None:
    result = horn("export", find_template("mnist_mlp").path, "-o", tmp_path / "script.py")
    assert result.code == 0
    assert [p.name for p in tmp_path.iterdir()] == ["script.py"]


def test_small_data_stands_in_for_data_that_cannot_be_had(
    horn: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path / "nothing"))
    monkeypatch.setattr("hornstudio.engine.data.find.download", lambda *args: ["no network"])
    template = find_template("mnist_mlp").path
    result = horn("export", template, "-o", tmp_path / "script.py", "--small-data")
    assert result.code == 0
    assert "digits in the place of mnist" in result.err
    assert "load_digits" in (tmp_path / "script.py").read_text()
    assert (tmp_path / "digits.npz").is_file()


def test_another_file_of_that_name_is_left_alone(horn: Run, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "digits.npz").write_bytes(b"mine")
    result = horn("export", tiny, "-o", tmp_path / "script.py")
    assert result.code == 1
    assert "digits.npz is another file" in result.err
    assert (tmp_path / "digits.npz").read_bytes() == b"mine"


def test_other_targets_are_wrong_usage(horn: Run, tiny: Path) -> None:
    result = horn("export", tiny, "--to", "c", "-o", tiny.parent / "x.py")
    assert result.code == 2
    assert "--to is c; need jax or keras or flax" in result.err


def test_verify_says_how_far_the_script_is_from_the_engine(horn: Run, tiny: Path) -> None:
    out = tiny.parent / "x.py"
    facts = horn("export", tiny, "-o", out, "--verify", "--json").json
    assert facts["verified"]["equal"] is True
    assert facts["verified"]["difference"] <= facts["verified"]["allowed"]
    assert out.is_file()


def test_faulty_graph_is_refused(horn: Run, tiny: Path, tmp_path: Path) -> None:
    tiny.write_text(TINY.replace('"units": 10', '"units": 4'), encoding="utf-8")
    result = horn("export", tiny, "-o", tmp_path / "script.py")
    assert result.code == 1
    assert "4 scores for 10 classes" in result.err
    assert not (tmp_path / "script.py").exists()


def test_the_weights_of_a_run_go_into_a_file_of_keras(horn: Run, tiny: Path) -> None:
    run, out = tiny.parent / "run", tiny.parent / "x.py"
    assert horn("train", tiny, "--run", run, "--epochs", "1").code == 0
    facts = horn("export", tiny, "--to", "keras", "-o", out, "--weights", run, "--json").json
    assert facts["model"] == str(tiny.parent / "x.keras")
    back = tiny.parent / "back.horn"
    again = horn("import", facts["model"], "-o", back, "--run", tiny.parent / "back", "--json")
    assert again.code == 0
    assert again.json["placeholders"] == 0
    refused = horn("export", tiny, "-o", out, "--weights", run)
    assert (refused.code, "--weights goes with --to keras" in refused.err) == (2, True)
