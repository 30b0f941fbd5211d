"""What the figures of a run are called."""

TOTAL = "loss"
"""Name under which the total that the optimizer lowers is reported."""

HELD_BACK = "val_"
"""Before the names of figures that are measured on the validation samples."""
