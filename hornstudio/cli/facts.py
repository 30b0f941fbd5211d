"""Commands that tell what is there: templates, modules, problems, costs."""

import inspect
import json
from pathlib import Path
from typing import Any

from hornstudio.cli.columns import padded, print_table
from hornstudio.cli.loading import load_network
from hornstudio.cli.outcome import (
    DONE,
    FAULTY,
    UsageError,
    complain,
    one_of,
    print_json,
)
from hornstudio.cli.setting import with_settings
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.additions.own_files import start_file
from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.errors import FileError
from hornstudio.engine.module import Module
from hornstudio.engine.params import Param
from hornstudio.engine.problem import Problem
from hornstudio.engine.spelling import closest
from hornstudio.engine.storage import files
from hornstudio.engine.storage.glance import glance_at
from hornstudio.engine.storage.templates import TEMPLATES, find_template
from hornstudio.engine.summary import summarize


def list_templates(as_json: bool) -> int:
    """Names, titles and purposes of the ready graphs."""
    if as_json:
        print_json(
            [{"name": t.name, "title": t.title, "description": t.description} for t in TEMPLATES]
        )
    else:
        print_table([(t.name, tr(t.title), tr(t.description)) for t in TEMPLATES])
    return DONE


def make_new(template: str, out: Path, changes: list[str], as_json: bool) -> int:
    """A file of one's own from a ready graph; an existing file is left alone."""
    try:
        chosen = find_template(template)
    except FileError as error:
        close = closest(template, [t.name for t in TEMPLATES])
        said = "{reason}; did you mean {name}?" if close else "{reason}"
        raise UsageError(said, reason=error.text, name=close) from None
    if out.exists():
        return complain(tr("{path} exists already; choose another name", path=out))
    files.save(with_settings(chosen.graph(), changes), out)
    print_json({"file": str(out)}) if as_json else print(tr("wrote {path}", path=out))
    return DONE


def list_modules(as_json: bool, new: str | None = None) -> int:
    """Every module by category; with `new`, a file to start a module of one's own from."""
    known = catalog()
    if new is not None:
        return _start_module(new, {m.kind for m in known.modules.values()}, as_json)
    for fault in known.broken:
        complain(
            tr("modules are left out, {place}: {reason}", place=fault.place, reason=fault.reason)
        )
    modules = list(known.modules.values())
    if as_json:
        print_json([describe_module(m) for m in modules])
        return DONE
    for category in dict.fromkeys(m.category for m in modules):
        print(category)
        for module in known.category(category):
            ports = f"{_ports(module.inputs)} -> {_ports(module.outputs)}"
            print(f"  {module.kind:28}{ports if module.is_node else ''}".rstrip())
            for param in module.params:
                bounds = f"  ({tr_engine(param.need)})" if param.need else ""
                print(f"      {param.name} = {_default(param)}{bounds}")
    return DONE


def _start_module(kind: str, known: set[str], as_json: bool) -> int:
    try:
        path = start_file(kind, known)
    except FileError as error:
        return complain(tr_engine(error.text))
    print_json({"file": str(path)}) if as_json else print(tr("wrote {path}", path=path))
    return DONE


def describe_module(module: Module) -> dict[str, Any]:
    """The declaration as JSON."""
    return {
        "kind": module.kind,
        "title": module.title,
        "category": module.category,
        "help": module.help,
        "source": module.source,
        "words": list(module.words),
        "keras": module.keras,
        "left_out": dict(module.left_out),
        "maths": (module.apply and inspect.getdoc(module.apply)) or "",
        "params": [{**p.describe(), "need": str(p.need)} for p in module.params],
        "inputs": [_port(p) for p in module.inputs] if module.is_node else [],
        "outputs": [_port(p) for p in module.outputs] if module.is_node else [],
    }


def _default(param: Param) -> str:
    """As a person would type it; the default of a nested module is its kind."""
    return param.default if isinstance(param.default, str) else param.show(param.default)


def _port(port: Any) -> dict[str, Any]:
    flags = {name: True for name in ("many", "optional") if getattr(port, name)}
    return {"name": port.name, **flags}


