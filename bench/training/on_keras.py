"""Keras 3 on JAX, models as its guides write them, trained by one `fit`."""

from typing import Any

import keras
import numpy as np
from keras import layers

from training.turns import Turns
from training.workload import Sizes, Workload


class Places(layers.Layer):
    """Adds a learned vector to each step of a sequence."""

    def build(self, shape: Any) -> None:
        self.places = self.add_weight(shape=shape[1:], initializer="random_uniform")

    def call(self, x: Any) -> Any:
        return x + self.places


def seed_mlp(x: Any, sizes: Sizes) -> Any:
    x = layers.Flatten()(x)
    x = layers.Activation("relu")(layers.Dense(64)(x))
    return layers.Activation("softmax")(layers.Dense(10)(x))


def mnist_cnn(x: Any, sizes: Sizes) -> Any:
    for filters in (32, 64):
        x = layers.MaxPooling2D()(layers.Conv2D(filters, 3, activation="relu")(x))
    x = layers.Dropout(0.5)(layers.Flatten()(x))
    return layers.Dense(10, activation="softmax")(x)


def lstm(x: Any, sizes: Sizes) -> Any:
    x = layers.LSTM(64)(layers.Embedding(10_000, 64)(x))
    return layers.Dense(1, activation="sigmoid")(x)


def transformer(x: Any, sizes: Sizes) -> Any:
    x = Places()(layers.Embedding(sizes.tokens, sizes.width)(x))
    for _ in range(sizes.blocks):
        normal = layers.LayerNormalization()(x)
        attention = layers.MultiHeadAttention(sizes.heads, sizes.width // sizes.heads)
        x = layers.Add()([x, attention(normal, normal)])
        normal = layers.LayerNormalization()(x)
        wide = layers.Dense(sizes.wide, activation="gelu")(normal)
        x = layers.Add()([x, layers.Dense(sizes.width)(wide)])
    x = layers.GlobalAveragePooling1D()(layers.LayerNormalization()(x))
    return layers.Dense(10, activation="softmax", dtype="float32")(x)


def resnet(x: Any, sizes: Sizes) -> Any:
    x = layers.ReLU()(normalized(x, sizes.filters[0], 3, 1))
    for filters, stride in sizes.stages():
        y = layers.ReLU()(normalized(x, filters, 3, stride))
        y = normalized(y, filters, 3, 1)
        if x.shape[-1] != filters:
            x = normalized(x, filters, 1, stride)
        x = layers.ReLU()(layers.Add()([x, y]))
    return layers.Dense(10, activation="softmax", dtype="float32")(
        layers.GlobalAveragePooling2D()(x)
    )


def normalized(x: Any, filters: int, size: int, stride: int) -> Any:
    x = layers.Conv2D(filters, size, stride, "same", use_bias=False)(x)
    return layers.BatchNormalization()(x)


def tabular(x: Any, sizes: Sizes) -> Any:
    for _ in range(3):
        x = layers.Dense(256, activation="relu")(x)
    return layers.Dense(1)(x)


def wide_mlp(x: Any, sizes: Sizes) -> Any:
    x = layers.Flatten()(x)
    for _ in range(2):
        x = layers.Dense(1024, activation="relu")(x)
    return layers.Dense(10, activation="softmax")(x)


MODELS = {
    "seed_mlp": seed_mlp,
    "mnist_cnn": mnist_cnn,
    "lstm": lstm,
    "transformer": transformer,
    "resnet": resnet,
    "tabular": tabular,
    "wide_mlp": wide_mlp,
}
LOSSES = {"lstm": "binary_crossentropy", "tabular": "mse"}


def optimizer_of(work: Workload) -> Any:
    if work.builder == "seed_mlp":
        return keras.optimizers.SGD(work.rate)
    if work.builder == "resnet":
        return keras.optimizers.SGD(work.rate, momentum=0.9)
    return keras.optimizers.Adam(work.rate)


class Taking(keras.callbacks.Callback):
    """Takes turns with the other peers."""

    def __init__(self, turns: Turns) -> None:
        super().__init__()
        self._turns = turns

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._turns.begin()

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._turns.end(**{name: float(value) for name, value in logs.items()})


def run(work: Workload, x: np.ndarray, y: np.ndarray, epochs: int, turns: Turns) -> None:
    keras.utils.set_random_seed(0)
    if work.is_mixed:
        keras.mixed_precision.set_global_policy("mixed_bfloat16")
    entry = layers.Input(x.shape[1:], dtype=x.dtype)
    model = keras.Model(entry, MODELS[work.builder](entry, work.sizes))
    loss = LOSSES.get(work.builder, "sparse_categorical_crossentropy")
    metrics = [] if work.builder == "tabular" else ["accuracy"]
    model.compile(optimizer_of(work), loss, metrics=metrics)
    model.fit(x, y, batch_size=work.batch, epochs=epochs, verbose=0, callbacks=[Taking(turns)])
