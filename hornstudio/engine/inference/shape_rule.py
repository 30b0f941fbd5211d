"""Asking a module's shape rule about the specs that its wires bring."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from hornstudio.engine.errors import ShapeError
from hornstudio.engine.facts import NodeFacts
from hornstudio.engine.mistake import file_of, told
from hornstudio.engine.module import Arrays, Module
from hornstudio.engine.params import Values
from hornstudio.engine.problem import Disconnect, Remedy
from hornstudio.engine.shapes import Spec
from hornstudio.engine.text import Text

Inputs = Mapping[str, tuple[Spec | None, ...]]
"""Specs by input port, one for each wire; None where a wire's is not known yet."""


def is_whole(module: Module, inputs: Inputs) -> bool:
    """Whether every port that needs a wire has one, and every wire's spec is known."""
    return all(None not in inputs[p.name] and (p.optional or inputs[p.name]) for p in module.inputs)


NO_BYPASS = Text("is bypassed, but only what has one input and one output can be")


def can_bypass(module: Module) -> bool:
    """Whether a module has one input and one output, so that the input can pass it by."""
    ports = [p.name for p in module.inputs if not (p.many or p.optional)]
    is_plain = ports == ["input"] or (module.category == "composite" and len(ports) == 1)
    return is_plain and len(module.inputs) == len(module.outputs) == 1


def outputs_of(
    module: Module, values: Values, inputs: Inputs, *, bypassed: bool = False
) -> dict[str, Spec]:
    """Specs by output port, of inputs that are whole and no losses. Raises: ShapeError."""
    if bypassed and can_bypass(module):
        spec = inputs[module.inputs[0].name][0]
        assert spec is not None
        return {module.outputs[0].name: spec}
    with guarded(module):
        outputs = module.infer_outputs(values, *_arguments(module, inputs))
    _refuse_no_specs(module, outputs)
    return outputs


def settle(facts: NodeFacts, *, bypassed: bool = False) -> NodeFacts:
    """The facts of a node with all that follows from its inputs, once they are whole.

    Raises: ShapeError.
    """
    module, values = facts.module, facts.values
    misfit = _loss_misfit(module, facts.inputs)
    if misfit:
        raise misfit
    if values is None or not is_whole(module, facts.inputs):
        return facts
    outputs = outputs_of(module, values, facts.inputs, bypassed=bypassed)
    if bypassed and can_bypass(module):
        return replace(facts, outputs=outputs, flops=0, is_settled=True)
    arguments = _arguments(module, facts.inputs)
    with guarded(module):
        weights = module.weights(values, *arguments)
        rule = module.flops
        return NodeFacts(
            module,
            values,
            facts.inputs,
            outputs,
            weights=weights,
            state=module.state(values, *arguments),
            flops=rule(values, *arguments) if rule else _one_each(module, outputs, weights),
            is_settled=True,
        )


@contextmanager
def guarded(module: Module) -> Iterator[None]:
    """Make any failure a ShapeError: a stranger's module must not take the whole graph down."""
    try:
        yield
    except ShapeError:
        raise
    except Exception as error:
        raise ShapeError(
            "the shape rule of {kind} failed: {error}",
            kind=module.kind,
            error=told(error, file_of(module.infer or module.weights)),
        ) from error


def _refuse_no_specs(module: Module, outputs: Mapping[str, Any]) -> None:
    """A shape rule of one's own may give anything. Raises: ShapeError."""
    names = [p.name for p in module.outputs]
    is_whole = module.category == "composite" or outputs.keys() == {*names}
    if is_whole and all(isinstance(spec, Spec) for spec in outputs.values()):
        return
    raise ShapeError(
        "the shape rule of {kind} gives {given}; need a Spec, or a dict of one for each of its "
        "output ports: {ports}",
        kind=module.kind,
        given=", ".join(f"{name}: {spec!r}" for name, spec in outputs.items()) or Text("nothing"),
        ports=", ".join(names),
    )


def _arguments(module: Module, inputs: Inputs) -> list[Any]:
    """Specs as `infer` takes them: one, None for an open optional port, a tuple for many."""
    return [
        inputs[p.name] if p.many else (inputs[p.name][0] if inputs[p.name] else None)
        for p in module.inputs
    ]


def _loss_misfit(module: Module, inputs: Inputs) -> ShapeError | None:
    """Losses go into optimizers, tensors go everywhere else."""
    wants_loss = module.category == "optimizer"
    for port, specs in inputs.items():
        for spec in specs:
            if spec is not None and spec.is_loss != wants_loss:
                template = "gets a loss; needs a tensor"
                if wants_loss:
                    template = "gets a tensor ({spec}); needs a loss"
                remedies = [Remedy(Text("Remove the wire"), Disconnect())]
                return ShapeError(template, port=port, spec=str(spec), remedies=remedies)
    return None


def _one_each(module: Module, outputs: Mapping[str, Spec], weights: Arrays) -> int | None:
    """One operation for each number that comes out, where no rule says how many there are.

    More weights than that are used for more; how many, only the author of the module knows.
    """
    if module.category == "data":
        return 0
    sizes = [s.size for s in outputs.values() if not s.is_loss]
    if None in sizes:
        return None
    count = sum(size for size in sizes if size)
    return count if sum(w.size for w in weights) <= count else None
