"""The arrays that a graph trains on: loaded once a process, split and paired by row."""

import hashlib
import inspect
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from hornstudio import paths
from hornstudio.engine.check import Report
from hornstudio.engine.data.find import Find, Progress, finder, place_of
from hornstudio.engine.data.inputs import data_nodes
from hornstudio.engine.data.rows import Rows, chosen, is_in_memory
from hornstudio.engine.disk.reason import reason_of
from hornstudio.engine.errors import DataError, HornError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.graph import Graph
from hornstudio.engine.mistake import file_of, told
from hornstudio.engine.module import Module
from hornstudio.engine.modules.split import deal_rows, split_rows
from hornstudio.engine.params import Values, nested_json
from hornstudio.engine.text import Text, joined

Arrays = dict[str, np.ndarray]

_Mark = TypeVar("_Mark", str, str | None)

_KEPT = 3  # sources whose arrays stay in memory: the one in use, and those tried before it
_SPLIT_PARAMS = ("validation_split", "order")


@dataclass(frozen=True)
class Dataset:
    """Arrays by `node.port`, one row a sample; rows of several data nodes belong together.

    source: which data is in use, in words. hash: SHA-256 of the data and of how it is split.
    """

    train: Arrays
    validation: Arrays
    test: Arrays
    n_train: int
    n_validation: int
    n_test: int
    source: str
    hash: str


@dataclass(frozen=True)
class _Source:
    """What one data module loaded; shared by all nodes that ask for the same."""

    train: Arrays
    test: Arrays
    validation: Arrays
    place: str
    hash: str


_cache: OrderedDict[str, _Source] = OrderedDict()


def load_dataset(
    graph: Graph, report: Report, progress: Progress | None = None, offline: bool = False
) -> Dataset:
    """Load every data node that a wire leaves, and split off the validation samples.

    offline: use what is on this machine, download nothing.

    Raises: DataError that names the node.
    """
    sources: dict[str, _Source] = {}
    for node_id in data_nodes(graph, report):
        facts = report.facts[node_id]
        try:
            sources[node_id] = _load(facts, graph.training.seed, progress, offline)
        except DataError as error:
            error.node = error.node or node_id
            raise
    if not sources:
        raise DataError("there is no data; training needs a data module such as MNIST")
    _check_pairing(sources)
    return _assemble(graph, report, sources)


def _assemble(graph: Graph, report: Report, sources: Mapping[str, _Source]) -> Dataset:
    train: Arrays = {}
    validation: Arrays = {}
    test: Arrays = {}
    lines = []
    digest = hashlib.sha256(str(graph.training.seed).encode())
    n_train = n_validation = n_test = 0
    for node_id, source in sources.items():
        share, order = _split_params(report.facts[node_id])
        mine, own = _dealt(source.train, order), _dealt(source.validation, order)
        n_test = _rows(source.test)
        rows, kept = split_rows(_rows(mine), 0.0 if own else share, graph.training.seed)
        n_train, n_validation = len(rows), _rows(own) or len(kept)
        if not n_train:
            raise DataError(
                "validation_split is {share}, which leaves none of {count} samples to train on; "
                "need a smaller share",
                node=node_id,
                share=share,
                count=_rows(mine),
            )
        train |= _named(node_id, mine if not len(kept) else _take(mine, rows))
        validation |= _named(node_id, own or _take(mine, kept)) if n_validation else {}
        test |= _named(node_id, _dealt(source.test, order)) if n_test else {}
        digest.update(f"{node_id} {source.hash} {share} {order}".encode())
        lines.append(_source_text(node_id, source.place, n_train, n_validation, n_test))
    return Dataset(
        train=train,
        validation=validation,
        test=test,
        n_train=n_train,
        n_validation=n_validation,
        n_test=n_test,
        source=joined(lines),
        hash=digest.hexdigest(),
    )


def _source_text(node: str, place: str, train: int, validation: int, test: int) -> Text:
    counts = {"train": f"{train:,}", "validation": f"{validation:,}", "test": f"{test:,}"}
    told = Text("{train} training, {validation} validation, {test} test", **counts)
    if not place:
        return Text("{node}: {counts}", node=node, counts=told)
    return Text("{node}: {counts} (from {place})", node=node, counts=told, place=place)


