"""The best voluntary rule where every value in a city's range is equally likely, by theorem."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.uniform_values import UniformExchange, UniformProject
from mechanisms.direct.efficiency_loss import EfficiencyLoss
from mechanisms.direct.range_sums import (
    MOST_CITIES,
    RangeSums,
    exchange_sums,
    gain_by_ends,
    project_sums,
)
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = ["UniformVoluntaryRule", "UniformVoluntaryRuleCertificate", "uniform_voluntary_rule"]

ONE = Fraction(1)
Question = UniformExchange | UniformProject
CLOSE = Fraction(1, 10**9)


@dataclass(frozen=True, slots=True, repr=False)
class UniformVoluntaryRule(EfficiencyLoss):
    """The best rule to which all agree, in which no misreport pays and no money comes from outside.

    ``gains``: expected, by all together, and no rule gains more by ``proof.radius``;
    ``first_best``: if values were known; ``spare``: what the fund would be left with, on average,
    if all these were had (below 0: what it lacks). ``stretch``: those take part who would if each
    range were stretched so. ``multiplier``: what gains rise with the first unit of outside
    money. ``payoffs``, ``chances``: by city what it expects, and how likely it takes part
    (or how many lots it expects to trade).

    See ``uniform_voluntary_rule`` for the concept, an example and its source.
    """

    gains: Fraction
    first_best: Fraction
    spare: Fraction
    stretch: Fraction
    payoffs: Mapping[str, Fraction]
    chances: Mapping[str, Fraction]
    certificate: UniformVoluntaryRuleCertificate
    proof: Proof
    method: str = "one stretch of all ranges, at which the fund breaks even; exact integrals"

    @property
    def multiplier(self) -> Fraction:
        return (self.stretch - 1) / (2 - self.stretch)

    @property
    def status(self) -> str:
        return self._reached(" at any values")


def uniform_voluntary_rule(question: UniformExchange | UniformProject) -> UniformVoluntaryRule:
    """The best voluntary rule where every value in a city's range is equally likely, by theorem.

    Virtual worth is then 2 v - high for a buyer or a member, and 2 c - low for a seller. So the
    best rule does what would be best for all if each range were stretched by one factor t from 1 to
    2 away from its most eager end: a buyer counts as high - t (high - v), a seller as low + t (c -
    low). Let G(t) be what would be gained then; it falls, and bends up. The tangent at t says all:

        gains = G(t) - (t - 1) G'(t),      left in the fund = G(t) + (2 - t) G'(t),

    the tangent at 1 and at 2. At t = 1 everything is had; if that leaves the fund short, t rises
    until the fund breaks even. And no honest and voluntary rule that pays for itself gains more
    than G(t) / (2 - t), for any t, if values are independent.

    Exact or closely enclosed, for up to 12 cities.

    It is Bayesian incentive compatible, interim individually rational and can be paid for at every
    profile of values. Errors: ``InvalidInput`` for more cities.

    >>> duo = uniform_voluntary_rule(UniformExchange({"B": (0, 1)}, {"S": (0, 1)}))
    >>> duo.gains, duo.first_best, duo.stretch
    (Fraction(9, 64), Fraction(1, 6), Fraction(4, 3))
    >>> crowd = uniform_voluntary_rule(UniformExchange({"B": (0, 1), "C": (0, 1)},
    ...                                                {"S": (0, 1), "T": (0, 1)}))
    >>> f"{float(crowd.lost_share):.3f}", crowd.proof.kind
    ('0.056', 'enclosed')

    Source: Myerson and Satterthwaite (1983) for two; Gresik and Satterthwaite (1989), whose table
    has 5.6 per cent for two buyers and two sellers; Williams (1999), A characterization of
    efficient, Bayesian incentive compatible mechanisms; Mailath and Postlewaite (1990) for
    projects.
    """
    of_kind(question, UniformExchange, UniformProject, place="subject of uniform_voluntary_rule")
    if len(question.cities) > MOST_CITIES:
        raise InvalidInput("the number of cities", len(question.cities), f"at most {MOST_CITIES}")
    first = _Tangent(question, ONE)
    found = first if first.funds >= 0 else _break_even(question, first)
    return UniformVoluntaryRuleCertificate(
        found.stretch, found.gains, first.gains, first.funds
    ).answer(question)


class _Tangent:
    """What a stretch of all ranges gains and leaves in the fund."""

    def __init__(self, question: Question, stretch: Fraction) -> None:
        self.stretch = stretch
        self.sums = _sums(question, stretch)
        self.gains = self.sums.gain - (stretch - 1) * self.sums.slope
        self.funds = self.sums.gain + (2 - stretch) * self.sums.slope

    @property
    def beyond(self) -> Fraction:
        """By how much another rule may gain more."""
        return self.funds * (self.stretch - 1) / (2 - self.stretch)


def _sums(question: Question, stretch: Fraction) -> RangeSums:
    if isinstance(question, UniformExchange):
        sides = (list(question.buyers.values()), list(question.sellers.values()))
        return exchange_sums(*sides, stretch, tuple(question.lots.values()))
    return project_sums(list(question.members.values()), question.cost, stretch)


def _break_even(question: Question, first: _Tangent) -> _Tangent:
    """The stretch at which the fund breaks even, or is left with next to nothing.

    What it is left with rises with the stretch. By turns the middle of the bracket is tried, and
    where a line through its ends crosses 0.
    """
    low, high = first, _Tangent(question, Fraction(3, 2))
    while high.funds < 0:
        low, high = high, _Tangent(question, (high.stretch + 2) / 2)
    halve = False
    while high.funds and high.beyond > CLOSE * high.gains:
        part = Fraction(1, 2) if halve else low.funds / (low.funds - high.funds)
        at = low.stretch + part * (high.stretch - low.stretch)
        near = at.limit_denominator(64)
        simple = abs(near - at) * 10**3 < high.stretch - low.stretch
        at = near if simple else Fraction(round(at * 2**40), 2**40)
        if not low.stretch < at < high.stretch:
            at = (low.stretch + high.stretch) / 2
        found = _Tangent(question, at)
        shrunk = high.stretch - low.stretch
        low, high = (low, found) if found.funds >= 0 else (found, high)
        halve = not halve and high.stretch - low.stretch > shrunk / 4
    return high


@dataclass(frozen=True, slots=True)
class UniformVoluntaryRuleCertificate(
    Certificate, kind="uniform voluntary rule", of="uniform_voluntary_rule"
):
    """The stretch, and what it comes to.

    The integrals are checked by another formula: the gain is what each that takes part has at its
    most eager end, as often as it does, less how far it is from there.
    """

    stretch: Fraction
    gains: Fraction
    first_best: Fraction
    spare: Fraction

    def violations(self, subject: Question) -> Iterator[str]:
        if not 1 <= self.stretch < 2:
            yield f"The stretch is {self.stretch}, not between 1 and 2."
            return
        first, found = _Tangent(subject, ONE), _Tangent(subject, self.stretch)
        for one in (first, found):
            if one.sums.gain != _again(subject, one):
                yield "The gain is not what those who take part have at the values they count as."
        if (first.gains, first.funds) != (self.first_best, self.spare):
            yield f"The first best is {first.gains}, and leaves {first.funds}."
        if found.gains != self.gains:
            yield f"This stretch gains {found.gains}, not {self.gains}."
        if found.funds < 0 or (self.stretch == 1) != (first.funds >= 0):
            yield "The stretch cannot be paid for, or is more than is needed."
        if found.beyond > CLOSE * found.gains:
            yield "The stretch is not enclosed closely."

    def answer(self, subject: Question) -> UniformVoluntaryRule:
        found = _Tangent(subject, self.stretch)
        each = found.funds / len(subject.cities)  # what the fund would keep goes back
        return UniformVoluntaryRule(
            gains=self.gains,
            first_best=self.first_best,
            spare=self.spare,
            stretch=self.stretch,
            payoffs={
                city: rent + each
                for city, rent in zip(subject.cities, found.sums.rents, strict=True)
            },
            chances=dict(zip(subject.cities, found.sums.chances, strict=True)),
            certificate=self,
            proof=Proof("enclosed", found.beyond) if found.beyond else EXACT,
        )


def _again(question: Question, found: _Tangent) -> Fraction:
    """The gain by who takes part how often, and how far from its most eager end."""
    if isinstance(question, UniformProject):
        room = sum((high for _, high in question.members.values()), -question.cost)
        return found.sums.chances[0] * room + found.stretch * found.sums.slope
    sides = (list(question.buyers.values()), list(question.sellers.values()))
    return gain_by_ends(found.sums, *sides, found.stretch)
