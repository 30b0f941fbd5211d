import os
import subprocess
import sys
import time
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from hornstudio.engine.disk.owner import Owner, birth_of, new_owner
from hornstudio.engine.errors import RunError
from hornstudio.engine.storage.templates import find_template
from hornstudio.engine.train.kept.in_use import ELSEWHERE_S, refuse_in_use
from hornstudio.engine.train.kept.run_folder import RunFolder


def facts(owner: Owner, state: str = "running") -> dict[str, object]:
    return {"state": state, "owner": asdict(owner)}


def test_a_run_that_another_process_trains_cannot_be_gone_on_with(tmp_path: Path) -> None:
    folder = RunFolder(tmp_path / "run")
    graph = find_template("mnist_mlp").graph()
    folder.begin(graph)
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        theirs = replace(new_owner(), pid=other.pid, birth=birth_of(other.pid) or "")
        folder.note(owner=asdict(theirs))
        with pytest.raises(RunError, match=f"is being trained by process {other.pid} of"):
            RunFolder(folder.path).begin(graph, resume=True)
        refuse_in_use(folder.path, facts(theirs, state="stopped"))
        other.kill()
    RunFolder(folder.path).begin(graph, resume=True)


def test_one_of_another_machine_is_waited_for_while_it_is_heard(tmp_path: Path) -> None:
    elsewhere = replace(new_owner(), pid=1, machine="another")
    (tmp_path / "run.json").touch()
    with pytest.raises(RunError, match="try again in a minute"):
        refuse_in_use(tmp_path, facts(elsewhere))
    silent = time.time() - ELSEWHERE_S - 1
    os.utime(tmp_path / "run.json", (silent, silent))
    refuse_in_use(tmp_path, facts(elsewhere))
