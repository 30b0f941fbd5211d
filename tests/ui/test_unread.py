"""Starting reads compiled modules, not their sources."""

import subprocess
import sys

PROGRAM = """
import linecache
import hornstudio.ui.app
print(sum("hornstudio" in name for name in linecache.cache))
"""


def test_to_import_the_window_reads_no_sources():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 5, "those that came before"
