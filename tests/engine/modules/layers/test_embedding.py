"""A table of vectors that also leads back."""

from dataclasses import replace

import numpy as np
import pytest

from hornstudio.engine.check import check
from hornstudio.engine.compile.plan import plan_graph
from hornstudio.engine.compile.program import Program
from hornstudio.engine.graph import Graph
from tests.engine.modules.refusal import labels, mended, refusal, row
from tests.engine.sample_graph import graph, node

SIZES = {"input_dim": 5, "output_dim": 3}


def there_and_back(**params: object) -> Graph:
    """Ids looked up, and each vector scored against the same table."""
    back = node("reversible_embedding", **SIZES, reverse=True, **params)
    return graph(
        {
            "ids": node("input", shape=[4], dtype="int32"),
            "table": node("reversible_embedding", **SIZES, **params),
            "scores": replace(back, weights_of="table"),
        },
        [("ids.output", "table.input"), ("table.output", "scores.input")],
    )


@pytest.mark.parametrize("tie_weights", [True, False])
def test_the_way_back_shares_the_table(tie_weights: bool) -> None:
    whole = there_and_back(tie_weights=tie_weights)
    program = Program(plan_graph(whole, for_training=False))
    weights, state = program.init(0)
    assert list(weights) == ["table"]
    assert check(whole).weight_count == (15 if tie_weights else 30)
    ids = np.asarray([[0, 4, 2, 2]], np.int32)
    found = program.predict(weights, state, {"ids.output": ids})["scores.output"]
    table = np.asarray(weights["table"]["embeddings"])
    back = table.T if tie_weights else np.asarray(weights["table"]["reverse_embeddings"])
    np.testing.assert_allclose(found, table[ids] @ back, rtol=1e-5)


def test_vectors_of_another_length_are_refused() -> None:
    params = {**SIZES, "reverse": True}
    whole = row(("input", {"shape": [7]}), ("reversible_embedding", params))
    problem = refusal(whole, "reversible_embedding")
    assert "gets 7; in reverse it needs vectors of output_dim, which is 3" in str(problem.reason)
    assert labels(problem) == ["Set output_dim to 7"]
    after = mended(whole, problem, "Set output_dim to 7")
    assert after.facts["reversible_embedding"].outputs["output"].shape == (5,)
