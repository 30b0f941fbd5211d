from pathlib import Path

import pytest

from hornstudio.cli.doctor.data import look_for
from hornstudio.engine.catalog import catalog


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
