"""Commands for a run that was trained: `hornstudio evaluate` and `hornstudio predict`."""

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from hornstudio.cli.columns import print_table
from hornstudio.cli.loading import load_run
from hornstudio.cli.outcome import DONE, UsageError, note, print_json
from hornstudio.cli.piped import piped
from hornstudio.cli.progress import figures
from hornstudio.cli.samples import PLAIN, by_input, read_samples, samples_in
from hornstudio.cli.words import tr, tr_engine
from hornstudio.engine.check import Report, check
from hornstudio.engine.data.answers import as_csv, sample_names, with_shares
from hornstudio.engine.data.further import load_further
from hornstudio.engine.data.inputs import data_nodes
from hornstudio.engine.disk.atomic import write_atomically
from hornstudio.engine.errors import RunError
from hornstudio.engine.modules.pictures.files import is_picture
from hornstudio.engine.own_files import OwnFiles
from hornstudio.engine.params import Values
from hornstudio.engine.runs.find import find_run
from hornstudio.engine.text import Text, at_path
from hornstudio.engine.train.kept.encoding import sentence_to_json
from hornstudio.engine.train.kept.mark import Mark
from hornstudio.engine.train.kept.own_files import other_files, recall_own_files
from hornstudio.engine.train.kept.run_folder import RunFolder
from hornstudio.engine.train.steps.memory.device import share_device

_SHOWN = 20  # samples of which is printed what the network says


def evaluate(run: Path, data: list[Path], checkpoint: str, as_json: bool) -> int:
    """Losses and metrics on the test data, or on samples of other files."""
    share_device()
    run = find_run(run)
    folder = RunFolder.open(run)
    epoch = folder.snapshot_of(checkpoint)
    name = folder.checkpoint(checkpoint).stem if epoch is None else Mark(epoch).stem
    if data:
        with piped(data) as files:
            return _evaluate_on(run, files, checkpoint, name, as_json)
    from hornstudio.engine.train.evaluate import evaluate_run

    graph = load_run(run)
    report = check(graph)
    for node, why in other_files(run, report):
        left_out = "note: {node}: {why}. What the network has not learned is left out"
        note(tr(left_out, node=node, why=tr_engine(why)))
    recall_own_files(run, report)
    metrics = evaluate_run(run, checkpoint, graph)
    if as_json:
        print_json({"run": str(run), "checkpoint": name, "metrics": metrics})
    else:
        print(f"{name}  {figures(metrics)}")
    return DONE


def _evaluate_on(run: Path, data: list[Path], checkpoint: str, name: str, as_json: bool) -> int:
    """What goes in, and what the answers are, is read as the run has learned it."""
    from hornstudio.engine.train.evaluate import evaluate_run

    graph = RunFolder.open(run).graph()
    recall_own_files(run, check(graph))
    report = check(graph)
    files = by_input(data, data_nodes(graph, report)) or {"": data}
    for paths in files.values():
        if len(paths) > 1:
            raise UsageError(
                "{path} and {more}: need one file or folder", path=paths[0], more=paths[1]
            )
    further = load_further(graph, report, {node: paths[0] for node, paths in files.items()})
    metrics = evaluate_run(run, checkpoint, graph, further.arrays)
    if as_json:
        remarks = [Text("{node}: {what}", node=node, what=what) for node, what in further.remarks]
        facts = {"data": list(map(str, data)), "samples": further.count} | _in_json(remarks)
        print_json({"run": str(run), "checkpoint": name, "metrics": metrics} | facts)
        return DONE
    for node, text in further.remarks:
        told = tr("{node}: {what}", node=node, what=tr_engine(text))
        note(tr("note: {what}", what=told))
    print(f"{name}  {figures(metrics)}")
    print(tr("samples: {count}", count=f"{further.count:,}"))
    return DONE


def predict(run: Path, inputs: list[Path], out: Path, checkpoint: str, as_json: bool) -> int:
    """Outputs for new samples: an .npz with an array for each output node, or a .csv with a row
    for each sample.
    """
    if out.suffix.lower() not in (".npz", ".csv"):
        raise UsageError("-o is {path}; need a name that ends in .npz or .csv", path=out)
    with piped(inputs) as files:
        return _predict(run, files, out, checkpoint, as_json)


