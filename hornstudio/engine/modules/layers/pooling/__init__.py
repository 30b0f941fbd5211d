"""Pooling: makes a sequence, a picture or a volume smaller by summing up neighbouring places."""

from hornstudio.engine.modules.layers.pooling import adaptive, whole, windowed

MODULES = (*windowed.MODULES, *whole.MODULES, *adaptive.MODULES)
