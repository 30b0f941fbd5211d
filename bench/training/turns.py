"""Epochs in turn: a peer waits before each one until it is asked for, and says how long it took.

Peers run side by side in processes of their own, and only one of them computes at a time, so that
whatever else the machine does meets them all alike.
"""

import json
import resource
import sys
import time


class Turns:
    """The peer's end. It talks on standard output, which a peer's own prints must not touch."""

    def __init__(self) -> None:
        self._out, sys.stdout = sys.stdout, sys.stderr
        self._began = self._cpu_began = 0.0

    def begin(self) -> None:
        """Wait to be asked for an epoch. Raises: SystemExit when no more is wanted."""
        if not sys.stdin.readline().strip():
            raise SystemExit
        self._cpu_began = time.process_time()
        self._began = time.perf_counter()

    def end(self, **figures: float) -> None:
        """Tell of an epoch that is over."""
        told = {
            "seconds": time.perf_counter() - self._began,
            "cpu_seconds": time.process_time() - self._cpu_began,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "figures": figures,
        }
        print(json.dumps(told), file=self._out, flush=True)
