"""What is wrong with a graph, without hints on what could be added to it. For tests only."""

from hornstudio.engine.check import Report, check
from hornstudio.engine.graph import Graph
from hornstudio.engine.problem import Problem


def mistakes(checked: Graph | Report) -> tuple[Problem, ...]:
    """Errors and warnings."""
    report = check(checked) if isinstance(checked, Graph) else checked
    return tuple(p for p in report.problems if p.severity != "info")
