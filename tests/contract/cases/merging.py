"""Layers that make one tensor of several."""

from tests.contract.case import Case, f, i

WITH_MASKS = ("add", "subtract", "multiply", "average", "maximum", "minimum")

CASES: list[Case] = [
    Case("reshape", "add", ((f(3, 6), f(3, 6)),)),
    Case("reshape", "add", ((f(6), f(3, 1), f(3, 6)),)),
    Case("reshape", "subtract", ((f(6), f(3, 1)),)),
    Case("reshape", "average", ((f(6), f(3, 1), f(3, 6)),)),
    Case("reshape", "average", ((i(2), i(2)),)),
    Case("reshape", "maximum", ((f(3, 6), f(3, 1), f(6)),)),
    Case("reshape", "minimum", ((f(3, 6), f(3, 6)),)),
    Case("reshape", "multiply", ((f(3, 6), f(6)),)),
    Case("reshape", "multiply", ((i(2), i(2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(3, 2)),)),
    Case("reshape", "concatenate", ((f(3, 6), f(1, 6), f(2, 6)),), {"axis": 1}),
    Case("reshape", "dot", ((f(4), f(4)),)),
    Case("reshape", "dot", ((f(3, 5, 2), f(4, 5)),), {"axes": [2, 2], "normalize": True}),
    Case("reshape", "dot", ((f(5), f(5, 4, 3)),), {"axes": [1, -3]}),
    # Masks: at every input, at some of them, at a sequence that is repeated.
    *[Case("reshape", kind, ((f(5, 2), f(5, 2)),), masked=(0,)) for kind in WITH_MASKS],
    *[
        Case("reshape", kind, ((f(5, 2), f(5, 2), f(5, 2)),), masked=masked)
        for kind in ("multiply", "maximum", "minimum")
        for masked in ((0,), ((0, 0), (0, 1)), ((0, 1),))
    ],
    Case("reshape", "maximum", ((f(5, 2), f(1, 2)),), masked=(0,)),
    Case("reshape", "multiply", ((f(5, 2), f(2)),), masked=((0, 0),)),
    Case("reshape", "concatenate", ((f(5, 2), f(5, 3)),), masked=(0,)),
    Case("reshape", "concatenate", ((f(5, 2), f(5, 3)),), masked=((0, 1),)),
    Case("reshape", "concatenate", ((f(5, 2), f(3, 2)),), {"axis": 1}, masked=(0,)),
    Case("reshape", "concatenate", ((f(5, 2), f(3, 2)),), {"axis": -2}, masked=((0, 0),)),
    Case("reshape", "dot", ((f(3, 2), f(3, 2)),), masked=(0,)),
]
