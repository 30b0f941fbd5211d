"""Run as a program of its own: the devices that JAX sees and how fast they are, as JSON."""

import json
import statistics
import time
from collections.abc import Callable
from typing import Any

_TEST_S = 0.3
_SIDES = {"cpu": 1024}
_SIDE_OF_OTHERS = 8192
_COPY_BYTES = 64 << 20


def main() -> None:
    """Print one line."""
    from hornstudio.engine.train.steps.device import device_title
    from hornstudio.engine.train.steps.memory.device import share_device

    share_device()
    import jax

    from hornstudio.engine.worker.compilation_cache import keep_programs

    keep_programs()
    devices = jax.devices()
    speed: dict[str, Any] = {
        "matmul_gflop_per_s": round(matmul_speed(devices[0].platform), 1),
        "copy_gb_per_s": round(copy_speed(), 1),
    }
    failed = ""
    try:
        speed["training_steps_per_s"] = round(training_speed())
    except Exception as error:  # whatever it is, it is what was to be found out
        failed = f"{type(error).__name__}: {error}"
    told = {
        "platform": devices[0].platform,
        "used": device_title(devices[0]),
        "devices": [device_title(device) for device in devices],
        "speed": speed,
        "failed": " ".join(failed.split()),
    }
    print("\n" + json.dumps(told))


def matmul_speed(platform: str) -> float:
    """Thousand million operations a second of a product of two square matrices, float32."""
    import jax
    import jax.numpy as jnp

    side = _SIDES.get(platform, _SIDE_OF_OTHERS)
    x = jnp.ones((side, side), jnp.float32)
    multiply = jax.jit(jnp.matmul)
    return 2 * side**3 / seconds_of(lambda: multiply(x, x).block_until_ready()) / 1e9


def copy_speed() -> float:
    """Thousand million bytes a second, read and written, within the device's memory."""
    import jax
    import jax.numpy as jnp

    x = jnp.zeros(_COPY_BYTES // 4, jnp.float32)
    copy = jax.jit(lambda array: array + 1)
    return 2 * _COPY_BYTES / seconds_of(lambda: copy(x).block_until_ready()) / 1e9


def training_speed() -> float:
    """Steps a second of a small network on the data that ships with the program."""
    from hornstudio.engine.data.substitute import with_small_data
    from hornstudio.engine.storage.templates import find_template
    from hornstudio.engine.train.run import train
    from hornstudio.engine.watch.events import Failed, Step

    graph, _ = with_small_data(find_template("mnist_mlp").graph())
    batch, speeds = graph.training.batch_size, []
    for event in train(graph, epochs=2, checkpoints=False):
        if isinstance(event, Failed):
            raise RuntimeError(event.reason)
        if isinstance(event, Step):
            speeds.append(event.samples_per_second / batch)
    return max(speeds, default=0.0)


def seconds_of(work: Callable[[], object]) -> float:
    """Seconds a call, the middle of several; the first call compiles and does not count."""
    work()
    times: list[float] = []
    began = time.perf_counter()
    while len(times) < 3 or time.perf_counter() - began < _TEST_S:
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
