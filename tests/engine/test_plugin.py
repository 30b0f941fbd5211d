"""Modules of other packages: with weights and parts of their own, and broken ones.

Each package is installed as pip would leave it: a file and a `.dist-info` folder on the path.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from hornstudio import paths

SCALE = '''
"""One file of another package: a layer with a weight, and an initializer for it."""

import jax.numpy as jnp

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.module import Array, Module
from hornstudio.engine.params import Float, Nested


def scale(w, x, *, power):
    """y = gain ** power * x. Shapes: x [..., F], gain [F] -> [..., F]."""
    return w["gain"] ** power * x


def infer(p, x):
    if x.rank == 0:
        raise ShapeError("gets one number a sample; needs at least a vector", port="input")
    return x.with_shape(x.shape)


def weights(p, x):
    return (Array("gain", x.shape[-1:], "gain_initializer"),)


def constant(key, shape, *, value):
    """The same number everywhere."""
    return jnp.full(shape, value, jnp.float32)


MODULES = [
    Module(
        kind="scale",
        title="Scale",
        category="core",
        help="Gives each feature a gain.",
        params=(
            Float(name="power", default=1.0, above=0.0, help="Power of the gain."),
            Nested(
                name="gain_initializer",
                category="initializer",
                default="all_of_one_value",
                help="How the gain starts.",
            ),
        ),
        infer=infer,
        weights=weights,
        apply=scale,
        words=("배율", "per-feature gain"),
    ),
    Module(
        kind="all_of_one_value",
        title="All of one value",
        category="initializer",
        help="Starts everywhere at one value.",
        inputs=(),
        params=(Float(name="value", default=0.5, help="The value."),),
        apply=constant,
    ),
]
'''

PACKAGES = {
    "horn_scale": (SCALE, "horn_scale"),
    "horn_syntax": ("def broken(:", "horn_syntax"),
    "horn_raises": ("raise RuntimeError('no licence found')", "horn_raises"),
    "horn_exits": ("import sys; sys.exit('not today')", "horn_exits"),
    "horn_nothing": ("X = 1", "horn_nothing"),
    "horn_gone": ("X = 1", "horn_gone:missing"),
    "horn_words": ("MODULES = ['dense']", "horn_words"),
    "horn_clash": (
        "from hornstudio.engine.catalog import BUILT_IN\n"
        "MODULES = [m for f in BUILT_IN for m in f.MODULES if m.kind == 'dense']",
        "horn_clash",
    ),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all packages installed."""
    folder = tmp_path_factory.mktemp("site")
    for name, (text, value) in PACKAGES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
        facts = folder / f"{name}-1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (facts / "entry_points.txt").write_text(f"[hornstudio.modules]\n{name} = {value}\n")
    return folder


def run(site: Path, *arguments: str, cwd: Path | None = None) -> str:
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(site), *([before] if before else [])])
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd or site,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


FACTS = """
import json
from hornstudio.engine.catalog import catalog
known = catalog()
print(json.dumps({
    "broken": [str(b) for b in known.broken],
    "found": [m.kind for m in known.search("배율")],
    "first": known.search("per-feature")[0].kind,
    "guess": known.did_you_mean("scal"),
    "dense": known.get("dense").apply.__module__,
    "nodes": len(known.nodes()),
    "default": known.get("scale").param("gain_initializer").default,
}))
"""


def test_broken_packages_are_named_and_nothing_else_suffers(site: Path) -> None:
    from hornstudio.engine.catalog import BUILT_IN

    facts = json.loads(run(site, "-c", FACTS))
    broken = {line.partition(" ")[0]: line for line in facts["broken"]}
    assert set(broken) == set(PACKAGES) - {"horn_scale"}
    assert "no licence found" in broken["horn_raises"]
    assert "not today" in broken["horn_exits"]
    assert "horn_gone:missing" in broken["horn_gone"]
    assert "need MODULES = [...]" in broken["horn_nothing"]
    assert "need a Module, a list of them" in broken["horn_words"]
    assert "already a module dense" in broken["horn_clash"]
    assert facts["found"] == ["scale"]
    assert (facts["first"], facts["guess"], facts["default"]) == (
        "scale",
        "scale",
        "all_of_one_value",
    )
    assert facts["dense"] == "hornstudio.engine.modules.layers.core"
    own = [m for family in BUILT_IN for m in family.MODULES if m.is_node]
    assert facts["nodes"] == len(own) + 1


JOURNEY = """
import json, sys
from dataclasses import replace
from hornstudio import engine
from hornstudio.engine.editing import edits
from hornstudio.engine.graph import Node, Wire, freeze
from hornstudio.engine.remedies import insert_module
from hornstudio.engine.catalog import catalog
from hornstudio.engine.watch.events import Epoch, Finished
from tests.engine import sample_graph

graph = sample_graph.mlp(epochs=2, batch_size=100)
wire = Wire("flatten.output", "hidden.input")
held = {"kind": "all_of_one_value", "params": {"value": 0.7}}
graph = insert_module(graph, wire, "scale", catalog(), {"power": 2.0, "gain_initializer": held})
engine.save(graph, "scaled.horn")
assert engine.load("scaled.horn") == graph
report = engine.check(graph)
assert report.problems == ()
bad = engine.check(edits.set_param(graph, "scale", "power", 0))
misfit = engine.check(edits.connect(graph, Wire("digits.label", "scale.input")))
with open("alone.py", "w") as file:
    file.write(engine.export(graph))
weights, _ = engine.compile(graph).init(0)
events = list(engine.train(graph, checkpoints=False))
print(json.dumps({
    "weights": report.facts["scale"].weight_count,
    "bad": bad.errors[0].reason,
    "misfit": misfit.errors[0].reason,
    "start": sorted({round(float(v), 6) for v in weights["scale"]["gain"]}),
    "losses": [e.metrics["loss"] for e in events if isinstance(e, Epoch)],
    "test": events[-1].metrics["test_loss"],
}))
"""


def test_a_layer_with_weights_is_checked_kept_trained_and_exported(
    site: Path, tmp_path: Path
) -> None:
    root = Path(__file__).resolve().parents[2]
    journey = f"import sys; sys.path.insert(0, {str(root)!r})\n{JOURNEY}"
    facts = json.loads(run(site, "-c", journey, cwd=tmp_path))
    assert facts["weights"] == 784
    assert facts["bad"] == "power is 0; need a number above 0"
    assert facts["misfit"] == "gets one number a sample; needs at least a vector"
    assert facts["start"] == [0.7]
    assert facts["losses"][1] < facts["losses"][0]
    script = (tmp_path / "alone.py").read_text(encoding="utf-8")
    assert 'w["gain"] ** power * x' in script
    assert "jnp.full(shape, value, jnp.float32)" in script
    alone = tmp_path / "elsewhere"
    alone.mkdir()
    (alone / "alone.py").write_text(script, encoding="utf-8")
    (alone / "digits.npz").write_bytes(paths.resource("data", "digits.npz").read_bytes())
    blind = "import sys, runpy; sys.modules['hornstudio'] = sys.modules['horn_scale'] = None; "
    printed = run(alone, "-c", f"{blind}runpy.run_path('alone.py', run_name='__main__')")
    epochs = [float(x) for x in re.findall(r"^epoch \d+ loss (\S+)", printed, re.MULTILINE)]
    test = [float(x) for x in re.findall(r"^test loss (\S+)", printed, re.MULTILINE)]
    assert epochs == pytest.approx(facts["losses"], rel=1e-6)
    assert test == pytest.approx([facts["test"]], rel=1e-6)
