"""Layers that make one tensor of several. The order of the wires is the order of the inputs."""

from hornstudio.engine.modules.layers.merging import concatenation, dot, elementwise

MODULES = (*elementwise.MODULES, *concatenation.MODULES, *dot.MODULES)
