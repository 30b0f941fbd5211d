"""Regularizers and constraints."""

from tests.contract.case import Case

CASES: list[Case] = [
    Case("regularizer", "l1", (), {"l1": 0.2}),
    Case("regularizer", "l2", (), {"l2": 0.2}),
    Case("regularizer", "l1_l2", (), {"l1": 0.2}),
    Case("regularizer", "l1_l2", (), {"l1": 0.1, "l2": 0.3}),
    Case("regularizer", "orthogonal_regularizer", (), {"factor": 0.2}),
    Case("regularizer", "orthogonal_regularizer", (), {"mode": "columns"}),
    Case("constraint", "max_norm", (), {"max_value": 0.5}),
    Case("constraint", "max_norm", (), {"axis": [0, 1]}),
    Case("constraint", "min_max_norm", (), {"min_value": 0.5, "max_value": 0.8, "rate": 0.3}),
    Case("constraint", "min_max_norm", (), {"axis": [1]}),
    Case("constraint", "non_neg"),
    Case("constraint", "unit_norm"),
    Case("constraint", "unit_norm", (), {"axis": [1]}),
]
