"""Networks by dice with data of their own: layers of all kinds, with any settings that fit.

Nothing is asked of them but that the check of a graph passes them. Most learn nothing worth while.
"""

import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from random_params import any_params

from hornstudio.engine.catalog import catalog
from hornstudio.engine.check import check
from hornstudio.engine.composite.grouping import group_nodes
from hornstudio.engine.errors import HornError
from hornstudio.engine.graph import Graph, Held, Node, Training, Wire, freeze
from hornstudio.engine.module import CALLBACK, Module
from hornstudio.engine.shapes import Spec
from hornstudio.engine.training_settings import FLOAT32, MIXED

NOT_LAYERS = ("data", "loss", "metric", "optimizer", "composite")
KINDS = ("vector", "image", "image", "sequence", "words", "volume")
FILES = ("log_dir", "filename", "filepath", "append")
"""Params of callbacks that would write elsewhere than beside the run."""
_MOST_NUMBERS = 5000
_WORDS = 8
_TRIES = 12


def network(dice: random.Random, folder: Path) -> Graph | None:
    """A network that can be trained, on samples that are written into the folder; or None, where
    the dice gave none.
    """
    maker = _Maker(dice, folder)
    whole = maker.made()
    if whole is None or _errors(whole):
        return None
    return maker.grouped(whole) if dice.random() < 0.3 else whole


def _errors(graph: Graph, node: str | None = None) -> list[str]:
    """What keeps a graph, or one of its nodes, from training."""
    problems = [p for p in check(graph).problems if p.severity == "error"]
    return [str(p.reason) for p in problems if node in (None, p.node)]


