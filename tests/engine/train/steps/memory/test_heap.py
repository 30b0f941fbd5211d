"""Freed memory stays until it is given back, where the C library can be told."""

import os
import subprocess
import sys

import pytest

from hornstudio.engine.train.steps.memory import heap

SCRIPT = """
import numpy as np
from hornstudio.engine.train.steps.memory.heap import give_back, keep_memory

def resident():
    pages = int(open("/proc/self/statm").read().split()[1])
    return pages * 4096 >> 20

assert keep_memory()
before = resident()
for _ in range(3):
    np.ones(8 << 20).sum()  # 64 MiB, freed at once
kept = resident() - before
give_back()
print(kept, resident() - before)
"""

AGAIN_SCRIPT = """
import resource
import jax
import jax.numpy as jnp
from hornstudio.engine.train.steps.memory.heap import keep_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

assert keep_memory()
total = jax.jit(lambda x: jax.lax.optimization_barrier(x[:, None] + jnp.ones(24))[:, ::-1].sum())
x = jnp.ones(1 << 20)
total(x).block_until_ready()
before = faults()
for _ in range(16):
    total(x).block_until_ready()  # 96 MiB in between, each time
print((faults() - before) * 4096 >> 20)
"""

HEAPS_SCRIPT = """
import ctypes
import threading
from hornstudio.engine.train.steps.memory.heap import keep_memory

assert keep_memory()
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
everybody = threading.Barrier(40)

def ask():
    everybody.wait()
    library.malloc(1 << 16)
    everybody.wait()

threads = [threading.Thread(target=ask) for _ in range(40)]
for each in threads:
    each.start()
for each in threads:
    each.join()
library.malloc_info(0, ctypes.c_void_p.in_dll(library, "stdout"))
library.fflush(None)
"""

needs_gnu = pytest.mark.skipif(heap._library() is None, reason="another C library")


@needs_gnu
def test_a_program_works_in_the_memory_that_it_had_before():
    done = subprocess.run(
        [sys.executable, "-c", AGAIN_SCRIPT], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 12 * 96  # of 16; what is small may lie in the way of a few


@needs_gnu
def test_many_threads_share_few_heaps():
    done = subprocess.run(
        [sys.executable, "-c", HEAPS_SCRIPT], capture_output=True, text=True, check=True
    )
    assert 1 < done.stdout.count("<heap nr=") <= 2 * os.cpu_count()


@needs_gnu
def test_freed_memory_stays_until_it_is_given_back():
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True
    )
    kept, after = map(int, done.stdout.split())
    assert kept > 48
    assert after < 16


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, "glibc.malloc.hugetlb=1"),
        (
            {"GLIBC_TUNABLES": "glibc.malloc.check=1"},
            "glibc.malloc.check=1:glibc.malloc.hugetlb=1",
        ),
        ({"GLIBC_TUNABLES": "glibc.malloc.hugetlb=0"}, "glibc.malloc.hugetlb=0"),
    ],
)
def test_large_pages_are_asked_for_unless_somebody_chose(given, wanted):
    assert heap.with_large_pages(given) == wanted


def test_another_c_library_is_left_alone(monkeypatch):
    monkeypatch.setattr(heap.platform, "libc_ver", lambda: ("", ""))
    assert not heap.keep_memory()
    heap.give_back()


def test_only_large_pieces_are_given_back_by_themselves():
    assert [heap.stays(size) for size in (1 << 20, (1 << 30) - 1, 1 << 30)] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(("start", "expected"), [(100, [15.0, 25.0]), (600, [])])
def test_heaps_that_have_grown_are_emptied_while_that_is_quick(monkeypatch, start, expected):
    grown, given_back, now = iter([0, 1, 10, 7, 10, 8]), [], [0.0]
    monkeypatch.setattr(heap, "_own_bytes", lambda: (start + next(grown)) << 20)
    monkeypatch.setattr(heap, "give_back", lambda: given_back.append(now[0]))
    monkeypatch.setattr(heap.time, "monotonic", lambda: now[0])
    heaps = heap.Heaps()
    for second in (1.0, 5.0, 10.0, 15.0, 16.0, 20.0, 25.0, 30.0):
        now[0] = second
        heaps.tend()
    assert given_back == expected
    assert next(grown, None) is None  # it does not look again at once


@needs_gnu
def test_what_a_process_has_for_itself_is_known():
    before = heap._own_bytes()
    held = b"x" * (50 << 20)
    assert before > 10 << 20
    assert (heap._own_bytes() - before) >> 20 in range(45, 60)
    del held
