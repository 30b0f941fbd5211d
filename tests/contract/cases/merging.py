"""Layers that make one tensor of several."""

from tests.contract.case import Case, f, i

CASES: list[Case] = [
    Case("reshape", "add", ((f(3, 6), f(3, 6)),)),
    Case("reshape", "add", ((f(6), f(3, 1), f(3, 6)),)),
    Case("reshape", "multiply", ((f(3, 6), f(6)),)),
    Case("reshape", "multiply", ((i(2), i(2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(3, 2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(1, 6), f(2, 6)),), {"axis": 1}),
]
