"""A module as a stranger would add it."""

from hornstudio.engine.module import Module

SWIRL = Module(
    kind="swirl",
    title="Swirl",
    category="activation",
    help="Swirls.",
    infer=lambda p, x: x,
    apply=lambda x: x,
)
