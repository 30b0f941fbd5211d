"""What there is to compute on, and how fast it is; asked in a process of its own.

A driver that does not fit may end the process that asks it.
"""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hornstudio.cli.doctor.child import run_python
from hornstudio.cli.doctor.finding import Examined, Finding

_PATIENCE_S = 300
_ACCELERATORS = {
    "NVIDIA": ("nvidia-smi", "/proc/driver/nvidia/version", 'pip install -U "jax[cuda12]"'),
    "AMD": ("rocm-smi", "/sys/module/amdgpu/version", 'pip install -U "jax[rocm]"'),
}


def examine() -> Examined:
    """Devices, the one in use and why, and a test of speed."""
    told, complaint = probe()
    if not told:
        remedy = (
            "see the packages above; if all are there, run `pip install -U --force-reinstall jax "
            "jaxlib`, and `JAX_PLATFORMS=cpu hornstudio doctor` to leave an accelerator out"
        )
        return {"devices": {"used": None}}, [
            Finding(f"nothing can be computed: {complaint}", remedy)
        ]
    devices = {"used": told["used"], "why": why(told, os.environ), "all": told["devices"]}
    facts = {"devices": devices, "speed": told["speed"]}
    findings = idle_accelerators(told["platform"], os.environ)
    if told["failed"]:
        what = f"a short training does not work: {told['failed']}"
        findings.append(
            Finding(what, "train a ready graph to see more: `hornstudio new mnist_mlp`")
        )
    return facts, findings


def probe(module: str = "hornstudio.cli.doctor.probe") -> tuple[dict[str, Any], str]:
    """What the probe found, or nothing and its last words."""
    done = run_python(["-m", module], _PATIENCE_S)
    if isinstance(done, str):
        return {}, done
    try:
        return json.loads(done.stdout.strip().splitlines()[-1]), ""
    except (ValueError, IndexError):
        last = [line for line in done.stderr.splitlines() if line.strip()]
        return {}, last[-1].strip() if last else f"the process ended with {done.returncode}"


def why(told: Mapping[str, Any], environment: Mapping[str, str]) -> str:
    """The reason that this device is used."""
    wish = environment.get("JAX_PLATFORMS") or environment.get("JAX_PLATFORM_NAME")
    if wish:
        return f"JAX_PLATFORMS asks for {wish}"
    if told["platform"] == "cpu":
        return "JAX sees no accelerator"
    return "JAX takes an accelerator before the processor, and the first of its kind"


def idle_accelerators(platform: str, environment: Mapping[str, str]) -> list[Finding]:
    """Accelerators that are in the machine, while the processor computes."""
    if platform != "cpu" or environment.get("JAX_PLATFORMS"):
        return []
    return [
        Finding(
            f"this machine has a driver of {maker}, but JAX sees no such device",
            f"run `{command}` for an accelerator of {maker}",
            is_wrong=False,
        )
        for maker, (program, driver, command) in _ACCELERATORS.items()
        if Path(driver).exists() and shutil.which(program)
    ]