def _ports(ports: tuple[Any, ...]) -> str:
    words = [p.name + ("..." if p.many else "?" if p.optional else "") for p in ports]
    return ", ".join(words) or tr("nothing")


def check_file(file: Path, changes: list[str], as_json: bool) -> int:
    """Problems of a file, in the order of their weight. Exit code 1 when there is an error."""
    try:
        report = check(with_settings(load_network(file), changes))
    except FileError as error:
        faults = error.problems or (error.text,)
        if as_json:
            problems = [{"severity": "error", "place": "", "reason": f} for f in faults]
            print_json({"file": str(file), "errors": len(faults), "problems": problems})
            return FAULTY
        for fault in faults:
            said = tr_engine(fault)
            complain(f"{file}: {said}" if error.problems else said)
        return FAULTY
    errors = len(report.errors)
    if as_json:
        problems = [describe_problem(p) for p in report.problems]
        print_json({"file": str(file), "errors": errors, "problems": problems})
    else:
        for problem in report.problems:
            print(problem_line(problem))
        if not report.problems:
            print(tr("{path}: no problems, {count} weights", path=file, count=report.weight_count))
    return FAULTY if errors else DONE


def describe_problem(problem: Problem) -> dict[str, Any]:
    """A problem as JSON."""
    return {
        "severity": problem.severity,
        "place": problem.place,
        "node": problem.node,
        "port": problem.port,
        "param": problem.param,
        "wire": list(problem.wire) if problem.wire else None,
        "reason": problem.reason,
        "remedies": [remedy.label for remedy in problem.remedies],
    }


def problem_line(problem: Problem) -> str:
    """`error  hidden.input: reason. Remedy: Insert Flatten`."""
    words = {"error": tr("error"), "warning": tr("warning"), "info": tr("info")}
    place = f"{problem.place}: " if problem.place else ""
    line = f"{padded(words[problem.severity], 7)} {place}{tr_engine(problem.reason)}"
    if not problem.remedies:
        return line
    remedies = one_of(tr_engine(remedy.label) for remedy in problem.remedies)
    return tr("{problem}. Remedy: {remedies}", problem=line, remedies=remedies)


def summarize_file(file: Path, changes: list[str], as_json: bool) -> int:
    """What a graph costs, node by node."""
    facts = summarize(with_settings(load_network(file), changes))
    if as_json:
        print_json(facts)
        return DONE
    rows: list[tuple[str, ...]] = [_heading()]
    rows += [_summary_row(node) for node in facts["nodes"]]
    totals = facts["totals"]
    size = _sum(totals["weight_bytes"], totals["activation_bytes"])
    rows.append((tr("total"), "", "", _count(totals["weights"]), _count(totals["flops"]), size))
    print_table(rows, right=(3, 4, 5))
    print(tr("flops: forward, one sample; bytes: float32 weights and the outputs of one sample"))
    return DONE


def glance_at_file(file: Path, as_json: bool) -> int:
    """How much is in a file, and for programs where."""
    glance = glance_at(load_network(file))
    if as_json:
        print(json.dumps(glance.to_json(), separators=(",", ":")))  # a line a number is too much
    else:
        modules, weights = f"{glance.modules:,}", f"{glance.weights:,}"
        print(tr("{modules} modules, {weights} weights", modules=modules, weights=weights))
    return DONE


def _heading() -> tuple[str, ...]:
    first = (tr("node"), tr("kind"), tr("output"))
    return (*first, tr("weights"), tr("flops"), tr("bytes"))


def _summary_row(node: dict[str, Any]) -> tuple[str, ...]:
    outputs = ", ".join(map(_shape, node["outputs"].values()))
    owner = node["weights_of"]
    weights = tr("as {node}", node=owner) if owner else _count(node["weights"])
    size = _sum(0 if owner else node["weight_bytes"], node["activation_bytes"])
    return node["id"], node["kind"], outputs, weights, _count(node["flops"]), size


def _shape(output: list[Any] | str) -> str:
    """A loss has none."""
    return "×".join(map(str, output)) or "()" if isinstance(output, list) else tr("loss")


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _sum(*numbers: int | None) -> str:
    known = [n for n in numbers if n is not None]
    return _count(sum(known) if len(known) == len(numbers) else None)
