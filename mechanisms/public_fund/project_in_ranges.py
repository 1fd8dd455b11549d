"""What a fund's rules bring where every value in a member's range is equally likely."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.errors import InvalidInput, of_kind
from games.uniform_values import UniformProject
from mechanisms.direct.range_sums import MOST_CITIES, project_sums, stays_below
from mechanisms.public_fund.expected_project import (
    CLARKE,
    EXTERNALITY,
    SHARES,
    VETO,
    ProjectRule,
    ProjectRules,
    UnderstatedWorth,
    WorstOff,
)
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate

__all__ = ["ProjectInRanges", "ProjectInRangesCertificate", "project_in_ranges"]

ZERO, ONE = Fraction(0), Fraction(1)
GIFTS = 20
Range = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class ProjectInRanges(ProjectRules):
    """The rules side by side, on average over all values.

    ``misreport`` is the best of the gifts that were tried, and ``None`` where none of them pays, or
    a member may be harmed.

    See ``project_in_ranges`` for the concept, an example and its source.
    """

    certificate: ProjectInRangesCertificate
    method: str = "exact integrals over all ranges"
    proof: Proof = EXACT

    @property
    def status(self) -> str:
        return self._lost_by_shares("at any values")


def project_in_ranges(project: UniformProject) -> ProjectInRanges:
    """What a fund's rules bring where every value in a member's range is equally likely.

    With fixed shares s_i, which add up to the cost C, a project is built iff all v_i >= s_i, and
    gains

        (high_1 + ... + high_n - C) / 2  times the product of  (high_i - s_i) / (high_i - low_i)

    for shares inside the ranges, so that the best shares divide what the highest values leave
    beyond the cost as equally as can be: each member is left the same margin below its highest
    value, or all of its range if that is less. If the lowest values alone pay for it, nobody could
    refuse shares in proportion to these. Clarke's pivot, VCG with a veto and expected externality
    build wherever it is worth it; each follows from integrals over all ranges but one.

    Exact, for up to 12 members.

    Of shares that lose nothing, those in proportion to the lowest values are taken; who is harmed
    at its lowest is paid for that. Errors: ``InvalidInput`` for more members.

    >>> pair = UniformProject({"A": (0, 1), "B": (0, 1)}, 1)
    >>> found = project_in_ranges(pair)
    >>> found.shares, found.rules["fixed shares"].gain, found.first_best
    ({'A': Fraction(1, 2), 'B': Fraction(1, 2)}, Fraction(1, 8), Fraction(1, 6))
    >>> found.rules["VCG with a veto"].kept
    Fraction(-1, 6)

    Source: Deb and Razzolini (1999) for fixed shares; Clarke (1971); d'Aspremont and Gérard-Varet
    (1979); Mailath and Postlewaite (1990).
    """
    of_kind(project, UniformProject, place="subject of project_in_ranges")
    if len(project.cities) > MOST_CITIES:
        raise InvalidInput("the number of cities", len(project.cities), f"at most {MOST_CITIES}")
    shares = _best_shares(project)
    rules = {SHARES: _fixed(project, shares), **_efficient(project)}
    first_best = rules[CLARKE].gain
    misreport = _misreport(project)
    return ProjectInRangesCertificate(first_best, rules, shares, misreport).answer(project)


def _won(members: Sequence[Range], cost: Fraction) -> Fraction:
    """E max(0, sum of v - cost)."""
    return project_sums(members, cost, ONE).gain


def _efficient(project: UniformProject) -> dict[str, ProjectRule]:
    """The three rules that build wherever it is worth it."""
    members, cost, n = list(project.members.values()), project.cost, len(project.members)
    whole = project_sums(members, cost, ONE)
    built, part = whole.chances[0], cost / n
    without, at_least, brings = [], [], []
    for i, ((low, high), rent) in enumerate(zip(members, whole.rents, strict=True)):
        others = members[:i] + members[i + 1 :]
        without.append(_won(others, cost - part))
        at_least.append(_won(others, cost - low))
        brings.append(whole.gain - built * (high - part) + rent)  # E[what it does for the others]
    gain = whole.gain
    paid = [(sum(brings, ZERO) - own) / (n - 1) for own in brings]
    found = {
        CLARKE: [(gain - w, least - w) for w, least in zip(without, at_least, strict=True)],
        VETO: [(gain - least, ZERO) for least in at_least],
        EXTERNALITY: [(gain - x, least - x) for x, least in zip(paid, at_least, strict=True)],
    }
    return {name: _rule(project, gain, each) for name, each in found.items()}


def _rule(
    project: UniformProject, gain: Fraction, each: Sequence[tuple[Fraction, Fraction]]
) -> ProjectRule:
    """A rule; ``each``: by city the expected payoff, and that at the lowest value."""
    payoffs = dict(zip(project.cities, (payoff for payoff, _ in each), strict=True))
    worst = min(
        (
            WorstOff(city, low, least)
            for (city, (low, _)), (_, least) in zip(project.members.items(), each, strict=True)
        ),
        key=lambda one: one.payoff,
    )
    return ProjectRule(gain, gain - sum(payoffs.values(), ZERO), payoffs, worst)


def _best_shares(project: UniformProject) -> dict[str, Fraction]:
    """The shares that gain most; none where the project is never worth it."""
    members, cost = project.members, project.cost
    lowest = sum((low for low, _ in members.values()), ZERO)
    beyond = sum((high for _, high in members.values()), -cost)
    if beyond <= 0:
        return {}
    if lowest >= cost:
        harm = sum((min(ZERO, low) for low, _ in members.values()), ZERO)
        part = (cost - harm) / (lowest - harm) if lowest > harm else ZERO
        return {city: low * part if low > 0 else low for city, (low, _) in members.items()}
    # Give members their whole range as margin, narrowest first, while the rest can have more.
    widths = {city: high - low for city, (low, high) in members.items()}
    margins: dict[str, Fraction] = {}
    for count, city in enumerate(sorted(widths, key=widths.__getitem__)):
        margins[city] = min(widths[city], beyond / (len(widths) - count))
        beyond -= margins[city]
    return {city: high - margins[city] for city, (_, high) in members.items()}


def _fixed(project: UniformProject, shares: Mapping[str, Fraction]) -> ProjectRule:
    """The rule of fixed shares: the project is built iff all agree to theirs."""
    if not shares:
        return _rule(project, ZERO, [(ZERO, ZERO)] * len(project.members))
    chances, mean, least = [], [], []
    for city, (low, high) in project.members.items():
        share = shares[city]
        start = max(low, share)
        chances.append(ONE if share <= low else (high - share) / (high - low))
        mean.append((start + high) / 2 - share)
        least.append(max(ZERO, low - share))
    all_agree = ONE
    for chance in chances:
        all_agree *= chance
    each = [
        (all_agree * left, all_agree / chance * worst)
        for chance, left, worst in zip(chances, mean, least, strict=True)
    ]
    return _rule(project, sum((payoff for payoff, _ in each), ZERO), each)


def _misreport(project: UniformProject) -> UnderstatedWorth | None:
    """The misreport that gains most among gifts tried, if all others give their full value."""
    best: UnderstatedWorth | None = None
    if any(low < 0 for low, _ in project.members.values()):
        return None
    seen = set()
    for i, (city, own) in enumerate(project.members.items()):
        others = [ends for j, ends in enumerate(project.members.values()) if j != i]
        if (own, tuple(sorted(others))) in seen:
            continue
        seen.add((own, tuple(sorted(others))))
        high = own[1]
        sure = max(ZERO, project.cost - sum((low for low, _ in others), ZERO))
        for given in sorted({high * Fraction(k, GIFTS) for k in range(GIFTS)} | {sure}):
            gain = (high - given) * _reaches(others, project.cost - given)
            if given < high and gain > (best.gain if best else ZERO):
                best = UnderstatedWorth(city, high, given, gain)
    return best


def _reaches(others: Sequence[Range], lacking: Fraction) -> Fraction:
    """The probability that the others' full values reach ``lacking``."""
    widths = [high - low for low, high in others if high > low]
    room = sum((high for _, high in others), -lacking)
    return stays_below(widths, room, 0) if widths else Fraction(int(room >= 0))


