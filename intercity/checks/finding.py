"""What a check finds: a verdict, in plain words, with its figures and its repair."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any, Literal

from games.approximately import approximately
from games.by_city import listed
from games.exact import number_to_json

__all__ = [
    "Finding",
    "RuleRow",
    "ShareRow",
    "Verdict",
    "gains_told",
    "inside",
    "listed",
    "one_unit",
    "percent",
    "share_words",
    "shown",
    "years_words",
]

LONGEST = 10**18
"""From here on a number is told in powers of ten."""

Verdict = Literal["stands", "fails", "undecided", "not asked"]


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as one row of a table: its name, what it loses, and what it asks for or leaves."""

    rule: str
    loses: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A way to share a cost as one row of a table: what each pays, and whether it holds."""

    way: str
    shares: str
    holds: str


@dataclass(frozen=True, slots=True, repr=False)
class Finding:
    """The outcome of one check.

    ``says``: what was found, in an economist's words. ``repair``: the clause that would mend it, or
    "none" and why. ``margin``: how far the verdict is from tipping (negative when it fails), in the
    check's own unit. ``mends``: the share of the loss that the repair mends; ``None`` where there
    is no repair. ``figures``: the numbers behind the words. ``proof``: whether these are exact,
    or enclosed and how tightly. ``finer``: a verdict that distinguishes more than ``verdict``.
    ``headline``: what the first lines of a report say of it, where it is told there.
    ``rules``: the rules that were compared, a row each; ``shares``: the ways to share a cost.
    """

    number: int
    name: str
    verdict: Verdict
    says: str
    repair: str = ""
    margin: Fraction | None = None
    figures: Mapping[str, Fraction] = field(default_factory=dict)
    finer: str = ""
    proof: str = "exact"
    headline: str = ""
    rules: tuple[RuleRow, ...] = ()
    shares: tuple[ShareRow, ...] = ()
    mends: Fraction | None = None

    def __repr__(self) -> str:
        return f"Finding({self.name}: {self.verdict})"

    def __str__(self) -> str:
        repair = f" REPAIR {self.repair}" if self.repair else ""
        return f"{self.name}: {self.verdict}. {self.says}{repair}"

    @property
    def mended(self) -> bool:
        """Whether there is a clause that repairs at least half of what fails."""
        return self.mends is not None and self.mends >= Fraction(1, 2)

    @property
    def outcome(self) -> str:
        """The finest verdict, which a number may flip."""
        return self.finer or self.verdict

    def to_json(self) -> dict[str, Any]:
        return {
            "check": self.number,
            "name": self.name,
            "verdict": self.verdict,
            "says": self.says,
            "repair": self.repair,
            "mends": None if self.mends is None else number_to_json(self.mends),
            "rules": [asdict(row) for row in self.rules],
            "shares": [asdict(row) for row in self.shares],
            "proof": self.proof,
            "figures": {name: number_to_json(value) for name, value in self.figures.items()},
        }


def shown(number: Fraction, *, sign: bool = False) -> str:
    """A number for reading: one decimal, or two significant digits where that would hide it.

    >>> shown(Fraction(12345, 10)), shown(Fraction(3, 100)), shown(Fraction(-7)), shown(Fraction(0))
    ('1,234.5', '0.03', '-7.0', '0')
    """
    mark = "+" if sign else ""
    size = abs(number)
    if number == 0:
        return "0"
    if size >= LONGEST:
        return approximately(number, f"{mark}.6g")
    if size >= 10_000:
        return approximately(number, f"{mark},.0f")
    if size >= Fraction(19, 20):
        return approximately(number, f"{mark},.1f")
    return approximately(number, f"{mark}.2g")


def inside(
    value: Fraction,
    low: Fraction | None,
    high: Fraction | None,
    told: Callable[[Fraction], str] = shown,
) -> str:
    """A value as it is ``told``, rounded so that it is still between the least and the largest.

    >>> inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(2))
    '0.46'
    >>> inside(Fraction(4544, 10000), Fraction(4544, 10000), Fraction(4548, 10000))
    '0.4544'
    >>> inside(Fraction(202), None, Fraction(202), amount)
    '202'
    """
    text = told(value)
    for step in (0, 1, -1):
        read = Fraction(text.replace(",", ""))
        digits = len(text.partition(".")[2])
        moved = read + Fraction(step, 10**digits)
        if (low is None or low <= moved) and (high is None or moved <= high):
            return text if not step else f"{approximately(moved, f',.{digits}f')}"
    return approximately(value, ".6g")


def amount(number: Fraction) -> str:
    """A count of something (mu, projects, years): whole where it is, else as ``shown``.

    >>> amount(Fraction(300)), amount(Fraction(733, 10))
    ('300', '73.3')
    """
    whole = number.denominator == 1 and abs(number) < LONGEST
    return f"{number.numerator:,}" if whole else shown(number)


def one_unit(unit: str) -> str:
    """One of what a resource is counted in, as in "a price per site".

    >>> one_unit("units"), one_unit("batches"), one_unit("mu"), one_unit("")
    ('unit', 'batch', 'mu', 'unit')
    """
    if unit.endswith(("ches", "shes", "sses", "xes")):
        return unit[:-2]
    several = len(unit) > 3 and unit.endswith("s") and not unit.endswith("ss")
    return (unit[:-1] if several else unit) or "unit"


def percent(share: Fraction) -> str:
    """A share in per cent.

    >>> percent(Fraction(889, 1000))
    '89%'
    """
    return f"{approximately(100 * share, '.0f')}%"


def gains_told(gains: Mapping[str, Fraction]) -> str:
    """What each city gains or loses.

    >>> gains_told({"Hangzhou": Fraction(30), "Quzhou": Fraction(-2)})
    'Hangzhou +30.0, Quzhou -2.0'
    """
    return ", ".join(f"{city} {shown(gain, sign=True)}" for city, gain in gains.items())


def years_words(first: int, last: int) -> str:
    """In which years.

    >>> years_words(1, 5), years_words(3, 3)
    ('in years 1 to 5', 'in year 3')
    """
    return f"in year {first}" if first == last else f"in years {first} to {last}"


def share_words(share: Fraction) -> str:
    """A share for reading; a small one is not told as none, nor a large one as all.

    >>> [share_words(share) for share in (Fraction(1, 3000), Fraction(1, 2), Fraction(9999, 10**4))]
    ['0.033%', '50%', '99.99%']
    """
    if 0 < share < Fraction(1, 100):
        return f"{approximately(100 * share, '.2g')}%"
    if Fraction(99, 100) < share < 1:
        return f"{approximately(100 * share, '.4g')}%"
    return percent(share)
