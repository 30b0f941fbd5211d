"""Ready graphs as the canvas draws them."""

from itertools import combinations

import pytest

from hornstudio.engine.check import check
from hornstudio.engine.storage.templates import TEMPLATES
from hornstudio.ui.canvas.scene.scene import Scene


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.name)
def test_no_module_of_a_template_lies_on_another_and_no_wire_runs_under_one(qapp, template):
    scene = Scene(check(template.graph()))
    bodies = {i: item.body for i, item in scene.nodes.items()}
    assert not [
        pair for pair in combinations(bodies, 2) if bodies[pair[0]].intersects(bodies[pair[1]])
    ]
    for wire, line in scene.wires.items():
        points = [line.way.path.pointAtPercent(i / 100) for i in range(101)]
        others = (b for i, b in bodies.items() if i not in (wire.source_node, wire.target_node))
        assert not any(b.adjusted(1, 1, -1, -1).contains(p) for b in others for p in points), wire
