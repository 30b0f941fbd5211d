"""Schedules: a learning rate that changes with the step. The first step is number 0."""
