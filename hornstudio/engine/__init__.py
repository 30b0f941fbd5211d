"""The engine: modules, graphs, compile, training and code generation, without a window."""