def _split_params(facts: NodeFacts) -> tuple[float, int]:
    values: Mapping[str, float] = facts.values or {}
    return float(values.get("validation_split", 0.0)), int(values.get("order", 0))


def _take(arrays: Arrays, rows: np.ndarray) -> Arrays:
    return {name: chosen(array, rows) for name, array in arrays.items()}


def _dealt(arrays: Arrays, order: int) -> Arrays:
    """The samples in an order of their own, what is not in memory by its rows alone."""
    if order == 0 or not arrays:
        return arrays
    rows = deal_rows({"rows": np.arange(_rows(arrays))}, order)["rows"]
    return _take(arrays, rows)


def _named(node_id: str, arrays: Arrays) -> Arrays:
    return {f"{node_id}.{port}": array for port, array in arrays.items()}


def _rows(arrays: Arrays) -> int:
    return len(next(iter(arrays.values()))) if arrays else 0


def _check_pairing(sources: Mapping[str, _Source]) -> None:
    (first, one), *others = sources.items()
    for node_id, source in others:
        mine = (_rows(source.train), _rows(source.test))
        theirs = (_rows(one.train), _rows(one.test))
        if _rows(source.validation) != _rows(one.validation):
            raise DataError(
                "{other} and {first} have unequal counts of validation samples of their own; "
                "samples are paired, so there must be as many of each",
                node=node_id,
                other=node_id,
                first=first,
            )
        if mine != theirs:
            raise DataError(
                "{other} has {mine} training and test samples, {first} has {theirs}; samples are "
                "paired, so there must be as many of each",
                node=node_id,
                other=node_id,
                first=first,
                mine=_both(mine),
                theirs=_both(theirs),
            )


def _both(counts: tuple[int, int]) -> Text:
    train, test = counts
    return Text("{train} and {test}", train=f"{train:,}", test=f"{test:,}")


def _load(facts: NodeFacts, seed: int, progress: Progress | None, offline: bool) -> _Source:
    """The arrays of one data module, from memory where they were loaded before."""
    module, values = facts.module, facts.values
    if module.load is None or values is None:
        raise DataError(
            "{title} is a free input without data: it cannot be trained on", title=module.title
        )
    given = _load_params(module, values, seed)
    mark = _mark(module, values)
    folders = [str(folder) for folder in paths.data_dirs()]
    key = f"{_asked(module, given)} {mark} {folders}"
    if key not in _cache:
        _cache[key] = _load_fresh(facts, given, mark, progress, offline)
    _cache.move_to_end(key)
    while len(_cache) > _KEPT:
        _cache.popitem(last=False)
    return _cache[key]


def _load_params(module: Module, values: Values, seed: int) -> dict[str, object]:
    """What the module's `load` names: params, and the seed that draws what validates."""
    assert module.load is not None
    wanted = inspect.signature(module.load).parameters
    takes_all = any(p.kind is p.VAR_KEYWORD for p in wanted.values())
    named = {"seed": seed} if "seed" in wanted else {}
    return named | {
        name: value
        for name, value in values.items()
        if name in wanted or (takes_all and name not in _SPLIT_PARAMS)
    }


def _asked(module: Module, given: Mapping[str, object]) -> str:
    told = {name: nested_json(value) for name, value in given.items()}
    return f"{module.kind} {json.dumps(told, sort_keys=True, default=repr)}"


def _mark(module: Module, values: Values) -> str:
    """Of the user's own files that a module reads, text that changes with what is in them."""
    if module.own is None:
        return ""
    if fault := next(module.own.faults(values), None):
        raise DataError(fault[1])
    return _marked_by(module.own.mark, values, values[module.own.param])


def _marked_by(look: Callable[[Values], _Mark], values: Values, path: str) -> _Mark:
    try:
        return look(values)
    except OSError as error:
        reason = reason_of(error)
        raise DataError("cannot read {path}: {reason}", path=path, reason=reason) from error


