"""Cores of a processor that each compute a part of the batch, where that pays.

A layer that takes a sequence step by step consists of products that are too small to be cut among
cores, so that one core works and the others mostly wait. Where a kernel of our own makes the steps,
it cuts the batch itself. Elsewhere each core gets a part of the batch, as if it were a device. On
two cores that takes a fifth to a third off a step of LSTM and
GRU of 32 to 256 units, and nothing off very small or very large ones. What is made of large
products takes up to half as much time again, since cores wait for each other at every sum over the
batch, and each core improves all the weights: many of them cost more than is gained. Large tables
of vectors are shared, each core improving a part: an LSTM that reads 50,000 words takes a fifth
less time on two cores, where a table on each made it as much (bench/train_speed.py, JAX 0.10).
"""

import os
from contextlib import suppress
from typing import Any

from hornstudio.engine.compile.call import Call
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.kernels.calling import is_usable
from hornstudio.engine.lazy import jax
from hornstudio.engine.machine.processor import usable_cores
from hornstudio.engine.training_settings import MIXED

MOST = 4
"""More parts than this were not measured."""
_LEAST_SAMPLES = 8  # of a part
_SHARE = 0.75  # of all work, that layers must do which take a sequence step by step
_WORK_A_WEIGHT = 100  # operations forward for a batch

_LARGE_TABLE = 1 << 15  # numbers

_own: dict[str, int] = {}  # under "cores", how many this process has opened


def open_cores() -> None:
    """Let JAX see several cores as devices. Call it before JAX computes.

    Where somebody has said themselves how many devices a processor is to be, it stays so.
    """
    count = min(usable_cores(), MOST)
    if count < 2 or _is_said():
        return
    with suppress(RuntimeError):  # it computes already
        jax.config.update("jax_num_cpu_devices", count)
        _own["cores"] = count


def _is_said() -> bool:
    flags, config = os.environ.get("XLA_FLAGS", ""), jax.config
    is_in_flags = "xla_force_host_platform_device_count" in flags
    return is_in_flags or getattr(config, "jax_num_cpu_devices", 0) > 0


def devices() -> list[Any]:
    """Those that a person would count: a processor is one, however many cores were opened."""
    found: list[Any] = jax.local_devices()
    return found[:1] if _own and found[0].platform == "cpu" else found


def cores_for(plan: Plan) -> tuple[Any, ...]:
    """Cores that share each batch of a training evenly; none where that would not pay.

    It follows from the graph, its settings and the number of cores, not from any clock: the same
    training gives the same bits.
    """
    found = jax.local_devices() if _own else []
    if not found or found[0].platform != "cpu":
        return ()
    size = plan.graph.training.batch_size
    counts = range(2, len(found) + 1)
    even = [n for n in counts if size % n == 0 and size // n >= _LEAST_SAMPLES]
    fit = [n for n in even if _pays(plan, n)]
    return tuple(found[: max(fit, default=0)])


def _pays(plan: Plan, count: int) -> bool:
    calls = [call for call in plan.layers if not call.is_bypassed]
    by_steps = sum(
        call.flops for call in calls if call.module.by_steps and not _has_kernel(call, plan)
    )
    if not by_steps or by_steps < _SHARE * sum(call.flops for call in calls):
        return False
    work = by_steps * plan.graph.training.batch_size
    return work >= _WORK_A_WEIGHT * _weights_on_each(plan, count)


def _has_kernel(call: Call, plan: Plan) -> bool:
    """Whether a kernel makes its steps; they compute in float32 alone."""
    if plan.graph.training.precision == MIXED or not is_usable():
        return False
    kernel = next(s.array for s in plan.starts if s.owner == call.owner)
    return call.module.has_kernel(call.values, kernel.shape[0])


def _weights_on_each(plan: Plan, count: int) -> int:
    """Numbers that each of so many cores improves, beside its part of what they share."""
    shared = tables_of(plan, count)
    own = (s for s in plan.starts if not s.is_state and s.owner not in shared)
    return sum(start.array.size for start in own)


def tables_of(plan: Plan, count: int) -> frozenset[str]:
    """Nodes whose weights so many cores share: large tables, of which nothing takes the whole."""
    calls = [call for call in plan.layers if not call.is_bypassed]
    whole = {call.owner for call in calls if not call.module.has_rows}
    fit = {
        start.owner
        for start in plan.starts
        if not start.is_state
        and start.array.size >= _LARGE_TABLE
        and is_even(start.array.shape, count)
    }
    return frozenset(fit & {call.owner for call in calls} - whole)


def is_even(shape: tuple[int, ...], count: int) -> bool:
    """Whether so many devices can share an array evenly, by rows.

    Cores that share a table by columns take longer than one of them alone.
    """
    return bool(shape) and shape[0] % count == 0
