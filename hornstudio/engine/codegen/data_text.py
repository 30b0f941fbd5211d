"""The data section of a script: where files are, how they are read, split and paired."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from hornstudio.engine.check import check
from hornstudio.engine.codegen.expression import assign
from hornstudio.engine.codegen.fetch import find_file, own_rows
from hornstudio.engine.codegen.quote import Quoter, text_of
from hornstudio.engine.compile.plan import Plan
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.module import DataFile
from hornstudio.engine.modules.split import deal_rows, hold_back, split_rows
from hornstudio.engine.params import nested_json


def data_section(plan: Plan, quoter: Quoter) -> str:
    """Text of FILES, find and load_data; free inputs take data of one's own."""
    facts = check(plan.graph, plan.modules).facts
    nodes = list(dict.fromkeys(port.partition(".")[0] for port in plan.data))
    files = {f.path: f for node in nodes for f in facts[node].module.files}
    has_own = any(facts[node].module.load is None for node in nodes)
    if files or has_own:
        quoter.imports.add("import pathlib")
    finder = quoter.name(find_file) if files else ""
    load_data = _load_data(plan, nodes, facts, quoter)
    parts = [*quoter.section()]
    if finder:
        parts += [
            _files(files),
            'def find(path):\n    """Path of a data file of this model."""\n'
            f"    return {finder}(path, FILES, pathlib.Path(__file__).resolve().parent)",
        ]
    if has_own:
        parts.append(_OWN_DATA)
    return "\n\n\n".join([*parts, load_data])


_OWN_DATA = (
    "# Your data: arrays by the names below, a row a sample.\n"
    'OWN_DATA = pathlib.Path(__file__).resolve().with_name("data.npz")'
)


def _files(files: dict[str, DataFile]) -> str:
    lines = ["# File: SHA-256 of its unpacked content, and where to fetch it.", "FILES = {"]
    for path, file in files.items():
        lines += [f'    "{path}": (', f'        "{file.sha256}",']
        lines += ["        (", *(f'            "{url}",' for url in file.urls), "        ),"]
        lines += ["    ),"]
    return "\n".join([*lines, "}"])


def _load_data(plan: Plan, nodes: list[str], facts: Mapping[str, NodeFacts], quoter: Quoter) -> str:
    lines = [
        "def load_data(seed):",
        '    """Training, validation and test arrays by "node.port", a row a sample."""',
        "    train, validation, test = {}, {}, {}",
    ]
    for node in nodes:
        lines += _load_node(plan, node, facts[node], quoter)
    return "\n".join([*lines, "    return train, validation, test"])


def _load_own(node: str, facts: NodeFacts, quoter: Quoter) -> list[str]:
    """Lines for a free input, whose data whoever runs the script brings."""
    rows = quoter.name(own_rows)
    lines = []
    for port, spec in facts.outputs.items():
        place = f'"{node}.{port}"'
        lines.append(f'    own = {rows}(OWN_DATA, "{node}", "{spec.dtype}")')
        lines.append(f"    train[{place}], test[{place}] = own")
    return lines


def _load_node(plan: Plan, node: str, facts: NodeFacts, quoter: Quoter) -> list[str]:
    module, values = facts.module, facts.values
    assert values is not None, node
    if module.load is None:
        return _load_own(node, facts, quoter)
    split = quoter.name(split_rows)
    asked = [n for n in _load_params(module.load) if n in values]
    given = {n: text_of(nested_json(values[n])) for n in asked}
    given |= {"seed": "seed"} if "seed" in _load_params(module.load) else {}
    if module.own is not None:
        return _load_own_files(plan, node, facts, given, quoter)
    find = "find" if module.files else "None"
    called = ", ".join([find, *(f"{name}={text}" for name, text in given.items())])
    lines = [f"    rows, test_rows = {quoter.name(module.load)}({called})"]
    if order := int(values.get("order", 0)):
        deal = quoter.name(deal_rows)
        lines.append(f"    rows, test_rows = {deal}(rows, {order}), {deal}(test_rows, {order})")
    ports = _ports(plan, node)
    share = float(values.get("validation_split", 0.0))
    lines.append(f'    kept, held_back = {split}(len(rows["{ports[0]}"]), {share!r}, seed)')
    for port in ports:
        name = f"{node}.{port}"
        lines.append(f'    train["{name}"] = rows["{port}"][kept]')
        if share:
            lines.append(f'    validation["{name}"] = rows["{port}"][held_back]')
        lines.append(f'    test["{name}"] = test_rows["{port}"]')
    return lines


def _load_own_files(
    plan: Plan, node: str, facts: NodeFacts, given: Mapping[str, str], quoter: Quoter
) -> list[str]:
    """Lines for files of the user's, which may bring what validates, and nothing to test."""
    values, load = facts.values, facts.module.load
    assert values is not None
    assert load is not None
    parts = ("rows", "test_rows", "own")
    lines = [assign(", ".join(parts), quoter.name(load), ["None"], given)]
    if order := int(values.get("order", 0)):
        deal = quoter.name(deal_rows)
        lines += [f"    {part} = {deal}({part}, {order})" for part in parts]
    share = float(values.get("validation_split", 0.0))
    lines.append(f"    rows, held_back = {quoter.name(hold_back)}(rows, own, {share!r}, seed)")
    takers = {"train": "rows", "validation": "held_back", "test": "test_rows"}
    for taker, part in takers.items():
        names = "".join(f'"{node}.{port}": {part}["{port}"], ' for port in _ports(plan, node))
        told = f"{taker} |= {{{names.removesuffix(', ')}}}"
        lines.append(f"    {told}" if taker == "train" else f"    if {part}:\n        {told}")
    return lines


def _ports(plan: Plan, node: str) -> list[str]:
    return [p.partition(".")[2] for p in plan.data if p.partition(".")[0] == node]


def _load_params(load: Callable[..., Any]) -> tuple[str, ...]:
    parameters = inspect.signature(load).parameters
    return tuple(n for n in parameters if n != "find")
