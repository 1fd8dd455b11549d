"""Attribution: who may count the projects, and must some be counted twice?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import numbers, within
from games.counted_deal import CountedDeal
from games.errors import InvalidInput, of_kind
from games.exact import Number
from games.players import validated_players
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import (
    InfeasibilityCertificate,
    OptimalityCertificate,
    bounded_optimum,
)

__all__ = [
    "Attribution",
    "DoubleCounting",
    "DoubleCountingCertificate",
    "counting_program",
    "double_counting",
    "least_double_counting",
]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Attribution:
    """The least share that each member must count (``None``: even all is too little).

    ``double`` is the least share of all projects that must be counted twice; ``None`` if no
    attribution makes every member gain.

    See ``least_double_counting`` for the concept, an example and its source.
    """

    needed: Mapping[str, Fraction | None]
    double: Fraction | None


def least_double_counting(
    gains: Mapping[str, Number],
    values: Mapping[str, Number],
    lost: Mapping[str, Number],
    projects: Number,
) -> Attribution:
    """Attribution: who may count the projects, and must some be counted twice?

    A city that values its statistics at u_i per project counted gains u_i (s_i P - lost_i) when it
    may count the share s_i of the compact's P projects and loses lost_i that it counted before.
    Every member gains iff

        gain_i + credit_i + u_i (s_i P - lost_i) >= 0    for every i,

    so each member has a least share s_i it must be given; the deal needs double counting exactly
    when these add up to more than 1.

    The least overlap in attribution at which every member gains.

    ``gains``: money and credit a year; ``values``: per project counted; ``lost``: projects that a
    member counts no longer; ``projects``: those of the compact. A member without a value, or
    without projects lost, has 0.

    Errors: ``InvalidInput`` names a figure that is no number, a number of projects below 0, or
    who is no member.

    >>> least_double_counting({"Hub": -4, "Home": -2}, {"Hub": 0.1, "Home": 0.1}, {}, projects=50)
    Attribution(needed={'Hub': Fraction(4, 5), 'Home': Fraction(2, 5)}, double=Fraction(1, 5))

    Source: Hu and Zhang (2024), as a participation problem.
    """
    if not isinstance(gains, Mapping):
        raise InvalidInput("the gains", gains, "a number for each member, by name")
    members = validated_players(gains)
    earned = numbers(gains, members, "gain", who="member")
    worth = numbers(values, members, "value of a project", ZERO, "member")
    missed = numbers(lost, members, "loss of projects", ZERO, "member")
    for city, gone in zip(members, missed, strict=True):
        within(gone, f"loss of projects of {city}", "0 or more")
    counted = within(projects, "the number of projects", "0 or more")
    needed: dict[str, Fraction | None] = {}
    for city, gain, value, gone in zip(members, earned, worth, missed, strict=True):
        missing = -(gain - value * gone)
        if missing <= 0:
            needed[city] = ZERO
        elif value * counted >= missing:
            needed[city] = missing / (value * counted)
        else:
            needed[city] = None
    shares = [share for share in needed.values() if share is not None]
    impossible = len(shares) < len(needed)
    return Attribution(needed, None if impossible else max(ZERO, sum(shares, ZERO) - 1))


@dataclass(frozen=True, slots=True, repr=False)
class DoubleCounting(Answer):
    """Whether a tax and statistics can be shared so that every member gains.

    ``counted``: how often projects must be counted, at least, all members together; ``None`` if not
    even twice does. ``tax_shares``, ``shares``: what each is given then of the tax, and of the
    projects to count. ``once``: whether every member can gain with each project counted once.

    See ``double_counting`` for the concept, an example and its source.
    """

    deal: CountedDeal
    counted: Fraction | None
    tax_shares: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    once: bool
    certificate: DoubleCountingCertificate
    method: str = "two linear programs; where one has no point, multipliers prove it"
    proof: Proof = EXACT

    @property
    def holds_the_deal(self) -> bool:
        """Whether it takes double counting for every member to gain, and it does."""
        return not self.once and self.counted is not None

    @property
    def status(self) -> str:
        if self.counted is None:
            return "Some member loses, though all projects be counted twice."
        if self.once:
            return "Every member gains with each project counted once."
        return (
            "Double counting is what holds the deal: projects must be counted "
            f"{approximately(self.counted)} times."
        )


@dataclass(frozen=True, slots=True)
class DoubleCountingCertificate(Certificate, kind="double counting", of="double_counting"):
    """Projects counted once, and twice: the least counting, or multipliers that prove none.

    ``total``: the sum of all prices and multipliers. It proves nothing, but one that happens not to
    matter cannot be changed unnoticed either.
    """

    once: OptimalityCertificate | InfeasibilityCertificate
    twice: OptimalityCertificate | InfeasibilityCertificate
    total: Fraction

    def violations(self, subject: CountedDeal) -> Iterator[str]:
        yield from self.once.violations(counting_program(subject, 1))
        yield from self.twice.violations(counting_program(subject, 2))
        if self.total != _total(self.once) + _total(self.twice):
            yield "The prices and multipliers do not add up to their total."

    def answer(self, subject: CountedDeal) -> DoubleCounting:
        once = isinstance(self.once, OptimalityCertificate)
        if not isinstance(self.twice, OptimalityCertificate):
            return DoubleCounting(subject, None, {}, {}, once, self)
        value, point = self.twice.value, self.twice.point
        return DoubleCounting(
            subject,
            value,
            {city: point[_tax(city)] for city in subject.members},
            {city: point[_share(city)] for city in subject.members},
            once,
            self,
        )


def double_counting(deal: CountedDeal) -> DoubleCounting:
    """Double counting: must some projects be counted twice, however the tax is shared?

    The tax and the right to count are shared at once: with parts alpha of the tax, and shares s of
    the projects,

        min sum_i s_i :   gain_i + alpha_i T + u_i (s_i P - lost_i) >= 0,   sum_i alpha_i = 1,
                          low_i <= alpha_i <= high_i,   0 <= s_i <= 1,   sum_i s_i <= k.

    If there is no point at k = 1 and there is one at k = 2, double counting is what holds the deal.
    That there is none is proven by Farkas: multipliers add the rows up to a contradiction.

    Whether it takes double counting, with the least of it and shares that do, exact.

    Errors: ``InvalidInput`` for what is no ``CountedDeal``.

    >>> deal = CountedDeal({"Hub": -4, "Home": -3}, tax=2, projects=50,
    ...                    values={"Hub": 0.1, "Home": 0.05})
    >>> found = double_counting(deal)
    >>> print(found.status)
    Double counting is what holds the deal: projects must be counted 1.2 times.
    >>> found.tax_shares["Home"], found.shares["Home"], found.shares["Hub"]
    (Fraction(1, 1), Fraction(2, 5), Fraction(4, 5))

    Source: Farkas (1902); Hu and Zhang (2024), for the question.
    """
    of_kind(deal, CountedDeal, place="subject of double_counting")
    once, twice = (bounded_optimum(counting_program(deal, times)) for times in (1, 2))
    return DoubleCountingCertificate(once, twice, _total(once) + _total(twice)).answer(deal)


def counting_program(deal: CountedDeal, times: int) -> LinearProgram:
    """The least counting at which every member gains, of projects counted so often at most.

    >>> deal = CountedDeal({"Hub": 1}, tax=0, projects=1, values={})
    >>> [row.name for row in counting_program(deal, 1).rows]
    ['Hub gains', 'all of the tax', 'counted at most']
    """
    rows = [
        Row(
            f"{city} gains",
            {_tax(city): deal.tax, _share(city): deal.values[city] * deal.projects},
            ">=",
            -deal.gain(city, ZERO, ZERO),
        )
        for city in deal.members
    ]
    counted = {_share(city): ONE for city in deal.members}
    rows.append(Row("all of the tax", {_tax(city): ONE for city in deal.members}, "==", ONE))
    rows.append(Row("counted at most", counted, "<=", Fraction(times)))
    bounds = {_tax(city): pair for city, pair in deal.tax_shares.items()}
    bounds |= {_share(city): (ZERO, ONE) for city in deal.members}
    return LinearProgram("min", counted, tuple(rows), bounds)


def _total(proof: OptimalityCertificate | InfeasibilityCertificate) -> Fraction:
    priced = proof.prices if isinstance(proof, OptimalityCertificate) else proof.multipliers
    return sum(priced.values(), ZERO)


def _tax(city: str) -> str:
    return f"tax share of {city}"


def _share(city: str) -> str:
    return f"share counted by {city}"
