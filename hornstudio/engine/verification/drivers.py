"""What the other process runs: it loads the script, feeds it, and keeps its outputs.

Each driver is Python text that knows nothing of HornStudio. Its arguments: the script, a file of
arrays (`weights/NODE/NAME`, `state/NODE/NAME`, `batch/NODE.PORT`, and `outputs`, names of ports),
and the file to write the outputs to, by port.
"""

_LOAD = """
import importlib.util, sys
import numpy as np

sys.modules["hornstudio"] = None
script_path, arrays_path, outputs_path = sys.argv[1:]
spec = importlib.util.spec_from_file_location("script", script_path)
script = importlib.util.module_from_spec(spec)
spec.loader.exec_module(script)
with np.load(arrays_path, allow_pickle=False) as file:
    arrays = {name: file[name] for name in file.files}
outputs = [str(name) for name in arrays.pop("outputs")]


def part(prefix):
    return {n[len(prefix) + 1:]: a for n, a in arrays.items() if n.startswith(prefix + "/")}


def tree(prefix):
    nested = {}
    for name, array in part(prefix).items():
        node, _, weight = name.partition("/")
        nested.setdefault(node, {})[weight] = array
    return nested
"""

JAX = (
    _LOAD
    + """
given = script.predict(tree("weights"), tree("state"), part("batch"))
np.savez(outputs_path, **{port: np.asarray(given[port]) for port in outputs})
"""
)

KERAS = (
    _LOAD
    + """
model = script.build_model()
weights, state = tree("weights"), tree("state")
for layer in model.layers:
    values = [*weights.get(layer.name, {}).values(), *state.get(layer.name, {}).values()]
    if hasattr(layer, "bin_boundaries") and values:
        layer.bin_boundaries = values.pop().tolist()
    variables = [v for v in layer.variables if "seed" not in v.path and v.name != "count"]
    if len(values) != len(variables):
        raise SystemExit(f"{layer.name} has {len(variables)} weights, not {len(values)}")
    for variable, value in zip(variables, values):
        if tuple(variable.shape) != value.shape:
            where = f"{layer.name}: {variable.name}"
            raise SystemExit(f"{where} is {variable.shape}, not {value.shape}")
        variable.assign(value)
    if hasattr(layer, "adapt") and values:
        layer.finalize_state()
batch = list(part("batch").values())
given = model(batch[0] if len(batch) == 1 else batch, training=False)
given = given if isinstance(given, (list, tuple)) else [given]
given = [np.asarray(array, np.float32) for array in given]  # NumPy's files know no bfloat16
np.savez(outputs_path, **dict(zip(outputs, given)))
"""
)

FLAX = (
    _LOAD
    + """
from flax import nnx

NAMES = {"gamma": "scale", "beta": "bias", "moving_mean": "mean", "moving_variance": "var"}
NAMES["embeddings"] = "embedding"
model = script.Model(nnx.Rngs(0))
for prefix in ("weights", "state"):
    for node, values in tree(prefix).items():
        holder, own = model, node
        if not any(isinstance(vars(model).get(n), nnx.Module) for n in (node, f"{node}_")):
            use, _, inner = node.partition("__")
            found = [vars(model).get(n) for n in (use, f"{use}_")]
            if inner and any(isinstance(n, nnx.Module) for n in found):
                holder, own = next(n for n in found if isinstance(n, nnx.Module)), inner
        names = (own, f"{own}_", f"layer{own}")
        layer = next(vars(holder)[n] for n in names if isinstance(vars(holder).get(n), nnx.Module))
        for name, value in values.items():
            if type(layer).__name__ == "Held":
                variable = getattr(layer, prefix)[name]
            else:
                variable = getattr(layer, NAMES.get(name, name))
            if variable.shape != value.shape:
                raise SystemExit(f"{node}: {name} is {variable.shape}, not {value.shape}")
            variable[...] = value
model.eval()
given = script.predict(model, part("batch"))
np.savez(outputs_path, **{port: np.asarray(given[port]) for port in outputs})
"""
)

DRIVERS = {"jax": JAX, "keras": KERAS, "flax": FLAX}
NEEDS = {
    "jax": ("jax", "optax", "numpy"),
    "keras": ("keras", "jax", "numpy"),
    "flax": ("flax", "optax", "jax", "numpy"),
}
"""Packages that a target's script imports."""
