"""Layers that only change the shape."""

from hornstudio.engine.modules.layers.reshaping import border, order, up_sampling

MODULES = (*order.MODULES, *border.MODULES, *up_sampling.MODULES)