class _Maker:
    """A graph that grows node by node. specs: what leaves the ports, in their order."""

    def __init__(self, dice: random.Random, folder: Path) -> None:
        self.dice = dice
        self.file = folder / "data.npz"
        self.nodes: dict[str, Node] = {}
        self.wires: list[Wire] = []
        self.specs: dict[str, Spec] = {}
        self.training = Training()

    def made(self) -> Graph | None:
        """Data, layers, an end that fits the targets, and how to train."""
        if not self._has_data():
            return None
        for _ in range(self.dice.randint(1, 7)):
            self._grow()
        tip = self._head()
        if tip is None or not self._is_judged(tip):
            return None
        self._set_flags()
        self.training = self._any_training()
        return self._graph()

    def grouped(self, graph: Graph) -> Graph:
        """Some layers in a row as a composite, where they can be."""
        layers = [i for i, node in graph if self._module(node.kind).category not in NOT_LAYERS]
        first = self.dice.randrange(len(layers))
        chosen = layers[first : first + self.dice.randint(1, 4)]
        try:
            whole, _ = group_nodes(graph, chosen, "Block", catalog())
        except HornError:
            return graph
        return graph if _errors(whole) else whole

    def _graph(self) -> Graph:
        return Graph("dice", freeze(self.nodes), tuple(self.wires), self.training)

    def _module(self, kind: str) -> Module:
        module = catalog().get(kind)
        assert module is not None
        return module

    def _add(
        self, kind: str, params: Mapping[str, Any], sources: Mapping[str, Sequence[str]]
    ) -> str:
        """A node with wires into its ports; its name, or nothing where it does not fit."""
        name, before = f"{kind}_{len(self.nodes)}", len(self.wires)
        self.nodes[name] = Node(kind, freeze(params))
        for port, ends in sources.items():
            self.wires += [Wire(end, f"{name}.{port}") for end in ends]
        graph = self._graph()
        report = check(graph)
        specs = {f"{name}.{p.name}": report.spec(f"{name}.{p.name}") for p in self._outputs(kind)}
        sound = {port: spec for port, spec in specs.items() if spec is not None}
        is_bad = any(p.node == name and p.severity == "error" for p in report.problems)
        if is_bad or len(sound) < len(specs) or not all(map(_is_small, sound.values())):
            del self.nodes[name], self.wires[before:]
            return ""
        self.specs |= sound
        return name

    def _outputs(self, kind: str) -> Sequence[Any]:
        return self._module(kind).outputs

    def _has_data(self) -> bool:
        dice = self.dice
        kind = dice.choice(KINDS)
        count, rng = dice.randint(20, 60), np.random.default_rng(dice.randint(0, 10**6))
        x = _samples(dice, rng, kind, count)
        self.task = dice.choice(("int", "categorical", "number", "yes or no"))
        y = _targets(dice, rng, self.task, count)
        self.width = y.shape[1] if y.ndim > 1 else int(y.max()) + 1 if y.dtype == int else 1
        arrays = {"x_train": x, "y_train": y}
        for part in ("val", "test"):
            if dice.random() < 0.3:
                arrays |= {f"x_{part}": x[5:14], f"y_{part}": y[5:14]}
        np.savez(self.file, **arrays)
        is_class = self.task in ("int", "categorical")
        params = {"path": str(self.file), "target_type": self.task if is_class else "number"}
        more: dict[str, Any] = {"dtype": "int32"} if kind == "words" else {}
        if x.dtype == np.uint8 and dice.random() < 0.7:
            more["scaling"] = "divide_by_255"
        if dice.random() < 0.3:
            more["validation_split"] = dice.choice((0.0, 0.2, 0.35))
        self.data = self._add("arrays", params | more, {})
        if not self.data or kind != "words":
            return bool(self.data)
        size = {"input_dim": _WORDS, "output_dim": dice.randint(1, 5)}
        masks = {"mask_zero": dice.random() < 0.5}
        return bool(self._add("embedding", size | masks, {"input": [f"{self.data}.x"]}))

    def _tips(self) -> list[str]:
        """Ports that a layer can take."""
        return [port for port in self.specs if port != f"{self.data}.y"]

    def _grow(self) -> None:
        """One more layer of any kind, mostly on one of the last."""
        dice, tips = self.dice, self._tips()
        module = dice.choice([m for m in catalog().nodes() if m.category not in NOT_LAYERS])
        sources: dict[str, list[str]] = {}
        for port in module.inputs:
            if port.many:
                sources[port.name] = dice.sample(tips, min(len(tips), dice.randint(1, 3)))
            elif not port.optional or dice.random() < 0.15:
                sources[port.name] = [dice.choice(tips[-2:] if dice.random() < 0.8 else tips)]
        params = any_params(dice, module, dice.choice((0.0, 0.2, 0.5, 0.9)))
        known = {param.name for param in module.params}
        params |= {name: dice.randint(1, 6) for name in ("units", "filters") if name in known}
        self._add(module.kind, params, sources)

    def _head(self) -> str | None:
        """A port that gives what the target is like."""
        tips = self._tips()
        tip = tips[-1]
        if len(tips) > 2 and self.dice.random() < 0.3:
            pair = [*dict.fromkeys([tip, self.dice.choice(tips)])]
            tip = self._through("concatenate", {"inputs": pair}, tip)
        if len(self.specs[tip].shape) > 1:
            tip = self._through("flatten", {"input": [tip]}, tip)
        ends = {"number": "linear", "yes or no": "sigmoid"}
        params = {"units": self.width, "activation": ends.get(self.task, "softmax")}
        name = self._add("dense", params, {"input": [tip]})
        return f"{name}.output" if name else None

    def _through(self, kind: str, sources: Mapping[str, Sequence[str]], tip: str) -> str:
        """What leaves a layer of that kind; where it does not fit, what came before it."""
        name = self._add(kind, {}, sources)
        return f"{name}.output" if name else tip

    def _is_judged(self, tip: str) -> bool:
        """Losses, metrics and an optimizer, as far as any fit."""
        ends = {"prediction": [tip], "target": [f"{self.data}.y"]}
        wanted = 2 if self.dice.random() < 0.2 else 1
        losses: list[str] = []
        for _ in range(_TRIES):
            name = self._any_of("loss", ends, 0.3) if len(losses) < wanted else ""
            losses += [f"{name}.loss"] if name else []
        for _ in range(3):
            self._any_of("metric", ends, 0.3)
        if not losses:
            return False
        share = self.dice.choice((0.0, 0.3, 0.6))
        return any(self._any_of("optimizer", {"loss": losses}, share) for _ in range(_TRIES // 2))

    def _any_of(self, category: str, sources: Mapping[str, Sequence[str]], share: float) -> str:
        module = self.dice.choice([*catalog().category(category)])
        return self._add(module.kind, any_params(self.dice, module, share), sources)

    def _set_flags(self) -> None:
        """Some nodes frozen, bypassed, or at every step of a sequence."""
        for name, node in [*self.nodes.items()]:
            if self.dice.random() < 0.06:
                flag = self.dice.choice(("frozen", "bypassed", "over_time"))
                self.nodes[name] = replace(node, **{flag: True})  # type: ignore[arg-type]
                if _errors(self._graph()):
                    self.nodes[name] = node

    def _any_training(self) -> Training:
        dice = self.dice
        held = [m for m in catalog().held(CALLBACK) if m.kind != "time_limit"]
        callbacks = []
        for module in dice.sample(held, dice.choice((0, 0, 1, 2, 3))):
            params = any_params(dice, module, 0.4)
            callbacks.append(
                Held(module.kind, freeze({k: v for k, v in params.items() if k not in FILES}))
            )
        return Training(
            epochs=dice.randint(2, 4),
            batch_size=dice.choice((4, 7, 8, 16)),
            seed=dice.randint(0, 99),
            precision=MIXED if dice.random() < 0.15 else FLOAT32,
            gradient_accumulation=dice.choice((1, 1, 1, 2, 3)),
            rematerialize=dice.random() < 0.2,
            checkpoint_minutes=dice.choice((0.0, 1e-4, 5.0)),
            callbacks=tuple(callbacks),
        )


def _is_small(spec: Spec) -> bool:
    lengths = [n for n in spec.shape if isinstance(n, int)]
    return len(lengths) == len(spec.shape) and 0 < math.prod(lengths) < _MOST_NUMBERS


def _samples(dice: random.Random, rng: np.random.Generator, kind: str, count: int) -> Any:
    """Arrays [count, ...] of inputs."""
    if kind == "words":
        return rng.integers(0, _WORDS - 1, (count, dice.randint(3, 8))).astype(np.int32)
    shape = {
        "vector": (dice.randint(2, 10),),
        "image": (dice.randint(4, 10), dice.randint(4, 10), dice.choice((1, 3, 3, 4))),
        "sequence": (dice.randint(3, 8), dice.randint(1, 6)),
        "volume": (*(dice.randint(2, 5) for _ in range(3)), dice.randint(1, 3)),
    }[kind]
    if kind == "image" and dice.random() < 0.3:
        return rng.integers(0, 256, (count, *shape)).astype(np.uint8)
    x = rng.standard_normal((count, *shape)).astype(np.float32)
    if kind == "sequence" and dice.random() < 0.5:
        x[:, -2:][rng.random((count, 2)) < 0.5] = 0.0  # steps for a mask to leave out
    return x


def _targets(dice: random.Random, rng: np.random.Generator, task: str, count: int) -> Any:
    """Arrays [count, ...] of what is to be learned."""
    if task in ("int", "categorical"):
        classes = dice.randint(2, 4)
        return np.concatenate([np.arange(classes), rng.integers(0, classes, count - classes)])
    if task == "yes or no":
        return rng.integers(0, 2, count).astype(np.float32)
    shape = (count, dice.randint(1, 4)) if dice.random() < 0.5 else (count,)
    return rng.standard_normal(shape).astype(np.float32)
