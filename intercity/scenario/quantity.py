"""A number and where it comes from: every figure in a scenario is sourced, or assumed with a range.

    { v = 320, src = "CYD2017" }            sourced: a source says so
    { v = 400, low = 200, high = 600 }      assumed: anywhere from 200 to 600

A bare number is refused, since nobody could tell later whether it was found or made up. Numbers are
exact: ``0.1`` is one tenth.

>>> Quantity.model_validate({"v": Decimal("0.1"), "low": 0, "high": 1}).value
Fraction(1, 10)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, ClassVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from games.approximately import approximately
from games.errors import InvalidInput
from games.exact import exact
from games.printable import cut

__all__ = [
    "Amount",
    "AmountByCity",
    "ByCity",
    "Discount",
    "Exact",
    "Horizon",
    "InnerShare",
    "Positive",
    "Quantity",
    "Share",
    "Tenure",
    "amount_of",
    "toml_text",
    "without_commas",
]


def toml_text(value: object) -> str:
    """A value as one would write it in the file.

    >>> toml_text({"v": Decimal("0.5"), "src": "CYD2017"})
    '{ v = 0.5, src = "CYD2017" }'
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        text = '"' + " ".join(value.split()) + '"'
    elif isinstance(value, Mapping):
        inside = ", ".join(f"{key} = {toml_text(entry)}" for key, entry in value.items())
        text = f"{{ {inside} }}"
    elif isinstance(value, list | tuple):
        text = "[" + ", ".join(map(toml_text, value)) + "]"
    elif type(value) is Fraction:  # a number that moves in a box has a text of its own
        text = str(value.numerator) if value.denominator == 1 else approximately(value, ".10g")
    else:
        text = str(value)
    return cut(text, 120)


def violation(value: object, expected: str) -> PydanticCustomError:
    """What a validator raises: the value as it stands in the file, and what would be right."""
    return PydanticCustomError("fault", "{expected}", {"shown": value, "expected": expected})


_POINTS = re.compile(r"([-+]?\d{1,3}(?:\.\d{3})+),(\d+)")
_COMMAS = re.compile(r"([-+]?\d+)((?:,\d+)+)(\.\d+)?")


def without_commas(text: str) -> str | None:
    """What to write for a number with commas, which TOML has none of; ``None`` if it is not one.

    >>> without_commas("0,40"), without_commas("1,250,000"), without_commas("many")
    ('0.40, with a decimal point', '1250000, without separators of thousands', None)
    >>> without_commas("1,250")
    '1250, without a separator of thousands, or 1.250, with a decimal point'
    >>> without_commas("1.250.000,5")
    '1250000.5, with one decimal point and no other sign'
    """
    other_way = _POINTS.fullmatch(text.strip())
    if other_way is not None:
        joined = f"{other_way[1].replace('.', '')}.{other_way[2]}"
        return f"{joined}, with one decimal point and no other sign"
    found = _COMMAS.fullmatch(text.strip())
    if found is None:
        return None
    whole, groups, rest = found[1], found[2].split(",")[1:], found[3] or ""
    thousands = all(len(group) == 3 for group in groups) and 0 < len(whole.lstrip("+-0")) <= 3
    several = len(groups) > 1
    if not thousands and (several or rest):
        return "a number without commas"
    point = f"{whole}.{groups[0]}, with a decimal point"
    if not thousands:
        return point
    separators = "separators" if several else "a separator"
    joined = f"{whole}{''.join(groups)}{rest}, without {separators} of thousands"
    return joined if several or rest else f"{joined}, or {point}"


def _without_sign(text: str) -> str | None:
    """What to write for a percent in quotes; ``None`` if it is not one.

    >>> _without_sign("5%"), _without_sign("many")
    ('0.05, without quotes and the sign for per cent', None)
    """
    found = re.fullmatch(r"\s*(-?\d{1,6}(?:\.\d{1,6})?)\s*%\s*", text)
    if found is None:
        return None
    return f"{toml_text(Fraction(found[1]) / 100)}, without quotes and the sign for per cent"


def _exact(raw: object) -> Fraction:
    right = without_commas(raw) or _without_sign(raw) if isinstance(raw, str) else None
    if right is not None:
        raise violation(raw, right)
    try:
        return exact(raw)
    except InvalidInput as error:
        raise violation(raw, error.right) from None


Exact = Annotated[
    Fraction,
    PlainValidator(_exact),
    PlainSerializer(float, return_type=float),  # for the defaults in the JSON Schema
    WithJsonSchema({"type": "number"}),
]
"""A bare number, read exactly: for terms and conventions."""


