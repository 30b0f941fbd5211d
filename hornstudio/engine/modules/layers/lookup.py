"""Rows of a table by number, and the way back: what each row gets of all places that took it."""

from hornstudio.engine.lazy import jax, jnp, lax


def looked_up(table, numbers):
    """Rows of a table by number; NaN where there is no such row.

    On a graphics card its gradient is `summed`: to add up in one order, XLA would sort every single
    number of it. Shapes: table [R, F], numbers [...] -> [..., F].
    """
    if jax.default_backend() != "gpu":
        return jnp.take(table, numbers, axis=0)

    def forward(table, numbers):
        return jnp.take(table, numbers, axis=0), (table, numbers)

    def backward(kept, slopes):
        table, numbers = kept
        rows = slopes.reshape(-1, table.shape[-1]).astype(table.dtype)
        return summed(rows, numbers.reshape(-1), len(table)), None

    look = jax.custom_vjp(lambda table, numbers: forward(table, numbers)[0])
    look.defvjp(forward, backward)
    return look(table, numbers)


def summed(rows, numbers, count):
    """The sum of all rows that have the same number, added up in one order.

    They are sorted by number, and added as in a tree, each number's for itself; the last of each
    then has the sum. Shapes: rows [N, F], numbers [N] from -count on -> [count, F].
    """
    numbers = jnp.where(numbers < 0, numbers + count, numbers)
    order = jnp.argsort(numbers, stable=True)
    numbers = numbers[order]
    is_new = jnp.append(True, numbers[1:] != numbers[:-1])[: len(numbers)]

    def add(one, other):
        (sums, is_first), (more, is_next) = one, other
        return jnp.where(is_next, more, sums + more), is_first | is_next

    sums, _ = lax.associative_scan(add, (rows[order], is_new[:, None]))
    is_last = jnp.append(is_new[1:], True)[: len(numbers)] & (numbers >= 0) & (numbers < count)
    places = jnp.where(is_last, numbers, count + jnp.arange(len(numbers)))  # others lie outside
    found = jnp.zeros((count, rows.shape[-1]), rows.dtype)
    return found.at[places].set(sums, mode="drop", unique_indices=True)
