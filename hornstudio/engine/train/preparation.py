"""Getting ready to train before anybody asks: data loaded, program compiled, nothing trained."""

from functools import partial

from hornstudio.engine.check import check
from hornstudio.engine.compile import loop
from hornstudio.engine.data.dataset import Dataset, load_dataset
from hornstudio.engine.graph import Graph
from hornstudio.engine.lazy import jax
from hornstudio.engine.summary import WEIGHT_BYTES, summarize
from hornstudio.engine.train.beside import Beside
from hornstudio.engine.train.forecast import Forecast, does_not_fit
from hornstudio.engine.train.steps.compiled import compiled
from hornstudio.engine.train.steps.feed import feed_for
from hornstudio.engine.train.steps.memory.device import free_bytes
from hornstudio.engine.train.steps.memory.holding import too_much
from hornstudio.engine.train.steps.trial import Sizes, beside, forecast
from hornstudio.engine.train.steps.walk import Part


def prepare(graph: Graph) -> Forecast:
    """Load the data of a graph and compile its training step; what a training will need.

    A few steps are taken to see how long they take, and forgotten. Nothing is downloaded: that is
    done when a person presses Train. Of weights that cannot be held nothing is made. Raises:
    HornError where the graph has errors or its data is not on this machine.
    """
    parts, settings = compiled(graph), graph.training
    free = free_bytes()
    if need := too_much(parts.program.plan, parts.spread, free):
        return does_not_fit(settings.batch_size, need, free)
    loading = Beside(lambda _: load_dataset(graph, check(graph), offline=True))
    carry = parts.program.start(settings.seed)  # while the data is being loaded
    dataset = loading.wait()
    feed = feed_for(dataset, parts.spread)
    key = loop.key_of(settings.seed, "epoch/1")
    stretches = loop.epoch_rows(dataset.n_train, settings.update_size, settings.seed, 1)
    rows, steps = stretches[0], sum(map(len, stretches))
    log = parts.empty_log(carry, feed.samples, rows, key)
    with feed.serving(Part(rows, jax.random.fold_in(key, 0), log)) as serving:
        before = beside()
        executable = serving.lowered(parts, carry, log).compile()
        compiling = max(0, beside() - before)
        take, most = partial(serving.take, parts), serving.most(0)
        sizes = _sizes(graph, dataset, compiling, parts.spread.copies)
        return forecast(executable, take, carry, log, steps, most, sizes)


def _sizes(graph: Graph, dataset: Dataset, compiling: int, devices: int) -> Sizes:
    totals = summarize(graph)["totals"]
    measured = [data for data in (dataset.validation, dataset.test) if data]
    evaluated = (len(next(iter(loop.evaluation_batches(data)[0]().values()))) for data in measured)
    return Sizes(
        batch=graph.training.batch_size,
        evaluated=max(evaluated, default=0),
        weight_bytes=devices * (totals["trainable"] or 0) * WEIGHT_BYTES,
        activation_bytes=totals["activation_bytes"] or 0,
        compiling=compiling,
        devices=devices,
    )
