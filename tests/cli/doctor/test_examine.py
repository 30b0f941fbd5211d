import json
from pathlib import Path

import pytest

from hornstudio.cli import main
from hornstudio.cli.doctor import computing, folders, packages, probe, screen
from hornstudio.cli.doctor.data import look_for
from hornstudio.cli.doctor.folders import look_at
from hornstudio.engine.catalog import catalog

TOLD = {
    "platform": "cpu",
    "used": "CPU (x)",
    "devices": ["CPU (x)"],
    "speed": {"matmul_gflop_per_s": 1.0},
    "failed": "",
}


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the two processes that take seconds."""
    monkeypatch.setattr(computing, "probe", lambda: (TOLD, ""))
    monkeypatch.setattr(screen, "ask", lambda: (["6.0", "offscreen", "1x1"], ""))
    monkeypatch.delenv("HORNSTUDIO_DATA", raising=False)


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    return main(["doctor", *arguments]), capsys.readouterr().out


def test_a_sound_machine_is_told_in_words_and_as_json(quick: None, capsys) -> None:
    code, out = run(capsys, "--json")
    facts = json.loads(out)
    assert code == 0
    assert {"packages", "devices", "speed", "folders", "compiled_programs", "window", "data"} <= {
        *facts
    }
    assert facts["devices"] == {
        "used": "CPU (x)",
        "why": "JAX sees no accelerator",
        "all": ["CPU (x)"],
    }
    assert facts["data"]["digits"] == {"state": "found", "place": "ships with HornStudio"}
    assert facts["data"]["mnist"]["state"] == "missing"
    code, out = run(capsys)
    assert code == 0
    assert "note: MNIST is not on this machine" in out
    assert out.endswith("all is well\n")


def test_what_is_wrong_comes_with_a_remedy(
    quick: None, capsys, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HORNSTUDIO_RUNS", str(tmp_path / "file"))
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path / "nowhere"))
    monkeypatch.setattr(computing, "probe", lambda: ({}, "no driver"))
    monkeypatch.setattr(screen, "ask", lambda: ([], "could not load the plugin"))
    monkeypatch.setattr(packages, "requirements", lambda: {"numpy": "999", "no-such-one": "1"})
    code, out = run(capsys)
    assert code == 1
    for words in (
        f"wrong: the folder of runs, {tmp_path / 'file'}, cannot be written",
        "set $HORNSTUDIO_RUNS to another folder",
        f"wrong: $HORNSTUDIO_DATA names {tmp_path / 'nowhere'}",
        "wrong: nothing can be computed: no driver",
        "wrong: the window cannot open: could not load the plugin",
        "need 999 or newer",
        "wrong: the package no-such-one is missing",
        "6 to mend",
    ):
        assert words in out


def test_no_screen_is_only_worth_a_note(
    quick: None, capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "has_screen", lambda: False)
    code, out = run(capsys)
    assert code == 0
    assert "note: there is no screen" in out


def test_every_package_of_the_declaration_is_looked_for() -> None:
    wanted = packages.requirements()
    assert {"jax", "PySide6-Essentials", "platformdirs"} <= wanted.keys()
    assert "pytest" not in wanted
    assert packages.examine()[1] == []


def test_the_reason_for_a_device_is_told() -> None:
    gpu = TOLD | {"platform": "gpu"}
    assert computing.why(TOLD, {"JAX_PLATFORMS": "cpu"}) == "JAX_PLATFORMS asks for cpu"
    assert "accelerator before the processor" in computing.why(gpu, {})


def test_an_accelerator_that_jax_does_not_see_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(computing, "_ACCELERATORS", {"ACME": ("sh", str(tmp_path), "pip it")})
    (found,) = computing.idle_accelerators("cpu", {})
    assert ("ACME" in found.what, "pip it" in found.remedy, found.is_wrong) == (True, True, False)
    assert computing.idle_accelerators("gpu", {}) == []
    assert computing.idle_accelerators("cpu", {"JAX_PLATFORMS": "cpu"}) == []


def test_a_probe_that_dies_is_no_end() -> None:
    facts, complaint = computing.probe("hornstudio.no_such_probe")
    assert facts == {}
    assert "no_such_probe" in complaint


def test_devices_and_speeds_are_measured(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_TEST_S", 0.0)
    monkeypatch.setattr(probe, "_SIDES", {})
    monkeypatch.setattr(probe, "_SIDE_OF_OTHERS", 32)
    monkeypatch.setattr(probe, "_COPY_BYTES", 1 << 16)
    monkeypatch.setattr("hornstudio.engine.worker.compilation_cache.keep_programs", lambda: None)
    probe.main()
    told = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert told.keys() == TOLD.keys()
    assert told["failed"] == ""
    assert all(value > 0 for value in told["speed"].values())


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_LEAST_FREE_BYTES", 1 << 60)
    facts, (found,) = look_at("runs", tmp_path / "not" / "yet", "X")
    assert (facts["exists"], facts["writable"]) == (False, True)
    assert "MiB left" in found.what


def test_damaged_data_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mnist = catalog().get("mnist")
    assert mnist is not None
    path = tmp_path / mnist.files[0].path
    path.parent.mkdir(parents=True)
    path.write_text("not MNIST")
    monkeypatch.setenv("HORNSTUDIO_DATA", str(tmp_path))
    facts, (found,) = look_for(mnist)
    assert facts["state"] == "damaged"
    assert str(path) in found.what
