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
from hornstudio.engine.kernels.calling import lanes
from hornstudio.engine.kernels.machine_code import why_none
from hornstudio.engine.machine.processor import usable_cores, usable_threads
from hornstudio.engine.text import Text

_PATIENCE_S = 300
_ACCELERATORS = {
    "NVIDIA": ("nvidia-smi", "/proc/driver/nvidia/version", 'pip install -U "jax[cuda12]"'),
    "AMD": ("rocm-smi", "/sys/module/amdgpu/version", 'pip install -U "jax[rocm]"'),
}


_REPAIR = Text(
    "see the packages above; if all are there, run `pip install -U --force-reinstall jax "
    "jaxlib`, and `JAX_PLATFORMS=cpu hornstudio doctor` to leave an accelerator out"
)


def examine() -> Examined:
    """Devices, the one in use and why, the processor's cores, and a test of speed."""
    processor = {"cores": usable_cores(), "threads": usable_threads(), "kernels": kernels()}
    told, complaint = probe()
    if not told:
        what = Text("nothing can be computed: {reason}", reason=complaint)
        return {"devices": {"used": None} | processor}, [Finding(what, _REPAIR)]
    devices = {"used": told["used"], "why": why(told, os.environ), "all": told["devices"]}
    facts = {"devices": devices | processor, "speed": told["speed"]}
    findings = idle_accelerators(told["platform"], os.environ)
    if told["failed"]:
        what = Text("a short training does not work: {reason}", reason=told["failed"])
        remedy = Text("train a ready graph to see more: `hornstudio new mnist_mlp`")
        findings.append(Finding(what, remedy))
    return facts, findings


def kernels() -> Text:
    """Whether layers compute by machine code of our own, where a processor trains."""
    if reason := why_none():
        return Text("none of our own: {reason}", reason=reason)
    return Text("our own, {count} numbers at once", count=lanes())


def probe(module: str = "hornstudio.cli.doctor.probe") -> tuple[dict[str, Any], str]:
    """What the probe found, or nothing and its last words."""
    done = run_python(["-m", module], _PATIENCE_S)
    if isinstance(done, str):
        return {}, done
    try:
        return json.loads(done.stdout.strip().splitlines()[-1]), ""
    except (ValueError, IndexError):
        last = [line for line in done.stderr.splitlines() if line.strip()]
        return {}, last[-1].strip() if last else Text(
            "the process ended with {code}", code=done.returncode
        )


def why(told: Mapping[str, Any], environment: Mapping[str, str]) -> Text:
    """The reason that this device is used."""
    wish = environment.get("JAX_PLATFORMS") or environment.get("JAX_PLATFORM_NAME")
    if wish:
        return Text("JAX_PLATFORMS asks for {wish}", wish=wish)
    if told["platform"] == "cpu":
        return Text("JAX sees no accelerator")
    return Text("JAX takes an accelerator before the processor, and the first of its kind")


def idle_accelerators(platform: str, environment: Mapping[str, str]) -> list[Finding]:
    """Accelerators that are in the machine, while the processor computes."""
    if platform != "cpu" or environment.get("JAX_PLATFORMS"):
        return []
    return [
        Finding(
            Text("this machine has a driver of {maker}, but JAX sees no such device", maker=maker),
            Text("run `{command}` for an accelerator of {maker}", command=command, maker=maker),
            is_wrong=False,
        )
        for maker, (program, driver, command) in _ACCELERATORS.items()
        if Path(driver).exists() and shutil.which(program)
    ]
