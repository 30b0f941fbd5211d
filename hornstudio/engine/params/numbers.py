"""Kinds of setting that hold numbers: one or several, whole or not."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from hornstudio.engine.errors import ParamError
from hornstudio.engine.params.param import Find, Param
from hornstudio.engine.text import Text

LARGEST = 2**31 - 1
"""The largest whole number where no other bound is declared; no array is longer."""

_IN_THOUSANDS = re.compile(r"[+-]?\d{1,3}(,\d{3})+")
"""`1,024`; any other comma begins a fraction, or comes from a slip."""


def too_large(name: str) -> ParamError:
    """The error for a whole number beyond `LARGEST`."""
    return ParamError("{name} is too large; need at most {high}", name=name, high=LARGEST)


@dataclass(frozen=True, kw_only=True)
class Int(Param):
    """A whole number from `low` to `high`, both included."""

    low: int | None = None
    high: int | None = None

    @property
    def need(self) -> Text:
        """Range in words."""
        if self.low is not None and self.high is not None:
            return Text("an integer from {low} to {high}", low=self.low, high=self.high)
        if self.low is not None:
            return Text("an integer of at least {low}", low=self.low)
        return Text("an integer")

    def _parse(self, raw: Any, find: Find) -> int | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float) or raw != raw:
            return None
        if isinstance(raw, float) and (math.isinf(raw) or raw != int(raw)):
            return None
        value = int(raw)
        if self.high is None and abs(value) > LARGEST:
            raise too_large(self.name)
        too_low = self.low is not None and value < self.low
        too_high = self.high is not None and value > self.high
        return None if too_low or too_high else value

    def _read(self, text: str, find: Find) -> int:
        whole = text.replace(",", "") if _IN_THOUSANDS.fullmatch(text.strip()) else text
        try:
            number = int(whole)
        except ValueError:
            raise self.refusal(text) from None
        return int(self.parse(number, find))

    def _bounds(self) -> dict[str, Any]:
        return present(low=self.low, high=self.high)


@dataclass(frozen=True, kw_only=True)
class Float(Param):
    """A number. `low` and `high` are included; `above` and `below` are not.

    live: whether it may change while training goes on; the maths then takes a traced number too.
    leads: of a schedule, whether it stands for the plain number that may be in its place.
    """

    low: float | None = None
    high: float | None = None
    above: float | None = None
    below: float | None = None
    live: bool = False
    leads: bool = False

    @property
    def need(self) -> Text:
        """Range in words."""
        parts = self.bounds
        if not parts:
            return Text("a number")
        if len(parts) == 1:
            return Text("a number {range}", range=parts[0])
        return Text("a number {first} and {second}", first=parts[0], second=parts[1])

    @property
    def bounds(self) -> list[Text]:
        """What keeps it from below, and from above, in words."""
        parts = []
        if self.low is not None:
            parts.append(Text("at least {bound}", bound=number_text(self.low)))
        if self.above is not None:
            parts.append(Text("above {bound}", bound=number_text(self.above)))
        if self.high is not None:
            parts.append(Text("at most {bound}", bound=number_text(self.high)))
        if self.below is not None:
            parts.append(Text("below {bound}", bound=number_text(self.below)))
        return parts

    def _parse(self, raw: Any, find: Find) -> float | None:
        if isinstance(raw, bool) or not isinstance(raw, int | float):
            return None
        try:
            value = float(raw)
        except OverflowError:  # a whole number of more than 308 digits
            return None
        return value if math.isfinite(value) and self._is_within(value) else None

    def _is_within(self, value: float) -> bool:
        return (
            (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.above is None or value > self.above)
            and (self.below is None or value < self.below)
        )

    def _read(self, text: str, find: Find) -> Any:
        try:
            number = float(text)
        except ValueError:
            raise self.refusal(text) from None
        return self.parse(number, find)

    def show(self, value: Any) -> str:
        """Shortest text that reads back as the same number."""
        return "None" if value is None else number_text(value)

    def _bounds(self) -> dict[str, Any]:
        return present(low=self.low, high=self.high, above=self.above, below=self.below)


def number_text(value: float) -> str:
    """Shortest text that reads back as the same number."""
    text = repr(float(value))
    return text[:-2] if text.endswith(".0") else text


def present(**bounds: Any) -> dict[str, Any]:
    """Those that are set."""
    return {name: bound for name, bound in bounds.items() if bound is not None}


@dataclass(frozen=True, kw_only=True)
class Ints(Param):
    """A tuple of whole numbers; one number stands for all when `length` is fixed.

    length: how many (None: any number of them). low: the least each may be. unknown: whether
    a dimension may be left open, written as None (`?` in the form). pairs: whether every two
    belong together, such as before and behind, and Keras nests them.
    """

    length: int | None = None
    low: int = 1
    unknown: bool = False
    pairs: bool = False

    @property
    def need(self) -> Text:
        """Count and bound in words."""
        if self.length is None:
            return Text("integers of at least {low}, such as 28, 28, 1", low=self.low)
        return Text("{length} integers of at least {low}", length=self.length, low=self.low)

    def _parse(self, raw: Any, find: Find) -> tuple[int | None, ...] | None:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = [raw] * (self.length or 1)
        if not isinstance(raw, list | tuple) or self.length not in (None, len(raw)):
            return None
        if any(isinstance(item, int) and abs(item) > LARGEST for item in raw):
            raise too_large(self.name)
        return tuple(raw) if all(self._is_fit(item) for item in raw) else None

    def _is_fit(self, item: Any) -> bool:
        if item is None:
            return self.unknown
        return isinstance(item, int) and not isinstance(item, bool) and item >= self.low

    def _read(self, text: str, find: Find) -> Any:
        words = [w for w in re.split(r"[\s,x×()\[\]]+", text) if w]
        try:
            numbers = [None if w in ("?", "None") else int(w) for w in words]
        except ValueError:
            raise self.refusal(text) from None
        single = self.length is not None and len(numbers) == 1
        return self.parse(numbers * (self.length or 1) if single else numbers, find)

    def to_json(self, value: Any) -> Any:
        """A list."""
        return None if value is None else list(value)

    def nested(self, value: tuple[int, ...]) -> tuple[Any, ...]:
        """The numbers as Keras takes them: every two that belong together in a tuple."""
        return tuple(zip(value[::2], value[1::2], strict=True)) if self.pairs else value

    def flat(self, raw: Sequence[Any]) -> Sequence[Any]:
        """The inverse of `nested`, of whatever a file holds; a lone number is both of a pair."""
        if not self.pairs:
            return raw
        pairs = (item if isinstance(item, list | tuple) else (item, item) for item in raw)
        return [number for pair in pairs for number in pair]

    def show(self, value: Any) -> str:
        """Numbers with commas."""
        if value is None:
            return "None"
        return ", ".join("?" if item is None else str(item) for item in value)

    def _bounds(self) -> dict[str, Any]:
        flags = {"unknown": self.unknown or None, "pairs": self.pairs or None}
        return present(length=self.length, low=self.low, **flags)


@dataclass(frozen=True, kw_only=True)
class Floats(Param):
    """A tuple of numbers; one number stands for all when `length` is fixed, unless they are `own`.

    length: how many (None: any number of them). low, high: the least and most each may be.
    own: whether each has to be given, as where all alike would mean nothing.
    ordered: whether none may be below the one before it. around: whether one number f stands
    for the two from -f to f instead, and not below `low`.
    """

    length: int | None = None
    low: float | None = None
    high: float | None = None
    ordered: bool = False
    around: bool = False
    own: bool = False

    @property
    def need(self) -> Text:
        """Count and bounds in words."""
        bounds = Float(name=self.name, help="", low=self.low, high=self.high).bounds
        if not bounds:
            return self._count
        if len(bounds) == 1:
            return Text("{numbers}, each {range}", numbers=self._count, range=bounds[0])
        low, high = bounds
        return Text("{numbers}, each {low} and {high}", numbers=self._count, low=low, high=high)

    @property
    def _count(self) -> Text:
        if self.length is None:
            return Text("numbers with commas between them")
        if self.around:
            return Text("one number, or two that rise")
        if self.ordered:
            return Text("{length} numbers that rise", length=self.length)
        return Text("{length} numbers", length=self.length)

    def _parse(self, raw: Any, find: Find) -> tuple[float, ...] | None:
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            raw = [raw] if self.own else self._for_all(raw)
        if not isinstance(raw, list | tuple) or self.length not in (None, len(raw)):
            return None
        one = Float(name=self.name, help="", low=self.low, high=self.high)
        values = tuple(one._parse(item, find) for item in raw)
        numbers = tuple(v for v in values if v is not None)
        if len(numbers) < len(values) or (self.ordered and list(numbers) != sorted(numbers)):
            return None
        return numbers

    def _for_all(self, number: float) -> list[float]:
        """What one number stands for."""
        if not self.around or (self.low is not None and number < self.low):
            return [number] * (self.length or 1)
        least = 0 - abs(number)
        return [least if self.low is None else max(least, self.low), abs(number)]

    def _read(self, text: str, find: Find) -> Any:
        words = [w for w in re.split(r"[\s,()\[\]]+", text) if w]
        try:
            numbers = [float(w) for w in words]
            single = self.length is not None and len(numbers) == 1
            return self.parse(numbers[0] if single else numbers, find)
        except (ValueError, ParamError):
            raise self.refusal(text) from None  # as it was typed

    def to_json(self, value: Any) -> Any:
        """A list."""
        return None if value is None else list(value)

    def show(self, value: Any) -> str:
        """Numbers with commas."""
        return "None" if value is None else ", ".join(number_text(item) for item in value)

    def _bounds(self) -> dict[str, Any]:
        bounds = {"length": self.length, "low": self.low, "high": self.high}
        return present(
            **bounds, ordered=self.ordered or None, around=self.around or None, own=self.own or None
        )
