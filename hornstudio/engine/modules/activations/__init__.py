"""Activations: functions of one tensor. Each is a node, and most can be held by a param."""
