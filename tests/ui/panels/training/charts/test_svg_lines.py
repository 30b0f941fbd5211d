"""An SVG of charts that programs draw alike which know little of SVG."""

from xml.etree import ElementTree as Xml

import pytest
from PySide6.QtCore import QRectF

from hornstudio.ui.panels.training.charts.svg_lines import settled

SVG = """<svg xmlns="http://www.w3.org/2000/svg"><defs/><g><g fill="#fff" transform="matrix({way})">
<path vector-effect="non-scaling-stroke" d="{d}"/><path vector-effect="none" d="M1,1"/></g></g>
</svg>"""
AREAS = [(0, QRectF(10, 10, 80, 80)), (100, QRectF(110, 10, 80, 80))]
NAMED = "{http://www.w3.org/2000/svg}"


def groups(way: str, d: str) -> list[Xml.Element]:
    root = Xml.fromstring(settled(SVG.format(way=way, d=d).encode(), AREAS))
    return root.findall(f"{NAMED}g/{NAMED}g")


def test_a_path_that_is_enlarged_becomes_large_and_its_line_stays_as_wide():
    dot, rest = groups("7,0,0,7,20,30", "M0.5,0 C-0.5,1e-1 1,0 0,0 Z")
    assert dot[0].get("d") == "M23.5,30 C16.5,30.7 27,30 20,30 Z"
    assert dot.get("transform") is dot[0].get("vector-effect") is dot.get("clip-path") is None
    assert dot.get("fill") == rest.get("fill") == "#fff"
    assert (rest.get("transform"), rest[0].get("d")) == ("matrix(7,0,0,7,20,30)", "M1,1")


@pytest.mark.parametrize(
    ("left", "d", "cut"),
    [
        (0, "M20,20 L30,30", None),
        (0, "M20,20 L30,2465.05", "url(#area0)"),
        (0, "M20,20 L150,30", "url(#area0)"),
        (100, "M20,20 L30,300", "url(#area100)"),
        (100, "M-50,20 L-40,30", "url(#area100)"),
    ],
)
def test_a_curve_ends_at_the_edge_of_its_own_chart(left, d, cut):
    line, _ = groups(f"1,0,0,1,{left},0", d)
    assert line.get("clip-path") == cut
