"""Strategies for random graphs of every kind of module, with legal params. For tests only."""

import functools
from typing import Any

from hypothesis import strategies as st

from hornstudio.engine.catalog import catalog
from hornstudio.engine.errors import ParamError
from hornstudio.engine.graph import (
    Exposed,
    Graph,
    Group,
    Held,
    Node,
    Training,
    Wire,
    freeze,
    is_legal_id,
)
from hornstudio.engine.module import Module
from hornstudio.engine.params import (
    Choice,
    Flag,
    Float,
    Floats,
    Int,
    Ints,
    Nested,
    Param,
    WordList,
)

CALLBACKS = (
    Held("time_limit", freeze({"minutes": 2.5})),
    Held("csv_logger"),
    Held("tensorboard", freeze({"log_dir": "기록"})),
)
KINDS = sorted(m.kind for m in catalog().nodes())
LETTERS = "abcxyz_0189가나층é"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ["은닉층 1", "손글씨 분류기", 'a "quoted"\n\tline', "{braces} \\ {0}", "e\u0301", "\u2028"]
)
ids = st.text(LETTERS, min_size=1, max_size=6).filter(is_legal_id)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
extras = st.dictionaries(st.sampled_from(["colour", "단축키", "x-1", ""]), json_values, max_size=2)
places = st.floats(-1e6, 1e6) | st.integers(-2000, 2000).map(float)


def raw_values(param: Param) -> st.SearchStrategy[Any]:
    """Legal JSON values of a param."""
    plain = _plain_values(param).filter(lambda raw: _is_legal(param, raw))
    return plain | st.none() if param.optional else plain


def _is_legal(param: Param, raw: Any) -> bool:
    try:
        return param.parse(raw, catalog().find) is not None
    except ParamError:
        return False


def _plain_values(param: Param) -> st.SearchStrategy[Any]:
    match param:
        case Int():
            low = 0 if param.low is None else param.low
            return st.integers(low, low + 40)
        case Float():
            low = param.low if param.low is not None else param.above
            high = param.high if param.high is not None else param.below
            return _floats(low, high, param.above is not None, param.below is not None)
        case Flag():
            return st.booleans()
        case Choice():
            return st.sampled_from(param.options)
        case Ints():
            count = param.length
            lengths = {"min_size": 1, "max_size": 3}
            if count is not None:
                lengths = {"min_size": count, "max_size": count}
            numbers = st.integers(max(param.low, 1), 9)
            return st.lists(numbers | st.none() if param.unknown else numbers, **lengths)
        case Floats():
            return _rows(param)
        case WordList():
            return st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3)
        case Nested():
            return _nested(param)
        case _:
            return texts


def _rows(param: Floats) -> st.SearchStrategy[list[float]]:
    """Numbers of a row, rising where they must."""
    least, most = (1, 3) if param.length is None else (param.length, param.length)
    numbers = _floats(param.low, param.high, False, False)
    rows = st.lists(numbers, min_size=least, max_size=most)
    return rows.map(sorted) if param.ordered else rows


def _floats(
    low: float | None, high: float | None, open_low: bool, open_high: bool
) -> st.SearchStrategy[float]:
    low = -100.0 if low is None else low
    high = max(100.0, low) if high is None else high
    return st.floats(low, high, exclude_min=open_low, exclude_max=open_high, width=64)


def _nested(param: Nested) -> st.SearchStrategy[Any]:
    settings = [
        st.fixed_dictionaries({"kind": st.just(m.kind), "params": raw_params(m)})
        for m in catalog().held(param.category)
    ]
    names = st.sampled_from([m.kind for m in catalog().held(param.category)])
    numbers = [raw_values(param.number)] if param.number else []
    return st.one_of(names, *settings, *numbers)


def raw_params(module: Module) -> st.SearchStrategy[dict[str, Any]]:
    """Some of a module's params, with legal values."""
    return _raw_params(module.category, module.kind)


@functools.cache
def _raw_params(category: str, kind: str) -> st.SearchStrategy[dict[str, Any]]:
    module = catalog().modules[category, kind]
    return st.fixed_dictionaries({}, optional={p.name: raw_values(p) for p in module.params})


@st.composite
def nodes(draw: st.DrawFn) -> Node:
    """A node of any kind."""
    kind = draw(st.sampled_from(KINDS))
    module = catalog().get(kind)
    assert module is not None
    return Node(
        kind,
        freeze(draw(raw_params(module))),
        (draw(places), draw(places)),
        frozen=draw(st.booleans()),
        bypassed=draw(st.booleans()),
        over_time=draw(st.booleans()),
        title=draw(texts),
        note=draw(texts),
        extra=freeze(draw(extras)),
    )


@st.composite
def groups(draw: st.DrawFn) -> Group:
    """A composite that a file can hold."""
    found = draw(st.dictionaries(ids, nodes(), max_size=2))
    settings = [
        Exposed(name, node, param.name)
        for name, node in zip(("first", "second"), found, strict=False)
        for param in modules_of(found[node]).params[:1]
    ]
    return Group(
        title=draw(texts),
        body=Graph(
            nodes=freeze({**found, "port": Node("composite_input")}),
            wires=tuple(legal_wires(found)[:3]),
            frames=tuple(draw(st.lists(json_values, max_size=1))),
        ),
        params=tuple(settings),
        extra=freeze(draw(extras)),
    )


@st.composite
def graphs(draw: st.DrawFn, max_nodes: int = 5) -> Graph:
    """A graph that a file can hold; most are not trainable."""
    found = draw(st.dictionaries(ids, nodes(), max_size=max_nodes))
    return Graph(
        name=draw(texts),
        nodes=freeze(found),
        wires=tuple(draw(st.permutations(legal_wires(found)))[:8]),
        training=Training(
            draw(st.integers(1, 99)),
            draw(st.integers(1, 999)),
            draw(st.integers(0, 2**31 - 1)),
            callbacks=tuple(draw(st.lists(st.sampled_from(CALLBACKS), max_size=2))),
            extra=freeze(draw(extras)),
        ),
        groups=freeze(draw(st.dictionaries(ids, groups(), max_size=2))),
        frames=tuple(draw(st.lists(json_values, max_size=2))),
        extra=freeze(draw(extras)),
    )


def legal_wires(found: dict[str, Node]) -> list[Wire]:
    """Wires between all ports, but only the first into a port that takes one."""
    wires: list[Wire] = []
    filled: set[str] = set()
    for source, target in ((s, t) for s in found for t in found):
        for out in modules_of(found[source]).outputs:
            for into in modules_of(found[target]).inputs:
                wire = Wire(f"{source}.{out.name}", f"{target}.{into.name}")
                if into.many or wire.target not in filled:
                    wires.append(wire)
                    filled.add(wire.target)
    return wires


def modules_of(node: Node) -> Module:
    module = catalog().get(node.kind)
    assert module is not None
    return module
