"""The seed model, trained by one peer in this process: 784-64-relu-10-softmax, SGD 0.01, batch 32.

usage: python bench/peers.py PEER [EPOCHS]      PEER: hornstudio, handwritten or keras

Prints one JSON line. All peers get the same arrays, count loss and accuracy over each epoch, and
run every sample of it. The first epoch compiles and is told apart. No peer writes checkpoints.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

os.environ.setdefault("KERAS_BACKEND", "jax")

import numpy as np

from hornstudio.engine import files
from hornstudio.engine.check import check
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.edits import set_param
from hornstudio.engine.graph import Graph
from hornstudio.paths import resource

BATCH = 32
LEARNING_RATE = 0.01
HIDDEN = 64
CLASSES = 10
CHUNKS = 15

Figures = dict[str, float]


def seed_graph() -> Graph:
    """The template that the other peers write out by hand, on all of the training data."""
    template = files.load(resource("templates", "mnist_mlp.horn"))
    return set_param(template, "mnist", "validation_split", 0.0)


def mnist() -> Dataset:
    graph = seed_graph()
    return load_dataset(graph, check(graph))


def rows_and_labels(arrays: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    images = arrays["mnist.image"]
    return images.reshape(len(images), -1), arrays["mnist.label"]


def hornstudio(epochs: int) -> Iterator[Figures]:
    """HornStudio's own `train`, its events read as a window reads them."""
    from hornstudio.engine.train.events import Epoch, Failed, Finished
    from hornstudio.engine.train.run import train

    for event in train(seed_graph(), epochs=epochs, checkpoints=False):
        if isinstance(event, Failed):
            raise SystemExit(str(event.reason))
        if isinstance(event, Epoch):
            yield event.metrics
        if isinstance(event, Finished):
            yield event.metrics


def handwritten(epochs: int) -> Iterator[Figures]:
    """What a person who knows JAX writes for this one model: a scan over chunks of batches."""
    import jax
    import jax.numpy as jnp
    import optax

    data = mnist()
    images, labels = rows_and_labels(data.train)
    optimizer = optax.sgd(LEARNING_RATE)

    def scores(weights: Any, x: Any) -> Any:
        hidden = jax.nn.relu(x @ weights["hidden"] + weights["hidden_bias"])
        return hidden @ weights["out"] + weights["out_bias"]

    def loss_of(weights: Any, x: Any, y: Any) -> Any:
        out = scores(weights, x)
        loss = optax.softmax_cross_entropy_with_integer_labels(out, y).mean()
        return loss, jnp.sum(jnp.argmax(out, axis=-1) == y)

    def step(carry: Any, batch: Any) -> Any:
        weights, memory = carry
        (loss, right), slopes = jax.value_and_grad(loss_of, has_aux=True)(weights, *batch)
        updates, memory = optimizer.update(slopes, memory, weights)
        return (optax.apply_updates(weights, updates), memory), (loss, right)

    x_all, y_all = jax.device_put(images), jax.device_put(labels)

    @jax.jit
    def run_chunk(carry: Any, rows: Any) -> Any:
        def body(carry: Any, row: Any) -> Any:
            return step(carry, (x_all[row], y_all[row]))

        carry, (losses, rights) = jax.lax.scan(body, carry, rows)
        return carry, losses.sum(), rights.sum()

    start = jax.nn.initializers.glorot_uniform()
    first, second = jax.random.split(jax.random.key(0))
    weights = {
        "hidden": start(first, (images.shape[1], HIDDEN)),
        "hidden_bias": jnp.zeros(HIDDEN),
        "out": start(second, (HIDDEN, CLASSES)),
        "out_bias": jnp.zeros(CLASSES),
    }
    carry = (weights, optimizer.init(weights))
    rng = np.random.default_rng(0)
    steps = len(images) // BATCH
    for _ in range(epochs):
        loss, right = 0.0, 0
        for rows in np.array_split(rng.permutation(len(images)).reshape(steps, BATCH), CHUNKS):
            carry, losses, rights = run_chunk(carry, rows)
            loss, right = loss + float(losses), right + int(rights)
        yield {"loss": loss / steps, "accuracy": right / len(images)}
    loss, right = loss_of(carry[0], *rows_and_labels(data.test))
    yield {"test_loss": float(loss), "test_accuracy": float(right) / data.n_test}


def keras(epochs: int) -> Iterator[Figures]:
    """Keras 3 on JAX, as its guide writes it, `fit` an epoch at a time in its own loop."""
    import keras
    from keras import layers

    data = mnist()
    images, labels = rows_and_labels(data.train)
    one_hot = np.eye(CLASSES, dtype=np.float32)
    keras.utils.set_random_seed(0)
    model = keras.Sequential(
        [
            keras.Input((images.shape[1],)),
            layers.Dense(HIDDEN),
            layers.Activation("relu"),
            layers.Dense(CLASSES),
            layers.Activation("softmax"),
        ]
    )
    model.compile(
        loss="categorical_crossentropy",
        optimizer=keras.optimizers.SGD(LEARNING_RATE),
        metrics=["accuracy"],
    )
    watch = Watch()
    callback = keras.callbacks.LambdaCallback(
        on_epoch_begin=lambda *_: watch.start(), on_epoch_end=lambda *_: watch.stop()
    )
    history = model.fit(
        images, one_hot[labels], batch_size=BATCH, epochs=epochs, verbose=0, callbacks=[callback]
    )
    for i, seconds in enumerate(watch.seconds):
        yield {name: values[i] for name, values in history.history.items()} | {"seconds": seconds}
    test_images, test_labels = rows_and_labels(data.test)
    loss, accuracy = model.evaluate(test_images, one_hot[test_labels], batch_size=BATCH, verbose=0)
    yield {"test_loss": float(loss), "test_accuracy": float(accuracy)}


class Watch:
    """Times what happens inside a loop that is not ours."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.began = 0.0

    def start(self) -> None:
        self.began = time.perf_counter()

    def stop(self) -> None:
        self.seconds.append(time.perf_counter() - self.began)


PEERS: dict[str, Callable[[int], Iterator[Figures]]] = {
    "hornstudio": hornstudio,
    "handwritten": handwritten,
    "keras": keras,
}


def measure(peer: str, epochs: int) -> dict[str, Any]:
    """Seconds of each epoch and the figures at the end."""
    mnist()  # read before the clock starts; it stays in memory
    began = time.perf_counter()
    seconds: list[float] = []
    figures: Figures = {}
    for found in PEERS[peer](epochs):
        now = time.perf_counter()
        if len(seconds) < epochs:
            seconds.append(found.get("seconds", now - began))
        figures |= found
        began = time.perf_counter()
    figures.pop("seconds", None)
    return {"peer": peer, "first_s": seconds[0], "epoch_s": seconds[1:], "figures": figures}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 5)))
