"""One comparison: the engine's outputs on a random batch against those of the script."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.engine import codegen
from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import Plan, plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.errors import ExportError
from hornstudio.engine.graph import Graph
from hornstudio.engine.shapes import Spec
from hornstudio.engine.training_settings import FLOAT32, MIXED
from hornstudio.engine.verification.drivers import DRIVERS, NEEDS

ALLOWED = {FLOAT32: 1e-5, MIXED: 3e-2}
"""Difference that arithmetic in another order makes, as a share of the largest number."""
SAMPLES = 4
_STEPS = 6
_MIXED_TARGETS = ("keras",)
_PATIENCE_S = 300


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far apart the two are: the largest difference, as a share of the largest number."""

    target: str
    difference: float
    outputs: dict[str, float]
    allowed: float = ALLOWED[FLOAT32]

    @property
    def is_equal(self) -> bool:
        """Whether they are the same but for rounding."""
        return self.difference <= self.allowed


def verify(graph: Graph, target: str, weights: Any = None, state: Any = None) -> Verdict:
    """Run the exported script and compare. Raises: ExportError where it cannot be run.

    weights, state: those to compare with; without them those at the start, and each weight moved
    a little, so that none is 0.
    """
    missing = [name for name in NEEDS[target] if find_spec(name) is None]
    if missing:
        raise ExportError(
            "needs {packages} to be tried; install it with: pip install {packages}",
            packages=" ".join(missing),
        )
    if target not in _MIXED_TARGETS:  # their scripts say that they compute with float32
        graph = replace(graph, training=replace(graph.training, precision=FLOAT32))
    text = codegen.export(graph, target)
    plan = plan_graph(graph, own_data=True)
    program = Program(plan)
    if weights is None:
        weights, state = _moved(program)
    batch = _batch(plan)
    ours = program.predict(weights, state or {}, batch)
    theirs = _run(text, target, _arrays(plan, weights, state or {}, batch))
    apart = {port: _difference(np.asarray(ours[port]), theirs[port]) for port in plan.outputs}
    allowed = ALLOWED[graph.training.precision]
    return Verdict(target, max(apart.values()), apart, allowed)


def _moved(program: Program) -> tuple[Any, Any]:
    rng = np.random.default_rng(0)
    weights, state = program.init(0)
    moved = {
        owner: {n: np.asarray(a) + 0.02 * rng.normal(size=a.shape) for n, a in arrays.items()}
        for owner, arrays in weights.items()
    }
    floats = {o: {n: a.astype(np.float32) for n, a in each.items()} for o, each in moved.items()}
    return floats, state


def _batch(plan: Plan) -> dict[str, np.ndarray]:
    """Random numbers for every port of data that a layer takes."""
    rng = np.random.default_rng(1)
    taken = {s for call in plan.layers for port in call.sources for s in port}
    report = check(plan.graph, plan.modules)
    specs = {port: report.spec(port) for port in plan.data if port in taken}
    return {port: _sample(spec, rng) for port, spec in specs.items() if spec is not None}


def _sample(spec: Spec, rng: np.random.Generator) -> np.ndarray:
    shape = (SAMPLES, *(n if isinstance(n, int) else _STEPS for n in spec.shape))
    if spec.dtype.startswith("int"):
        return rng.integers(0, spec.classes or 2, shape).astype(spec.dtype)
    return rng.uniform(0.0, 1.0, shape).astype(spec.dtype)


def _arrays(plan: Plan, weights: Any, state: Any, batch: dict[str, Any]) -> dict[str, np.ndarray]:
    """Everything that the other process gets, in the order of the declarations."""
    named = {f"batch/{port}": array for port, array in batch.items()}
    for prefix, held in (("weights", weights), ("state", state)):
        for start in plan.starts:
            if start.is_state == (prefix == "state"):
                name = start.array.name
                named[f"{prefix}/{start.owner}/{name}"] = np.asarray(held[start.owner][name])
    return {**named, "outputs": np.asarray(plan.outputs)}


def _run(text: str, target: str, arrays: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    temporary = tempfile.TemporaryDirectory(prefix="hornstudio-", ignore_cleanup_errors=True)
    with temporary as folder:
        script, given, made = (Path(folder) / n for n in ("script.py", "given.npz", "made.npz"))
        script.write_text(text, encoding="utf-8")
        np.savez(given, **arrays)  # type: ignore[arg-type]
        command = [sys.executable, "-c", DRIVERS[target], str(script), str(given), str(made)]
        done = subprocess.run(
            command,
            cwd=folder,
            env={
                **os.environ,
                "JAX_PLATFORMS": os.environ.get("JAX_PLATFORMS", "cpu"),
                "PYTHONIOENCODING": "utf-8",
            },
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE_S,
            check=False,
        )
        if done.returncode or not made.exists():
            lines = done.stderr.strip().splitlines() or ["it said nothing"]
            raise ExportError("the script failed: {reason}", reason=lines[-1])
        with np.load(made, allow_pickle=False) as file:
            return {name: file[name] for name in file.files}


def _difference(ours: np.ndarray, theirs: np.ndarray) -> float:
    if ours.shape != theirs.shape or not np.isfinite(theirs).all():
        return float("inf")
    scale = float(np.abs(ours).max(initial=0.0)) or 1.0
    return float(np.abs(ours - theirs).max(initial=0.0)) / scale
