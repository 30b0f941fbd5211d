"""The lines of charts in SVG, told so that every program draws them alike."""

import re
from collections.abc import Iterable
from copy import copy
from xml.etree import ElementTree as Xml

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QTransform

_NAMESPACE = "http://www.w3.org/2000/svg"
_KEEPS_WIDTH = "non-scaling-stroke"
_PAIR = re.compile(r"(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)")
_NUMBER = re.compile(r"-?[\d.]+(?:e-?\d+)?")

Cut = tuple[int, str, QRectF]
"""Where a chart begins, and the name and the place of its area."""

Xml.register_namespace("", _NAMESPACE)


def settled(svg: bytes, areas: Iterable[tuple[int, QRectF]]) -> bytes:
    """What Qt wrote, with lines where they are seen, as wide as they are seen.

    Qt enlarges a small path and asks that its line stays thin, which many programs do not know:
    they draw dots as blobs. And it cuts nothing off. areas: of each chart, from left to right,
    where it begins, and the part of the picture in which its curves are seen.
    """
    root = Xml.fromstring(svg)
    cuts = [_cut(root, left, area) for left, area in areas]
    for outer in list(root.iter(_tag("g"))):
        for place, group in reversed(list(enumerate(outer))):
            if any(path.get("vector-effect") == _KEEPS_WIDTH for path in group):
                outer[place : place + 1] = [_alone(group, path, cuts) for path in group]
    return Xml.tostring(root, encoding="utf-8", xml_declaration=True)


def _tag(name: str) -> str:
    return f"{{{_NAMESPACE}}}{name}"


def _cut(root: Xml.Element, left: int, area: QRectF) -> Cut:
    """Declare an area to which paths are cut."""
    name = f"area{left}"
    x, y, *size = (f"{v:g}" for v in (area.x(), area.y(), area.width(), area.height()))
    definitions = root.find(_tag("defs"))
    assert definitions is not None
    cut = Xml.SubElement(definitions, _tag("clipPath"), id=name)
    Xml.SubElement(cut, _tag("rect"), x=x, y=y, width=size[0], height=size[1])
    return left, name, area


def _alone(group: Xml.Element, path: Xml.Element, cuts: list[Cut]) -> Xml.Element:
    """A group like this one around one of its paths, whose points are moved into the picture."""
    around = Xml.Element(group.tag, group.attrib)
    around.append(path := copy(path))
    if path.get("vector-effect") != _KEEPS_WIDTH or path.get("d") is None:
        return around
    way = QTransform(*map(float, _NUMBER.findall(around.attrib.pop("transform"))))
    points = [way.map(QPointF(float(x), float(y))) for x, y in _PAIR.findall(path.get("d", ""))]
    rest = iter(points)
    path.set("d", _PAIR.sub(lambda _: _told(next(rest)), path.get("d", "")))
    del path.attrib["vector-effect"]
    name, area = next((cut[1:] for cut in reversed(cuts) if cut[0] <= way.dx()), ("", QRectF()))
    if name and not all(area.contains(point) for point in points):
        around.set("clip-path", f"url(#{name})")
    return around


def _told(point: QPointF) -> str:
    return f"{point.x():.6g},{point.y():.6g}"
