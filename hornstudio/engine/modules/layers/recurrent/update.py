"""What a step makes of its gates and the states before it, a function a cell."""

from hornstudio.engine.lazy import jnp


def lstm_states(gates, states, *, activation, recurrent_activation):
    """The new states h and c of those before and the gates, side by side along the last axis."""
    _, c = states
    i, f, g, o = jnp.split(gates, 4, axis=-1)
    c = recurrent_activation(f) * c + recurrent_activation(i) * activation(g)
    return recurrent_activation(o) * activation(c), c


def gru_states(gates, states, *, activation, recurrent_activation):
    """The new state of the one before and the gates, the third of them apart."""
    (h,) = states
    z, r, g, seen = jnp.split(gates, 4, axis=-1)
    z = recurrent_activation(z)
    return (z * h + (1 - z) * activation(g + recurrent_activation(r) * seen),)


def simple_rnn_states(gates, states, *, activation):
    """The new state of the only gate."""
    return (activation(gates),)
