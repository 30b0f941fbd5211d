from pathlib import Path

import pytest

from hornstudio.cli.doctor import folders
from hornstudio.cli.doctor.folders import look_at


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "_LEAST_FREE_BYTES", 1 << 60)
    facts, (found,) = look_at("runs", tmp_path / "not" / "yet", "X")
    assert (facts["exists"], facts["writable"]) == (False, True)
    assert "GB left" in found.what