@dataclass(frozen=True, slots=True)
class ProjectInRangesCertificate(Certificate, kind="project in ranges", of="project_in_ranges"):
    """The shares, the misreport, and what all rules come to.

    The rules that build wherever it is worth it are checked by integrals from the other end of the
    ranges; what the shares bring, and the misreport, are found again. No shares gain more than
    those that leave all members the same margin, or all of their range: the product of numbers with
    a given sum is greatest where they are as equal as can be.
    """

    first_best: Fraction
    rules: Mapping[str, ProjectRule]
    shares: Mapping[str, Fraction]
    misreport: UnderstatedWorth | None

    def violations(self, subject: UniformProject) -> Iterator[str]:
        if tuple(self.rules) != (SHARES, CLARKE, VETO, EXTERNALITY):
            yield "The rules are not those asked for, in their order."
            return
        members, cost = list(subject.members.values()), subject.cost
        gain = _from_below(members, cost)
        if gain != self.first_best:
            yield f"From the lowest values up the first best is {gain}, not {self.first_best}."
        if not set(self.shares) <= set(subject.cities) or not self._shares_are_best(subject):
            yield "Other shares gain more, or these do not add up to the cost."
            return
        if self.rules[SHARES] != _fixed(subject, self.shares):
            yield "The shares bring something else."
        if self.rules[SHARES].gain > gain or self.rules[SHARES].kept:
            yield "The shares gain more than there is."
        n = len(members)
        part = cost / n
        clarke, veto, for_others, least_of = [], [], [], []
        for i, (low, _) in enumerate(members):
            others = members[:i] + members[i + 1 :]
            least = _from_below(others, cost - low)
            without = _from_below(others, cost - part)
            clarke.append((gain - without, least - without))
            veto.append((gain - least, ZERO))
            least_of.append(least)
            for_others.append(gain - self._has(members, cost, i) + part * _built(members, cost))
        external = [
            (gain - x, least - x)
            for own, least in zip(for_others, least_of, strict=True)
            for x in [(sum(for_others, ZERO) - own) / (n - 1)]
        ]
        for name, each in ((CLARKE, clarke), (VETO, veto), (EXTERNALITY, external)):
            if self.rules[name] != _rule(subject, gain, each):
                yield f"From the lowest values up {name} brings something else."
        if self.misreport != _misreport(subject):
            yield "Of the gifts tried another gains more."

    def _has(self, members: Sequence[Range], cost: Fraction, i: int) -> Fraction:
        """E[v_i; it is built]: all of its mean, less what it would have where it is not built."""
        low, high = members[i]
        if low == high:
            return low * _built(members, cost)
        others = [b - a for j, (a, b) in enumerate(members) if j != i and b > a]
        room = cost - sum((a for a, _ in members), ZERO)
        width = high - low
        # With u = v_i - low even on [0, w]: E[u; not built] by parts.
        short = stays_below(others, room, 2) - stays_below(others, room - width, 2)
        missed = short / width - stays_below(others, room - width, 1)
        return (low + high) / 2 - missed - low * (1 - _built(members, cost))

    def _shares_are_best(self, subject: UniformProject) -> bool:
        ends = subject.members
        room = sum((high for _, high in ends.values()), -subject.cost)
        if not self.shares:
            return room <= 0
        if tuple(self.shares) != subject.cities or sum(self.shares.values()) != subject.cost:
            return False
        if room <= 0:
            return False
        lowest = sum((low for low, _ in ends.values()), ZERO)
        if lowest >= subject.cost:
            return all(
                self.shares[city] <= low and (self.shares[city] >= 0 or self.shares[city] == low)
                for city, (low, _) in ends.items()
            ) and self.shares == _best_shares(subject)
        margins = {city: high - self.shares[city] for city, (_, high) in ends.items()}
        widest = max(margins.values())
        return all(
            0 <= margins[city] <= high - low and margins[city] in (high - low, widest)
            for city, (low, high) in ends.items()
        )

    def answer(self, subject: UniformProject) -> ProjectInRanges:
        del subject
        return ProjectInRanges(self.first_best, self.rules, self.shares, self.misreport, self)


def _built(members: Sequence[Range], cost: Fraction) -> Fraction:
    """How likely it is worth more than its cost."""
    widths = [high - low for low, high in members if high > low]
    room = cost - sum((low for low, _ in members), ZERO)
    return 1 - stays_below(widths, room, 0) if widths else Fraction(int(room < 0))


def _from_below(members: Sequence[Range], cost: Fraction) -> Fraction:
    """E max(0, sum of v - cost) as E[sum of v] - cost and what is lacking on average."""
    widths = [high - low for low, high in members if high > low]
    lowest = sum((low for low, _ in members), ZERO)
    mean = sum((low + high for low, high in members), ZERO) / 2
    return mean - cost + stays_below(widths, cost - lowest, 1)
