"""What every declaration must say, whatever the module does."""

import inspect
import json
from collections.abc import Callable

import pytest

from hornstudio.engine.catalog import catalog
from hornstudio.engine.codegen.quote import Quoter
from hornstudio.engine.errors import ParamError, ShapeError
from hornstudio.engine.module import Module
from hornstudio.engine.params import Choice, Float, Int, Nested, complete
from hornstudio.engine.shapes import Spec
from tests.contract.case import Case
from tests.contract.cases import CASES
from tests.contract.every import every

ALL = list(catalog().modules.values())
FIND = catalog().find


def each(modules: list[Module] = ALL) -> Callable:
    return every(modules, name=lambda m: f"{m.category}.{m.kind}")


def away(module: Module) -> dict:
    """Every param that some case sets away from its default, with the first such value."""
    found: dict = {}
    defaults = complete(module.params, {}, FIND)
    for case in cases_of(module):
        for name, value in case.values.items():
            if value != defaults[name]:
                found.setdefault(name, value)
    return found


def cases_of(module: Module) -> list[Case]:
    return [c for c in CASES if (c.category, c.kind) == (module.category, module.kind)]


@each()
def test_has_a_case(module: Module) -> None:
    assert cases_of(module), "add a row to a file of tests/contract/cases"


def test_every_case_names_a_module() -> None:
    assert {(c.category, c.kind) for c in CASES} <= set(catalog().modules)


@each()
def test_some_case_sets_each_param_away_from_its_default(module: Module) -> None:
    assert set(away(module)) == {p.name for p in module.params}


@each()
def test_params_survive_json_with_none_at_its_default(module: Module) -> None:
    values = away(module)
    raw = {p.name: p.to_json(values[p.name]) for p in module.params}
    again = complete(module.params, json.loads(json.dumps(raw)), FIND)
    assert dict(again) == values


@each()
def test_params_survive_being_shown_and_read(module: Module) -> None:
    for param in module.params:
        for case in cases_of(module):
            value = case.values[param.name]
            again = param.read(param.show(value), FIND)
            if isinstance(param, Nested) and not isinstance(value, float | None):
                assert again.kind == value.kind
            else:
                assert again == value


@each()
def test_defaults_are_legal_and_describable(module: Module) -> None:
    values = complete(module.params, {}, FIND)
    assert set(values) == {p.name for p in module.params}
    json.dumps([p.describe() for p in module.params])


@each()
def test_refuses_what_is_out_of_bounds(module: Module) -> None:
    for param in module.params:
        for bad in bad_values(param):
            with pytest.raises(ParamError, match=param.name):
                param.parse(bad, FIND)


def bad_values(param) -> list:
    bad: list = [{"kind": "nothing"}, [[]]]
    if isinstance(param, Int | Float):
        bad += [b - 1 for b in (param.low,) if b is not None]
        bad += [b + 1 for b in (param.high,) if b is not None]
    if isinstance(param, Float):
        bad += [b for b in (param.above, param.below) if b is not None]
    if isinstance(param, Choice):
        bad += ["nothing"]
    return bad


@each()
def test_help_is_a_sentence(module: Module) -> None:
    for text in (module.help, *(p.help for p in module.params)):
        assert text[0].isupper() or text[0].isdigit() or text.split()[0] in ("valid",), text
        assert text.endswith("."), text
        assert len(text) > 8, text


@each()
def test_can_be_found_by_other_names(module: Module) -> None:
    assert module.source.startswith(("http://", "https://"))
    assert len(module.words) >= 3
    korean = [w for w in module.words if any("가" <= c <= "힣" for c in w)]
    assert korean
    if module.is_node:
        for word in (module.title, module.kind, *module.words):
            assert module in catalog().search(word), word


@each()
def test_shows_two_params_at_most(module: Module) -> None:
    assert len(module.main) <= 2
    assert set(module.main) <= {p.name for p in module.params}


@each([m for m in ALL if m.apply])
def test_maths_says_shapes_and_source(module: Module) -> None:
    text = inspect.getdoc(module.apply) or ""
    assert text.splitlines()[0].endswith("."), text
    assert "Shapes: " in text
    assert "Source: " in text


@each([m for m in ALL if m.load])
def test_data_says_what_it_holds(module: Module) -> None:
    text = inspect.getdoc(module.load) or ""
    for port in module.outputs:
        assert f"{port.name} [" in text or f" {port.name} [" in text
    assert module.examples is not None
    for file in module.files:
        assert len(file.sha256) == 64
        assert file.size > 0


@each([m for m in ALL if m.apply or m.load])
def test_maths_stands_alone(module: Module) -> None:
    """The quoted text runs in an empty namespace, so nothing is missing from it."""
    quoter = Quoter()
    names = [quoter.name(f) for f in (module.apply, module.load) if f]
    if module.result:
        names.append(quoter.name(module.result))
    space: dict = {}
    exec("\n".join([*sorted(quoter.imports), *quoter.section()]), space)
    assert all(callable(space[name]) for name in names)


@each()
def test_arrays_name_their_params(module: Module) -> None:
    known = {p.name for p in module.params}
    initializers = {m.kind for m in catalog().category("initializer")}
    for case in cases_of(module):
        arrays = module.weights(case.values, *case.inputs) + module.state(case.values, *case.inputs)
        assert len({a.name for a in arrays}) == len(arrays)
        for array in arrays:
            assert array.initializer in known | initializers
            assert array.regularizer in known | {""}


@each([m for m in ALL if m.is_node and m.flops])  # the others: one for each number of the output
def test_cost_is_a_count(module: Module) -> None:
    for case in cases_of(module):
        assert isinstance(module.flops(case.values, *case.inputs), int)
        assert module.flops(case.values, *case.inputs) >= 0


@every([c for c in CASES if c.module.is_node and c.inputs])
def test_unknown_lengths_are_carried_or_refused(case: Case) -> None:
    """A symbol in any place gives a shape or a reason, never another error."""
    for inputs in with_symbols(case.inputs):
        refused, outputs = settle(case, inputs)
        assert "unknown" in refused or not refused
        for spec in outputs.values():
            assert all(isinstance(n, str) or n >= 1 for n in spec.shape)
        if outputs and case.module.flops:
            assert isinstance(case.module.flops(case.values, *inputs), int)


def settle(case: Case, inputs) -> tuple[str, dict[str, Spec]]:
    """Why the shape rule refuses, or its outputs; what it accepts must have weights too."""
    try:
        outputs = case.module.infer_outputs(case.values, *inputs)
    except ShapeError as error:
        return str(error), {}
    case.module.weights(case.values, *inputs)
    case.module.state(case.values, *inputs)
    return "", outputs


def with_symbols(inputs) -> list:
    found = []
    for place, spec in enumerate(inputs):
        several = spec if isinstance(spec, tuple) else (spec,)
        for dim in range(max((len(s.shape) for s in several if s), default=0)):
            changed = tuple(unknown(s, dim) for s in several)
            new = changed if isinstance(spec, tuple) else changed[0]
            found.append((*inputs[:place], new, *inputs[place + 1 :]))
    return found


def unknown(spec: Spec | None, dim: int) -> Spec | None:
    if spec is None or dim >= spec.rank:
        return spec
    return Spec((*spec.shape[:dim], "T", *spec.shape[dim + 1 :]), spec.dtype)
