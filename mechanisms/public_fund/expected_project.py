"""What a fund's rule brings on average,
where each city alone knows what a project is worth to it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from games.bayesian_problem import MOST_CITIES
from games.errors import InvalidInput, of_kind
from games.private_project import PrivateProject
from games.private_types import shown
from mechanisms.direct.compared_rules import ComparedRules
from mechanisms.direct.direct_mechanism import DirectMechanism, packed
from mechanisms.direct.type_profiles import TypeProfiles
from mechanisms.public_fund.clarke_pivot import clarke_pivot
from mechanisms.public_fund.expected_externality import expected_externality
from mechanisms.public_fund.fixed_shares import best_fixed_shares, shares_one_by_one
from mechanisms.public_fund.fund_balance import fund_balance
from mechanisms.public_fund.groves import groves
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = [
    "ExpectedProject",
    "ExpectedProjectCertificate",
    "ProjectRule",
    "UnderstatedWorth",
    "WorstOff",
    "expected_project",
]

ZERO, ONE = Fraction(0), Fraction(1)
Integers = npt.NDArray[Any]
_INT64_SAFE = 1 << 61
SHARES, CLARKE, VETO, EXTERNALITY = (
    "fixed shares",
    "Clarke pivot",
    "VCG with a veto",
    "expected externality",
)
RULES = (SHARES, CLARKE, VETO, EXTERNALITY)
ByType = list[list[Fraction]]
"""E[payoff; type] by city and type."""


@dataclass(frozen=True, slots=True)
class WorstOff:
    """The city and its type that expect least of a rule; below 0 it would rather not take part.

    See ``expected_project`` for the concept, an example and its source.
    """

    city: str
    value: Fraction
    payoff: Fraction


@dataclass(frozen=True, slots=True)
class ProjectRule:
    """``gain``: of the cities and the fund together; ``kept``: by the fund, below 0 where it is
    short; ``payoffs``: by city; ``worst``: who expects least. ``gain`` is ``kept`` and all payoffs.

    See ``expected_project`` for the concept, an example and its source.
    """

    gain: Fraction
    kept: Fraction
    payoffs: Mapping[str, Fraction]
    worst: WorstOff


@dataclass(frozen=True, slots=True)
class UnderstatedWorth:
    """Who gains most by giving as if the project were worth less, if all others give their all.

    See ``expected_project`` for the concept, an example and its source.
    """

    city: str
    value: Fraction
    given: Fraction
    gain: Fraction

    def __str__(self) -> str:
        return (
            f"{self.city}, to which it is worth {shown(self.value)}, would expect "
            f"{shown(self.gain)} more by giving {shown(self.given)}"
        )


@dataclass(frozen=True, slots=True, repr=False)
class ProjectRules(ComparedRules):
    """The rules side by side, in money and on average.

    ``first_best``: the gain if values were known; ``rules``: by name; ``shares``: the best fixed
    ones, empty where the project is never worth it; ``misreport``: one that pays at a provision
    point.
    """

    first_best: Fraction
    rules: Mapping[str, ProjectRule]
    shares: Mapping[str, Fraction]
    misreport: UnderstatedWorth | None

    @property
    def equal_parts(self) -> Mapping[str, Fraction]:
        """The part of the cost that Clarke's pivot and expected externality have each pay if it is
        built, before what its report costs or brings the others: C / n, whatever its value.
        """
        cost = sum(self.shares.values(), ZERO)
        return {city: cost / len(self.shares) for city in self.shares}

    @property
    def yearly_sums(self) -> Mapping[str, Fraction] | None:
        """What each gets (below 0: pays) a year so that nobody expects to lose by expected
        externality; they add up to 0. ``None``: no sums do. What is to spare is split evenly.

        VCG with a veto leaves each least type just 0, and differs from expected externality by a
        constant for each member: such sums exist iff it leaves no deficit.
        """
        veto, balanced = self.rules[VETO], self.rules[EXTERNALITY]
        if veto.kept < 0:
            return None
        each = veto.kept / len(veto.payoffs)
        return {city: x + each - balanced.payoffs[city] for city, x in veto.payoffs.items()}

    @property
    def externality_payoffs(self) -> Mapping[str, Fraction] | None:
        """What each expects by expected externality with these sums; ``None``: there are none."""
        sums, payoffs = self.yearly_sums, self.rules[EXTERNALITY].payoffs
        return None if sums is None else {city: x + sums[city] for city, x in payoffs.items()}

    def _lost_by_shares(self, where: str) -> str:
        if not self.first_best:
            return f"There is nothing to gain {where}."
        lost = float(100 * self.lost(SHARES) / self.first_best)
        return f"Fixed shares lose {lost:.3g} per cent of the gain."


@dataclass(frozen=True, slots=True, repr=False)
class ExpectedProject(ProjectRules):
    """The rules side by side, on average over all types.

    ``misreport`` is ``None`` where no city that gives all that it is worth to it would rather give
    less.

    See ``expected_project`` for the concept, an example and its source.
    """

    certificate: ExpectedProjectCertificate
    method: str = "sum over all profiles of types"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return self._lost_by_shares("at any profile of types")


def expected_project(project: PrivateProject) -> ExpectedProject:
    """What a fund's rule brings on average,
    where each city alone knows what a project is worth to it.

    No rule has all: the project wherever it is worth its cost, honest cities that take part freely,
    and a fund that balances. Side by side, with W = max(0, sum of v_i - C) and equal parts C/n:

    *Clarke pivot*: city i is left with W less what the others would have without it. The fund keeps
    money, and who is worth little still pays. *VCG with a veto*: W less what all would have if i
    were of its least type, so that nobody loses; as a rule the fund is short. *Expected
    externality*: the fund balances, some expect to lose; yearly sums between members mend that iff
    VCG with a veto is not short (``yearly_sums``). *Fixed shares*: it is built iff every city pays
    its share, set beforehand: honest, voluntary, balanced, and built less often than it should be.

    Exact, over all profiles (``MOST_PROFILES`` at most).

    Of several fixed shares that gain most, those that ask the least of types are taken. Errors:
    ``InvalidInput`` for more profiles, or more than 30 members.

    >>> dyke = PrivateProject({"Delta": [0, 3, 4], "Ford": [0, 3]}, cost=2)
    >>> found = expected_project(dyke)
    >>> for name, rule in found.rules.items():
    ...     print(name, rule.gain, rule.kept, rule.worst.city, rule.worst.payoff, sep="; ")
    fixed shares; 2; 0; Delta; 0
    Clarke pivot; 13/6; 1/2; Ford; -2/3
    VCG with a veto; 13/6; -2/3; Delta; 0
    expected externality; 13/6; 0; Delta; -1
    >>> dict(found.shares)
    {'Delta': Fraction(2, 1), 'Ford': Fraction(0, 1)}
    >>> found.yearly_sums is None, found.equal_parts["Ford"]
    (True, Fraction(1, 1))
    >>> print(found.misreport)
    Delta, to which it is worth 4, would expect 2 more by giving 0

    At a *provision point*, where each gives what it likes and has it back if that does not reach
    the cost, giving less than it is worth pays: ``misreport`` says to whom most.

    Source: Clarke (1971); d'Aspremont and Gérard-Varet (1979); Krishna and Perry (1998) for sums;
    Bagnoli and Lipman (1989); Deb and Razzolini (1999) for fixed shares; Mailath and Postlewaite
    (1990) for what cannot be had.
    """
    of_kind(project, PrivateProject, place="subject of expected_project")
    if len(project.cities) > MOST_CITIES:
        raise InvalidInput("the number of members", len(project.cities), f"at most {MOST_CITIES}")
    sums = _Sums(project)
    shares, _ = best_fixed_shares(project)
    rules = {SHARES: sums.fixed(shares), **sums.efficient()}
    return ExpectedProjectCertificate(sums.first_best, rules, shares, _misreport(project)).answer(
        project
    )


class _Sums:
    """All profiles at once, in whole numbers of ``unit``; ``net``: the sum of values less cost."""

    def __init__(self, project: PrivateProject) -> None:
        self.project, self.n = project, len(project.cities)
        self.profiles = TypeProfiles(project.priors)
        whole, unit = packed([project.cost, *(k for prior in project.priors for k in prior)])
        cost, *numbers = (int(number) * self.n for number in whole)  # so that C / n is whole
        self.cost, self.unit = cost, unit / self.n
        most = max(map(abs, [cost, *numbers])) * (self.n + 1) * 2
        dtype: Any = np.int64 if most < _INT64_SAFE else object
        self.worths, self.least = [], []
        for prior, at in zip(project.priors, self.profiles.at, strict=True):
            own = np.array(numbers[: len(prior)], dtype=dtype)
            self.least.append(numbers[0])
            self.worths.append(own[at])
            numbers = numbers[len(prior) :]
        self.net = sum(self.worths) - cost
        self.won = np.maximum(self.net, 0)
        self.first_best = self.profiles.expected(self.won) * self.unit

    def by_type(self, payoffs: Sequence[Integers]) -> ByType:
        """By city and type what is expected where it is of this type."""
        return [
            [part * self.unit for part in self.profiles.joint(i, own)]
            for i, own in enumerate(payoffs)
        ]

    def efficient(self) -> dict[str, ProjectRule]:
        """The three rules that build wherever it is worth it."""
        part = self.cost // self.n
        without = [self.net - own + part for own in self.worths]  # the others, less their parts
        clarke = [self.won - np.maximum(others, 0) for others in without]
        veto = [
            self.won - np.maximum(self.net - own + least, 0)
            for own, least in zip(self.worths, self.least, strict=True)
        ]
        # City i expects W less 1/(n - 1) of what each other city's report brings the rest.
        built = self.net > 0
        others = [self.profiles.expected(built * rest) * self.unit for rest in without]
        everyone = self.by_type([self.won] * self.n)
        external = [
            [
                won - chance * (sum(others, ZERO) - others[i]) / (self.n - 1)
                for won, chance in zip(own, prior.values(), strict=True)
            ]
            for i, (own, prior) in enumerate(zip(everyone, self.project.priors, strict=True))
        ]
        found = {CLARKE: self.by_type(clarke), VETO: self.by_type(veto), EXTERNALITY: external}
        return {name: _rule(self.project, self.first_best, own) for name, own in found.items()}

    def fixed(self, shares: Mapping[str, Fraction]) -> ProjectRule:
        """The rule of fixed shares: the project is built iff all agree to theirs."""
        if not shares:
            return _rule(self.project, ZERO, [[ZERO] * len(prior) for prior in self.project.priors])
        agreed = np.ones(len(self.net), dtype=np.int64)
        for prior, at, share in zip(
            self.project.priors, self.profiles.at, shares.values(), strict=True
        ):
            agreed = agreed * np.array([kind >= share for kind in prior], dtype=np.int64)[at]
        payoffs = []
        for i, (prior, share) in enumerate(zip(self.project.priors, shares.values(), strict=True)):
            chances = self.profiles.joint(i, agreed)
            payoffs.append([p * (kind - share) for p, kind in zip(chances, prior, strict=True)])
        return _rule(self.project, self.profiles.expected(agreed * self.net) * self.unit, payoffs)


def _rule(project: PrivateProject, gain: Fraction, by_type: ByType) -> ProjectRule:
    payoffs = {city: sum(own, ZERO) for city, own in zip(project.cities, by_type, strict=True)}
    worst = min(
        (
            WorstOff(city, kind, part / chance)
            for (city, prior), own in zip(project.members.items(), by_type, strict=True)
            for (kind, chance), part in zip(prior.items(), own, strict=True)
        ),
        key=lambda one: one.payoff,
    )
    return ProjectRule(gain, gain - sum(payoffs.values(), ZERO), payoffs, worst)


def _misreport(project: PrivateProject) -> UnderstatedWorth | None:
    """The misreport that gains most at a provision point, if all others give their full value.

    A city that gives w in place of its worth v is left with v - w where the gifts reach the cost.
    """
    offers = [
        [(max(ZERO, kind), chance) for kind, chance in prior.items()] for prior in project.priors
    ]
    best: UnderstatedWorth | None = None
    for i, (city, prior) in enumerate(project.members.items()):
        sums = {ZERO: ONE}
        for j, own in enumerate(offers):
            if j != i:
                fresh: dict[Fraction, Fraction] = {}
                for total, chance in sums.items():
                    for offer, p in own:
                        fresh[total + offer] = fresh.get(total + offer, ZERO) + chance * p
                sums = fresh
        likely = ZERO
        value = max(prior)
        # The best gift just covers what some gifts of the others lack, or is nothing.
        for total in sorted(sums, reverse=True):
            likely += sums[total]
            given = max(ZERO, project.cost - total)
            gain = (value - given) * likely
            if gain > (best.gain if best else ZERO):
                best = UnderstatedWorth(city, value, given, gain)
    return best


def _most_by_lying(project: PrivateProject) -> Fraction:
    """What the best misreport gains, by what the others give at each profile."""
    profiles = TypeProfiles(project.priors)
    whole, unit = packed([project.cost, *(k for prior in project.priors for k in prior)])
    cost, *numbers = map(int, whole)
    gifts, tops = [], []
    for prior, at in zip(project.priors, profiles.at, strict=True):
        tops.append(numbers[len(prior) - 1])
        gifts.append(np.array([max(0, x) for x in numbers[: len(prior)]], dtype=object)[at])
        numbers = numbers[len(prior) :]
    whole_gift, best = sum(gifts), 0
    weights = profiles.weights.astype(object)
    for top, own in zip(tops, gifts, strict=True):
        lacking = np.maximum(cost - (whole_gift - own), 0)
        order = np.argsort(lacking, kind="stable")
        best = max(best, int(((top - lacking[order]) * np.cumsum(weights[order])).max()))
    return Fraction(best, profiles.total) * unit


@dataclass(frozen=True, slots=True)
class ExpectedProjectCertificate(Certificate, kind="expected project", of="expected_project"):
    """The figures themselves: each rule is checked as the direct mechanism that it is.

    The library's own Clarke pivot, Groves and expected externality rules are run at every profile,
    the provision point's misreport is summed over them, and fixed shares are gone through one by
    one.
    """

    first_best: Fraction
    rules: Mapping[str, ProjectRule]
    shares: Mapping[str, Fraction]
    misreport: UnderstatedWorth | None

    def violations(self, subject: PrivateProject) -> Iterator[str]:
        if tuple(self.rules) != RULES:
            yield "The rules are not those asked for, in their order."
        problem = subject.problem()
        least = {city: min(prior) for city, prior in subject.members.items()}

        def lump(city: str, others: dict[str, Any]) -> Fraction:
            return max(ZERO, sum(others.values(), least[city] - subject.cost))

        again = {
            CLARKE: clarke_pivot(problem),
            VETO: groves(problem, lump),
            EXTERNALITY: expected_externality(problem),
            SHARES: _unanimity(subject, self.shares),
        }
        for name, mechanism in again.items():
            if self.rules[name] != _read(subject, mechanism):
                yield f"The {name} rule, run at every profile, does not bring what is claimed."
        if self.first_best != self.rules[CLARKE].gain:
            yield "The first best is not what an efficient rule gains."
        if self.shares and (
            tuple(self.shares) != subject.cities or sum(self.shares.values()) != subject.cost
        ):
            yield "The shares do not add up to the cost."
        if self.shares != best_fixed_shares(subject)[0]:
            yield "The shares are not those that ask for the least types."
        if self.rules[SHARES].gain != shares_one_by_one(subject):
            yield "Other shares gain more."
        if self.misreport != _misreport(subject):
            yield "The lie at a provision point is another."
        if (self.misreport.gain if self.misreport else ZERO) != _most_by_lying(subject):
            yield "Profile by profile another lie gains more."

    def answer(self, subject: PrivateProject) -> ExpectedProject:
        del subject
        return ExpectedProject(self.first_best, self.rules, self.shares, self.misreport, self)


def _unanimity(project: PrivateProject, shares: Mapping[str, Fraction]) -> DirectMechanism:
    """Fixed shares as a direct mechanism: built, and paid for, where every type agrees."""
    problem = project.problem()
    built = np.array(1 if shares else 0, dtype=np.int64)
    for city, prior in project.members.items():
        agrees = [int(kind >= shares[city]) if shares else 0 for kind in prior]
        built = np.multiply.outer(built, np.array(agrees, dtype=np.int64))
    due, unit = packed([shares.get(city, ZERO) for city in project.cities])
    fees = np.multiply.outer(due, built)
    return DirectMechanism.from_arrays(problem, np.stack([1 - built, built], -1), 1, fees, unit)


def _read(project: PrivateProject, mechanism: DirectMechanism) -> ProjectRule:
    """What a direct mechanism brings, by its own tables."""
    by_type = [
        [
            chance * found.payoff
            for chance, found in zip(prior.values(), mechanism.interim(city).values(), strict=True)
        ]
        for city, prior in project.members.items()
    ]
    kept = fund_balance(mechanism).expected
    return _rule(project, kept + sum((x for own in by_type for x in own), ZERO), by_type)