class Quantity(BaseModel):
    """A number with its provenance.

    ``v``: the number. ``src``: who says so; or ``low`` and ``high``: the range in which the analyst
    believes an assumed number. ``note``: anything a reader should know.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    whole: ClassVar[bool] = False
    """A number that must stay whole when it is moved."""
    least: ClassVar[int | None] = None
    most: ClassVar[int | None] = None
    open_ended: ClassVar[bool] = False
    """The bounds themselves are excluded."""
    meaning: ClassVar[str] = "a number"

    v: Exact = Field(description="the number")
    src: str | None = Field(default=None, description="the source: a key of [sources]")
    low: Exact | None = Field(default=None, description="assumed: not below this")
    high: Exact | None = Field(default=None, description="assumed: not above this")
    note: str | None = Field(default=None, description="anything a reader should know")

    @property
    def value(self) -> Fraction:
        """The number, exact."""
        return self.v

    @property
    def sourced(self) -> bool:
        """A source gives the number; else it is assumed, with a range."""
        return self.src is not None

    @classmethod
    def admits(cls, value: Fraction) -> bool:
        """Whether a quantity of this kind can have this value."""
        if cls.whole and value.denominator != 1:
            return False
        if cls.open_ended and value in (cls.least, cls.most):
            return False
        return (cls.least is None or value >= cls.least) and (cls.most is None or value <= cls.most)

    @model_validator(mode="before")
    @classmethod
    def _has_provenance(cls, raw: Any) -> Any:
        if isinstance(raw, Quantity):
            return raw
        if isinstance(raw, str) and (without_commas(raw) or _without_sign(raw)):
            _exact(raw)
        if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal | Fraction | Mapping):
            raise violation(raw, "{ v = ..., src = ... } or { v = ..., low = ..., high = ... }")
        if not isinstance(raw, Mapping):
            _exact(raw)
            shown = toml_text(raw)
            raise violation(
                raw,
                f"{{ v = {shown}, src = ... }} (who says so) or "
                f"{{ v = {shown}, low = ..., high = ... }} (assumed, with its range)",
            )
        return raw

    @model_validator(mode="after")
    def _stands_in_its_range(self) -> Quantity:
        given = {key: getattr(self, key) for key in ("v", "src", "low", "high")}
        shown = {key: entry for key, entry in given.items() if entry is not None}
        if self.src is not None and not self.src.strip():
            raise violation(shown, "given with a source that is not empty")
        if self.src is None and (self.low is None or self.high is None):
            raise violation(shown, "given a source (src = ...) or, if assumed, a range (low, high)")
        if self.src is not None and (self.low is not None or self.high is not None):
            raise violation(shown, "either sourced (src) or assumed (low, high), not both")
        if self.low is not None and self.high is not None:
            if self.low > self.high:
                low, high = toml_text(self.high), toml_text(self.low)
                raise violation(
                    shown, f"given with low = {low} and high = {high}, which are swapped"
                )
            if not self.low <= self.v <= self.high:
                raise violation(shown, "inside its own range: low <= v <= high")
        for key in ("v", "low", "high"):
            number = given[key]
            if isinstance(number, Fraction) and not self.admits(number):
                what = "" if key == "v" else f" ({key} is {toml_text(number)})"
                if (self.least, self.most) == (0, 1) and 2 <= number <= 100:
                    share = toml_text(number / 100)
                    what += f"; {toml_text(number)} per cent is {share}"
                raise violation(shown, f"{self.meaning}, range included{what}")
        return self

    @classmethod
    def __get_pydantic_json_schema__(cls, _core: Any, _handler: Any) -> dict[str, Any]:
        number: dict[str, Any] = {"type": "integer" if cls.whole else "number"}
        for end, word in ((cls.least, "Minimum"), (cls.most, "Maximum")):
            if end is not None:
                number[f"exclusive{word}" if cls.open_ended else word.lower()] = end

        def field(key: str, kind: dict[str, Any]) -> dict[str, Any]:
            return kind | {"description": cls.model_fields[key].description}

        text = {"type": "string"}
        both = {"v": field("v", number), "note": field("note", text)}
        return {
            "title": cls.__name__,
            "description": f"{cls.meaning[0].upper()}{cls.meaning[1:]}, sourced or assumed.",
            "oneOf": [
                {
                    "title": "sourced",
                    "type": "object",
                    "properties": both | {"src": field("src", text | {"minLength": 1})},
                    "required": ["v", "src"],
                    "additionalProperties": False,
                },
                {
                    "title": "assumed",
                    "type": "object",
                    "properties": both | {key: field(key, number) for key in ("low", "high")},
                    "required": ["v", "low", "high"],
                    "additionalProperties": False,
                },
            ],
        }


class Amount(Quantity):
    """A quantity that cannot be negative."""

    least = 0
    meaning = "a number that is not negative"


class Positive(Quantity):
    """A quantity above 0."""

    least = 0
    open_ended = True
    meaning = "a number above 0"


class Share(Quantity):
    """A share of something, from 0 to 1."""

    least = 0
    most = 1
    meaning = "a share from 0 to 1"


class InnerShare(Quantity):
    """A share of something, neither none nor all of it."""

    least = 0
    most = 1
    open_ended = True
    meaning = "a share above 0 and below 1"


class Discount(Quantity):
    """A discount factor: what a yuan next year is worth today."""

    least = 0
    most = 1
    open_ended = True
    meaning = "a discount factor above 0 and below 1"


class Tenure(Quantity):
    """Years in office, at least one."""

    least = 1
    meaning = "a number of years, at least 1"


class Horizon(Quantity):
    """A whole number of years: exact interest over more than these has thousands of digits."""

    whole = True
    least = 1
    most = 500
    meaning = "a whole number of years, from 1 to 500"


ByCity = Mapping[str, Quantity]
AmountByCity = Mapping[str, Amount]


def amount_of(quantity: Quantity | None) -> Fraction:
    """Its number; nothing where the file leaves it out."""
    return Fraction(0) if quantity is None else quantity.value