def _predict(run: Path, inputs: list[Path], out: Path, checkpoint: str, as_json: bool) -> int:
    from hornstudio.engine.compile.plan import plan_graph
    from hornstudio.engine.train.evaluate import input_ports, match_inputs, predict_run

    share_device()
    run = find_run(run)
    graph = RunFolder.open(run).graph()
    recall_own_files(run, check(graph))
    report = check(graph)
    plan = plan_graph(graph, for_training=False)
    ports = input_ports(plan)
    specs = {name: spec for name, port in ports.items() if (spec := report.spec(port))}
    files = by_input(inputs, specs) or {"": inputs}
    files = {name: samples_in(paths) for name, paths in files.items()}
    samples: dict[str, np.ndarray] = {}
    plain: list[str] = []
    remarks: list[Text] = []
    for name, paths in files.items():
        wanted = {name: specs[name]} if name else specs
        own = {each: found for each, found in _own(report, ports, paths) if each in wanted}
        readers = {each: partial(its.read, values) for each, (its, values) in own.items()}
        plain += [ports[each] for each in wanted if each not in own]
        with _advising(report, plain):
            samples |= read_samples(paths, wanted, readers)
        remarks += _not_learned(own.values(), paths)
    with _advising(report, plain, files.get("", ())):
        match_inputs(plan, samples)
    outputs = predict_run(run, samples, checkpoint)
    names, scored = class_names(report, outputs), scored_outputs(report, outputs)
    targets = target_names(report, outputs)
    write_atomically(out, _written(out, next(iter(files.values())), outputs, names, scored))
    if as_json:
        facts = _facts(out, outputs, remarks)
        facts |= {"targets": targets} if targets else {}
        print_json(facts | ({"classes": names, "scored": scored} if names else {}))
    else:
        _print(outputs, names, targets, remarks)
        print(tr("wrote {path}", path=out))
    return DONE


def _facts(out: Path, outputs: Mapping[str, np.ndarray], remarks: Sequence[Text]) -> dict[str, Any]:
    shapes = {name: list(array.shape) for name, array in outputs.items()}
    return {"file": str(out), "outputs": shapes} | _in_json(remarks)


def _in_json(remarks: Sequence[Text]) -> dict[str, Any]:
    """As they read in English, and in parts, which can be said in any language."""
    parts = [sentence_to_json(remark) for remark in remarks]
    return {"remarks": list(map(str, remarks)), "remarks_parts": parts}


def _print(
    outputs: Mapping[str, np.ndarray],
    classes: Mapping[str, Sequence[str]],
    targets: Mapping[str, str],
    remarks: Sequence[Text],
) -> None:
    for remark in remarks:
        note(tr("note: {what}", what=tr_engine(remark)))
    print_table([(n, "×".join(map(str, a.shape))) for n, a in outputs.items()])
    for name, array in outputs.items():
        if said := _said(array[:_SHOWN], classes.get(name, ())):
            called = f"{name} ({targets[name]})" if name in targets else name
            print(f"{called}: {', '.join(said)}{' …' if len(array) > _SHOWN else ''}")


@contextmanager
def _advising(report: Report, ports: Sequence[str], paths: Sequence[Path] = ()) -> Iterator[None]:
    """Let what is refused say what these inputs can be given, where that is known.

    paths: those that were given, where they are not named yet. Raises: RunError.
    """
    try:
        yield
    except RunError as error:
        reason = error.text
        known = (advice for port in ports if (advice := _advice(report, port)))
        if advice := next(known, None):
            reason = Text("{reason}. {advice}", reason=reason, advice=advice)
        raise RunError(at_path(str(paths[0]), reason) if len(paths) == 1 else reason) from None


def _advice(report: Report, port: str) -> Text | None:
    """What the input that takes samples in the place of a port can be given, where it is known."""
    node, _, name = port.partition(".")
    facts = report.facts[node]
    if (own := facts.module.own) is not None:
        return own.advice(facts.values, has_answers=False) if facts.values is not None else None
    output = facts.module.output(name)
    if output is None or not output.numbers:
        return None
    return Text(
        "The network was trained on {title}; give it {names} of each sample, in this order",
        title=Text(facts.module.title),
        names=", ".join(output.numbers),
    )


