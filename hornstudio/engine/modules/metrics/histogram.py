"""Scores counted by how many thresholds they exceed, from which all thresholds can be judged."""

from hornstudio.engine.lazy import jax, jnp, np
from hornstudio.engine.modules.metrics.sums import ratio


def even_steps(prediction, num_thresholds):
    """How many of the thresholds 0, ..., 1, evenly spread, each score exceeds.

    A single threshold is 0.5. Shapes: prediction [...] -> [...] integers.
    """
    if num_thresholds == 1:
        return (prediction > 0.5).astype(int)
    share = jnp.clip(prediction, 0.0, 1.0)
    return jnp.ceil(share * (num_thresholds - 1)).astype(int)


def histogram(steps, right, weights, length, columns=1):
    """Weights of what is a yes and what is a no, by the number of thresholds exceeded.

    Shapes: steps [..., L] integers below `length`; right, weights the same -> two of [length, L].
    With 1 column all go into it.
    """
    place = (steps.reshape(-1, columns) * columns + jnp.arange(columns)).ravel()
    right, weights, size = right.ravel(), weights.ravel(), length * columns
    yes = jax.ops.segment_sum(jnp.where(right, weights, 0.0), place, size)
    no = jax.ops.segment_sum(jnp.where(right, 0.0, weights), place, size)
    return {"yes": yes.reshape(length, columns), "no": no.reshape(length, columns)}


def outcomes_at_thresholds(sums):
    """True and false positives, true and false negatives at each threshold.

    Shapes: sums [T + 1, L] -> four arrays [T, L].
    """
    yes, no = np.asarray(sums["yes"], float), np.asarray(sums["no"], float)
    hits = np.cumsum(yes[::-1], axis=0)[::-1][1:]
    alarms = np.cumsum(no[::-1], axis=0)[::-1][1:]
    return hits, alarms, no.sum(axis=0) - alarms, yes.sum(axis=0) - hits


def rates(sums):
    """Recall, precision and specificity at each threshold. Shapes: sums [T + 1, L] -> [T, L]."""
    hits, alarms, rejected, missed = outcomes_at_thresholds(sums)
    return (
        ratio(hits, hits + missed),
        ratio(hits, hits + alarms),
        ratio(rejected, rejected + alarms),
    )


def best(wanted, bound, least):
    """The largest wanted rate where the bound one reaches `least`; 0 where it nowhere does."""
    return np.max(np.where(bound >= least, wanted, 0.0))
