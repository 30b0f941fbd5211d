"""Getting ready to train before anybody asks: data loaded, program compiled, nothing trained."""

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.data.dataset import load_dataset
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.compiled import compiled
from hornstudio.engine.train.run import on_device


def prepare(graph: Graph) -> None:
    """Load the data of a graph and compile its training step, without taking one.

    Nothing is downloaded: that is done when a person presses Train. Raises: HornError where the
    graph has errors or its data is not on this machine.
    """
    parts, settings = compiled(graph), graph.training
    loading = Beside(lambda _: load_dataset(graph, check(graph), offline=True))
    carry = parts.program.start(settings.seed)  # while the data is being loaded
    dataset = loading.wait()
    data = on_device(dataset)
    key = loop.key_of(settings.seed, "epoch/1")
    rows = loop.epoch_rows(dataset.n_train, settings.batch_size, settings.seed, 1)[0]
    log = parts.empty_log(carry, data, rows, key)
    part_key = jax.random.fold_in(key, 0)
    parts.run_steps(carry, log, data, jax.device_put(rows), part_key, 0, 0)
