"""Paying the price of the first training before it is asked for: imports, device, compiler."""

import importlib
import os

from hornstudio import __version__
from hornstudio.engine.graph import Training
from hornstudio.engine.train.steps.cores import devices, open_cores
from hornstudio.engine.train.steps.device import device_title
from hornstudio.engine.train.steps.memory.device import share_device
from hornstudio.engine.train.steps.memory.heap import keep_memory
from hornstudio.engine.train.steps.memory.own import idle_bytes
from hornstudio.engine.train.steps.spread import spread_for
from hornstudio.engine.worker.compilation_cache import keep_programs
from hornstudio.engine.worker.messages import Ready
from hornstudio.engine.worker.priority import give_way


def warm_up() -> Ready:
    """Import what computes, compile a tiny program, and say what there is to compute on."""
    give_way()  # before JAX starts its threads
    share_device()
    keep_memory()
    open_cores()
    import jax

    keep_programs()
    importlib.import_module("hornstudio.engine.train.run")  # the first Train must not wait for it

    _compile_something()
    idle_bytes()  # what comes after this is the training's
    found = devices()
    return Ready(
        version=__version__,
        jax_version=jax.__version__,
        device=device_title(found[0]),
        devices=[device_title(device) for device in found],
        pid=os.getpid(),
        why_device=spread_for(Training()).why,
    )


def _compile_something() -> None:
    """One training step in a loop, small, but through all the parts that a real one uses."""
    import jax
    import jax.numpy as jnp
    import optax

    optimizer = optax.sgd(0.1)

    def loss(w: jax.Array, x: jax.Array) -> jax.Array:
        return jnp.mean(jax.nn.softmax(x @ w) ** 2)

    def step(carry: tuple[jax.Array, optax.OptState], x: jax.Array) -> tuple:
        w, state = carry
        value, slope = jax.value_and_grad(loss)(w, x)
        change, state = optimizer.update(slope, state)
        return (optax.apply_updates(w, change), state), value

    @jax.jit
    def run(w: jax.Array, xs: jax.Array) -> tuple:
        return jax.lax.scan(step, (w, optimizer.init(w)), xs)

    weights = jax.random.normal(jax.random.key(0), (4, 3))
    jax.block_until_ready(run(weights, jnp.ones((2, 5, 4))))
