"""Every kind of param has a field, those from elsewhere too."""

from dataclasses import dataclass
from typing import Any

from hornstudio.engine import params
from hornstudio.engine.catalog import catalog
from hornstudio.engine.params import Flag, Int, Param
from hornstudio.ui.form.fields.number import NumberField
from hornstudio.ui.form.fields.table import FIELDS, make_field
from hornstudio.ui.form.fields.text import TextField


def test_every_kind_of_param_of_the_engine_has_a_field():
    known = {
        thing
        for thing in vars(params).values()
        if isinstance(thing, type) and issubclass(thing, Param) and thing is not Param
    }
    assert known == set(FIELDS)


@dataclass(frozen=True, kw_only=True)
class Even(Int):
    def _parse(self, raw: Any, find: Any) -> int | None:
        value = super()._parse(raw, find)
        return value if value is not None and value % 2 == 0 else None


@dataclass(frozen=True, kw_only=True)
class Color(Param):
    @property
    def need(self):
        return "a colour such as #ff0000"

    def _parse(self, raw, find):
        return raw if isinstance(raw, str) and raw.startswith("#") else None

    def _read(self, text, find):
        return self.parse(text, find)


def test_a_kind_derived_from_a_known_one_gets_its_field(shown, hand):
    field = shown(make_field(Even(name="pairs", default=2, help=""), catalog()))
    assert isinstance(field, NumberField)
    values = []
    field.value_edited.connect(values.append)
    field.show_value(2)
    hand.type(field.box, "3")
    hand.type(field.box, "4")
    assert values == [4]


def test_a_kind_of_its_own_gets_a_line_that_reads_through_the_param(shown, hand):
    field = shown(make_field(Color(name="ink", default="#000000", help=""), catalog()))
    assert isinstance(field, TextField)
    values, refusals = [], []
    field.value_edited.connect(values.append)
    field.refused.connect(refusals.append)
    field.show_value("#000000")
    hand.type(field.line, "red")
    assert "a colour such as #ff0000" in refusals[-1]
    hand.type(field.line, "#ff0000")
    assert values == ["#ff0000"]


def test_an_optional_flag_can_be_unset(shown, hand):
    field = shown(make_field(Flag(name="on", optional=True, help=""), catalog()))
    values = []
    field.value_edited.connect(values.append)
    field.show_value(None)
    hand.type(field.line, "yes")
    hand.type(field.line, "")
    assert values == [True, None]
