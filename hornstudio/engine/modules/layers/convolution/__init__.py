"""Convolutions: the same small weights at every place of a sequence, a picture or a volume."""

from hornstudio.engine.modules.layers.convolution import depthwise, plain, separable, transposed

MODULES = (*plain.MODULES, *transposed.MODULES, *depthwise.MODULES, *separable.MODULES)
