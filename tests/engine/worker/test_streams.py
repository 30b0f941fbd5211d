"""The streams of the computing process carry bytes as they are, on every system."""

import subprocess
import sys

AS_ON_WINDOWS = """
import os, sys, types
from hornstudio.engine.worker import messages
sys.platform, os.O_BINARY, modes = "win32", 0x8000, []
sys.modules["msvcrt"] = types.SimpleNamespace(setmode=lambda *mode: modes.append(mode))
from hornstudio.engine.worker.streams import take_streams
frames_out, frames_in = take_streams(lambda level, text: None)
assert modes == [(frames_out, 0x8000), (frames_in.fileno(), 0x8000)], modes
os.write(frames_out, b"a\\nb")
os._exit(0)
"""


def test_line_ends_in_frames_stay_one_byte_on_windows() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AS_ON_WINDOWS],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"a\nb"), done.stderr