def _load_fresh(
    facts: NodeFacts,
    given: dict[str, object],
    mark: str,
    progress: Progress | None,
    offline: bool,
) -> _Source:
    module = facts.module
    places: dict[str, None] = {}
    find = _remembering(finder(module, progress, offline), places)
    if progress:
        progress(Text("Loading {title}", title=Text(module.title)), 0, 0)
    for param in module.own.named_by if module.own else ():
        if given[param]:
            places[Text("{path}", path=str(given[param]))] = None
    assert module.load is not None
    try:
        loaded = module.own.open(**given) if module.own else module.load(find, **given)
        train, *others = (_checked(part, facts) if part else {} for part in _parts(loaded))
    except (HornError, MemoryError):
        raise
    except Exception as error:  # a module may come from anywhere and fail in any way
        raise DataError(
            "{kind} cannot load its data: {error}",
            missing=module.kind,
            kind=module.kind,
            error=told(error, file_of(module.load)),
        ) from error
    place = next(iter(places)) if len(places) == 1 else ", ".join(places)
    test, validation = [*others, {}][:2]
    return _Source(train, test, validation, place, _hash(facts, given, mark, [train, test]))


def _remembering(find: Find, places: dict[str, None]) -> Find:
    """Note where each file is found."""

    def find_and_note(path: str) -> Path:
        found = find(path)
        places[place_of(found)] = None
        return found

    return find_and_note


def _parts(loaded: Any) -> Sequence[Mapping[str, object]]:
    """What `load` gave, if that is two or three parts. Raises: ValueError."""
    if isinstance(loaded, list | tuple) and len(loaded) in (2, 3):
        return loaded
    given = f"{len(loaded)} parts" if isinstance(loaded, list | tuple) else type(loaded).__name__
    raise ValueError(f"its load gives {given}; need two, (train, test), each a dict of arrays")


def _checked(part: Mapping[str, object], facts: NodeFacts) -> Arrays:
    """What `load` gave, held against the shape rule; read-only from here on.

    Raises: ValueError, TypeError.
    """
    arrays: Arrays = {}
    for port, spec in facts.outputs.items():
        if port not in part:
            raise ValueError(f"its load gives no {port!r}, only {sorted(part)}")
        array = _as_declared(part[port], spec.dtype)
        fits = len(array.shape) == spec.rank + 1 and all(
            not isinstance(need, int) or need == length
            for need, length in zip(spec.shape, array.shape[1:], strict=False)
        )
        if not fits:
            raise ValueError(f"{port} has rows of shape {array.shape[1:]}, its rule says {spec}")
        arrays[port] = array
    if len({len(array) for array in arrays.values()}) > 1:
        raise ValueError(f"its ports have unequal counts of rows: {_counts(arrays)}")
    return arrays


def _as_declared(given: Any, dtype: str) -> Any:
    """An array of the declared type, read-only; what is not in memory stays where it is."""
    if not is_in_memory(given):
        return Rows(given, dtype=dtype)
    array = np.asarray(given).astype(dtype, copy=False).view()
    array.flags.writeable = False
    return array


def _counts(arrays: Arrays) -> str:
    return ", ".join(f"{port} {len(array)}" for port, array in arrays.items())


def _hash(facts: NodeFacts, given: Mapping[str, object], mark: str, parts: Sequence[Arrays]) -> str:
    """Of the declared files, which were checked already; of the arrays where there are none.

    Of the user's own files what is in them counts, not where they are. mark: theirs.
    """
    module, own = facts.module, facts.module.own
    if own is not None and facts.values is not None:
        mark = _marked_by(own.digest, facts.values, str(given[own.param])) or mark
        given = {name: value for name, value in given.items() if name not in own.named_by}
    digest = hashlib.sha256(f"{_asked(module, given)} {mark}".encode())
    for file in module.files:
        digest.update(file.sha256.encode())
    if not (module.files or module.own):
        for part in parts:
            for name, array in part.items():
                digest.update(f"{name} {array.dtype} {array.shape}".encode())
                if isinstance(array, Rows):
                    digest.update(array.mark.encode())
                else:
                    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