def _said(array: np.ndarray, classes: Sequence[str]) -> list[str]:
    """Of samples [N, ...] the likeliest class, or the number where there is one a sample."""
    if classes:
        return [classes[place] for place in array.argmax(axis=-1)]
    return [f"{number:.4g}" for number in array.flat] if array.size == len(array) else []


def class_names(report: Report, outputs: Mapping[str, np.ndarray]) -> dict[str, tuple[str, ...]]:
    """By output, the names of its numbers, where labels with names judge it."""
    found = {}
    for name, judge in _judges(report, outputs):
        facts = report.facts[judge]
        names = next((s.names for s in facts.inputs.get("target", ()) if s), ())
        if names and outputs[name].shape[1:] == (len(names),):
            found[name] = names
    return found


def target_names(report: Report, outputs: Mapping[str, np.ndarray]) -> dict[str, str]:
    """By output of one number a sample, what people call it where the network has learned it."""
    found = {}
    for name, judge in _judges(report, outputs):
        if outputs[name].size != len(outputs[name]):
            continue
        for wire in report.graph.wires_into(judge, "target"):
            facts = report.facts.get(wire.source_node)
            own = facts.module.own if facts else None
            if facts and own and facts.values is not None:
                found[name] = own.called(facts.values, wire.source_port)
    return {name: called for name, called in found.items() if called}


def scored_outputs(report: Report, outputs: Mapping[str, np.ndarray]) -> list[str]:
    """Outputs that are raw scores, of which a softmax makes shares, as their loss has it."""
    return [
        name
        for name, judge in _judges(report, outputs)
        if report.facts[judge].module.kind == "categorical_crossentropy"
        and (values := report.facts[judge].values) is not None
        and values["from_logits"]
    ]


def _judges(report: Report, outputs: Mapping[str, np.ndarray]) -> Iterator[tuple[str, str]]:
    """By output, what it is a prediction of, each loss or metric."""
    for wire in report.graph.wires:
        name = wire.source if wire.source in outputs else wire.source_node
        is_known = wire.target_node in report.facts and name in outputs
        if is_known and wire.target_port == "prediction":
            yield name, wire.target_node


def _written(
    out: Path,
    inputs: Sequence[Path],
    outputs: Mapping[str, np.ndarray],
    classes: Mapping[str, Sequence[str]],
    scored: Sequence[str],
) -> bytes:
    if out.suffix.lower() == ".csv":
        count = max(map(len, outputs.values()), default=0)
        return as_csv(sample_names(inputs, count), with_shares(outputs, scored), classes)
    buffer = io.BytesIO()
    np.savez(buffer, **outputs)  # type: ignore[arg-type]
    return buffer.getvalue()


def _own(
    report: Report, ports: Mapping[str, str], files: Sequence[Path]
) -> Iterator[tuple[str, tuple[OwnFiles, Values]]]:
    """By input, what reads these files as those that were trained on, and with which params.

    Those that hold plain numbers, and are not read so, are taken as they are.
    Raises: RunError for a picture where those were the rows of a table.
    """
    kinds = {file.suffix.lower() for file in files}
    picture = next((file for file in files if is_picture(file.name)), None)
    for name, port in ports.items():
        node, _, output = port.partition(".")
        facts = report.facts[node]
        own, values = facts.module.own, facts.values
        if own is None or values is None or kinds.intersection(PLAIN) - {*own.reads}:
            continue
        if picture and picture.suffix.lower() not in own.reads:
            raise RunError(
                "{path} is a picture. {advice}",
                path=str(picture),
                advice=own.advice(values, has_answers=False),
            )
        if output == facts.module.outputs[0].name:
            yield name, (own, values)


def _not_learned(
    sources: Iterable[tuple[OwnFiles, Values]], files: Sequence[Path]
) -> Iterator[Text]:
    """What is worth knowing of how these files are read, such as words that say nothing."""
    for own, values in sources:
        yield from own.not_learned(values, [str(file) for file in files])
