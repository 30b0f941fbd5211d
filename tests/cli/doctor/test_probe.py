import json

import pytest

from hornstudio.cli.doctor import probe


def test_devices_and_speeds_are_measured(capsys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "_TEST_S", 0.0)
    monkeypatch.setattr(probe, "_SIDES", {})
    monkeypatch.setattr(probe, "_SIDE_OF_OTHERS", 256)
    monkeypatch.setattr(probe, "_COPY_BYTES", 1 << 22)
    monkeypatch.setattr("hornstudio.engine.worker.compilation_cache.keep_programs", lambda: None)
    probe.main()
    told = json.loads(capsys.readouterr().out.strip().splitlines()[-1])
    assert told.keys() == {"platform", "used", "devices", "speed", "failed"}
    assert told["failed"] == ""
    assert all(value > 0 for value in told["speed"].values())
