"""What is said of a map of proof, in English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from games.approximately import approximately
from intercity.english import inside

__all__ = ["MappedNumber", "open_share", "proven_share", "summary"]

NO_VERDICT = "no verdict"


class MappedNumber(NamedTuple):
    """A number of a map: its key, its own value, its range, and where it alone changes nothing."""

    key: str
    value: Fraction
    sides: tuple[Fraction, Fraction]
    alone: tuple[Fraction, Fraction]


def summary(
    check: str,
    numbers: Sequence[MappedNumber],
    shares: Mapping[str, Fraction],
    *,
    left: Fraction,
    boxes: tuple[int, int],
    here: str | None,
) -> Iterator[str]:
    """What is proven, in a few lines.

    ``shares``: of the map, by the verdict that is proven there (empty: there is none); ``left``:
    what is open of it; ``boxes``: how many are open, of how many; ``here``: the verdict at the
    numbers' own values, ``None`` where it is open.
    """
    spans = [
        f"{number.key} from {approximately(number.sides[0])} to {approximately(number.sides[1])}"
        for number in numbers
    ]
    yield f"MAP         {check}: {' and '.join(spans)}"
    for verdict, share in shares.items():
        if share:
            yield f"PROVEN      {verdict or NO_VERDICT} on {proven_share(share)} of it"
    some = f"{open_share(left)}, in {boxes[0]} of {boxes[1]} boxes"
    yield f"OPEN        {some if boxes[0] else 'none of it'}"
    told = here or NO_VERDICT
    if here is None:
        told = "open" if boxes[0] else "on the border of these parts"
    at = " and ".join(approximately(number.value) for number in numbers)
    yield f"AS ASSUMED  {told}, at {at}"
    if here:
        heads = ("NEAREST     ", "            ")
        nearest = sorted(_moved_alone(number, here) for number in numbers)
        for head, (_, line) in zip(heads, nearest, strict=True):
            yield head + line


def proven_share(share: Fraction) -> str:
    """A share of the map that is proven: no more is told than is.

    >>> proven_share(Fraction(11, 16)), proven_share(Fraction(99_999, 100_000))
    ('68.75%', '99.99%')
    """
    return f"{floor(10_000 * share) / 100:.2f}%"


def open_share(share: Fraction) -> str:
    """A share of the map that is open: no less is told than is.

    >>> open_share(Fraction(1, 100_000))
    '0.01%'
    """
    return f"{ceil(10_000 * share) / 100:.2f}%"


def _told(number: Fraction) -> str:
    return approximately(number, ",.6g")


def _share(percent: Fraction) -> str:
    return approximately(percent, ".2g")


def _moved_alone(number: MappedNumber, here: str) -> tuple[Fraction, str]:
    """How far a number, moved alone, leaves the verdict: as a share of its range, and in words.

    No more is told than is proven.
    """
    key, value, sides, (low, high) = number
    ends = [end for end, last in zip((low, high), sides, strict=True) if end != last]
    if not ends:
        return Fraction(2), f"{key} alone: {here} in all of its range"
    part = min(abs(value - end) for end in ends) / (sides[1] - sides[0])
    least, most = inside(low, low, value, _told), inside(high, value, high, _told)
    between = f"from {least} to {most}"
    if len(ends) == 1:
        between = f"above {least}" if ends[0] < value else f"below {most}"
    percent = 100 * part
    far = f"{inside(percent, None, percent, _share)}% of its range away"
    return part, f"{key} alone: {here} {between}; it may turn {far}"
