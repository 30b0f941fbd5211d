"""Shapes found without computing: a module's rule asked about its wires and params."""
