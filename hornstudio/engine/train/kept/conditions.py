"""What the bits of a run depend on beside its graph, data and seed: versions, device, flags."""

import os
import platform
from collections.abc import Mapping
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import hornstudio
from hornstudio.engine.kernels.calling import lanes
from hornstudio.engine.lazy import jax
from hornstudio.engine.machine.processor import usable_cores, usable_threads
from hornstudio.engine.text import Text
from hornstudio.engine.train.steps.spread import Spread

_PACKAGES = ("jax", "jaxlib", "optax", "numpy", "llvmlite")
_VARIABLES = ("XLA_FLAGS", "JAX_PLATFORMS", "NVIDIA_TF32_OVERRIDE")
_SETTINGS = (
    "jax_default_matmul_precision",
    "jax_default_prng_impl",
    "jax_enable_x64",
    "jax_numpy_dtype_promotion",
    "jax_threefry_partitionable",
)


def versions() -> dict[str, str]:
    """Of this program, and of what it computes with."""
    found = {"hornstudio": hornstudio.__version__, "python": platform.python_version()}
    for name in _PACKAGES:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found


def conditions(spread: Spread) -> dict[str, Any]:
    """`device`, `processor`, `cores`, how many of them share each batch, `threads`, how many
    numbers a vector of our own `kernels` has, and `flags` that are set; as JSON can hold it.

    spread: the devices that the run computes on.
    """
    variables = {name: os.environ[name] for name in _VARIABLES if os.environ.get(name)}
    settings = {name: _plain(getattr(jax.config, name, None)) for name in _SETTINGS}
    return {
        "device": spread.title,
        "processor": _processor(),
        "cores": usable_cores(),
        "sharing_cores": len(spread.devices) if spread.is_one else 1,
        "threads": usable_threads(),
        "kernels": lanes() if spread.devices[0].platform == "cpu" else 0,
        "flags": variables | settings,
    }


def what_differs(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[Text]:
    """A sentence where a run goes on under other conditions than it began; else nothing.

    What an older program did not note is not compared; it had no kernels.
    """
    before = {"kernels": 0, **before} if before else before
    changes = [
        f"{name} {was[name]} → {value}"
        for was, is_now in _groups(before, now)
        for name, value in is_now.items()
        if name in was and was[name] != value
    ]
    if not changes:
        return []
    return [
        Text(
            "conditions are other than before ({changes}); numbers may differ in their last bits",
            changes=", ".join(changes),
        )
    ]


def _groups(
    before: Mapping[str, Any], now: Mapping[str, Any]
) -> list[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    single = {name: value for name, value in now.items() if not isinstance(value, dict)}
    nested = [name for name, value in now.items() if isinstance(value, dict)]
    return [(before, single), *((before.get(name) or {}, now[name]) for name in nested)]


def _plain(value: Any) -> Any:
    return value if isinstance(value, bool | int | str | None) else str(value)


def _processor() -> str:
    with suppress(OSError, UnicodeDecodeError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor()
