"""The cases that every module of the catalog must pass, a file a family.

A new module needs a row in one of them.
"""

from tests.contract.case import Case
from tests.contract.cases import (
    activation,
    adapting,
    attention,
    callback,
    convolution,
    core,
    initializer,
    loss,
    merging,
    metric,
    normalization,
    optimizer,
    pooling,
    preprocessing,
    recurrent,
    regularization,
    regularizer,
    reshaping,
    schedule,
    source,
)

FAMILIES = (
    callback,
    source,
    core,
    convolution,
    pooling,
    recurrent,
    attention,
    reshaping,
    normalization,
    regularization,
    merging,
    preprocessing,
    adapting,
    activation,
    loss,
    metric,
    optimizer,
    initializer,
    regularizer,
    schedule,
)
CASES: list[Case] = [case for family in FAMILIES for case in family.CASES]
