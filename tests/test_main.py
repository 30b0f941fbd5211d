"""How the program's process ends."""

import subprocess
import sys

import pytest

SCRIPT = """
import atexit, os, sys, threading, time, types
from concurrent.futures import ThreadPoolExecutor
import hornstudio.cli
from hornstudio.__main__ import main

def carry_out():
    if {computes}:
        sys.modules["jax"] = types.ModuleType("jax")
    threading.Thread(target=lambda: (time.sleep(0.2), print("written"))).start()
    hornstudio.pool = ThreadPoolExecutor()
    hornstudio.pool.submit(print, "done").result()
    return 3

hornstudio.cli.main = carry_out
atexit.register(lambda: {computes} and os.abort())
sys.exit(main())
"""


@pytest.mark.parametrize("computes", [True, False])
def test_what_was_computed_is_written_and_python_is_not_taken_apart(computes: bool) -> None:
    command = [sys.executable, "-c", SCRIPT.format(computes=computes)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout.split()) == (3, ["done", "written"]), ended.stderr
