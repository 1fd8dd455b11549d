"""A cap on the bids of a contest: a ban on bids, or the best round cap."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.contest import Contest
from games.errors import Undefined
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.contest_equilibrium import (
    ContestEquilibrium,
    ContestEquilibriumCertificate,
)
from solvers.competition.contest_optimum import (
    ContestOptimum,
    ContestOptimumCertificate,
    contest_optimum,
)
from solvers.competition.subsidy_equilibrium import subsidy_equilibrium

__all__ = ["CappedContest", "ContestCap", "ContestCapCertificate", "contest_cap"]

ZERO = Fraction(0)
PARTS = 20  # of the highest stake: the caps that are tried


@dataclass(frozen=True, slots=True, repr=False)
class ContestCap(Answer):
    """A cap on the bids of a contest: a ban on bids, or the best round cap.

    Jointly nobody bids, and the firm goes where it is worth most to all. Under a ban it draws lots;
    so the ban, the cap 0, restores the joint optimum iff the firm is worth the same to all wherever
    the lots may send it. Else a cap can still help, or do harm: it saves bids, but evens out the
    chances. In an all-pay contest a cap above half of what the second city has at stake does not
    even save bids.

    A common cap on bids, and what it changes; fields as in ``CapAccord``.

    ``cap``: 0 is a ban; ``None`` where no cap is needed, or none that was tried helps.
    ``firms_loss``: what the firm pockets less. ``spent``: by how much the outlay falls.

    >>> both = Contest(["Quzhou", "Lishui"], [6, 6], "all-pay")
    >>> ban = contest_cap(both)
    >>> ban.cap, ban.restored, ban.gain
    (Fraction(0, 1), True, Fraction(6, 1))
    >>> contest_cap(Contest(["Quzhou", "Lishui"], [10, 1], "all-pay")).cap is None
    True

    Source: Che and Gale (1998), Caps on political lobbying.
    """

    cap: Fraction | None
    restored: bool
    equilibrium: ContestEquilibrium
    optimum: ContestOptimum
    change: Mapping[str, Fraction]
    gain: Fraction
    losers: tuple[str, ...]
    firms_loss: Fraction
    spent: Fraction
    status: str
    method: str
    proof: Proof
    certificate: ContestCapCertificate


@dataclass(frozen=True, slots=True)
class CappedContest:
    """A cap, and the equilibrium under it."""

    cap: Fraction
    equilibrium: ContestEquilibriumCertificate


@dataclass(frozen=True, slots=True)
class ContestCapCertificate(Certificate, kind="cap on bids"):
    """The contest without, the joint optimum, and the contest under each cap that was tried.

    Those tried are the ban, quarters of the highest stake, the best and the next ones to it; caps
    under which there is no known equilibrium are left out.
    """

    race: ContestEquilibriumCertificate
    optimum: ContestOptimumCertificate
    tried: tuple[CappedContest, ...]

    def violations(self, game: Contest) -> Iterator[str]:
        yield from self.race.violations(game)
        yield from self.optimum.violations(game)
        caps = [one.cap for one in self.tried]
        expected = _looked_at(game, self._best_cap(game)[0])
        if not set(caps) <= set(expected) or caps != sorted(set(caps)):
            yield "The caps tried are not the ban, quarters of the highest stake and the best."
        for cap in expected:  # by formulas and equations, no linear program
            if cap not in caps and _under(game, cap) is not None:
                yield f"The cap {cap} was not tried."
        for one in self.tried:
            yield from one.equilibrium.violations(under_cap(game, one.cap))

    def answer(self, game: Contest) -> ContestCap:
        race = self.race.answer(game)
        optimum = self.optimum.answer(game)
        best, capped = self._best_cap(game)
        doubt = len(game.cities) * sum((one.proof.radius or ZERO for one in (race, capped)), ZERO)
        helps = capped.total() - race.total() > doubt
        after, cap = (capped, best) if helps else (race, None)
        change = {city: after.payoffs[city] - race.payoffs[city] for city in game.cities}
        restored = optimum.welfare - after.total() <= doubt
        losers = tuple(city for city, one in change.items() if one < -doubt)
        return ContestCap(
            cap=cap,
            restored=restored,
            equilibrium=after,
            optimum=optimum,
            change=change,
            gain=sum(change.values(), ZERO),
            losers=losers,
            firms_loss=race.rent - after.rent,
            spent=race.outlay - after.outlay,
            status=_status(cap, losers, restored=restored),
            method=f"caps tried, the ban among them: {len(_caps(game))}; proven: {len(self.tried)}",
            proof=race.proof if not doubt else Proof("enclosed", doubt),
            certificate=self,
        )

    def _best_cap(self, game: Contest) -> tuple[Fraction, ContestEquilibrium]:
        """The smallest of the caps that leave most."""
        found: list[tuple[Fraction, ContestEquilibrium]] = [
            (one.cap, one.equilibrium.answer(under_cap(game, one.cap))) for one in self.tried
        ]
        return max(found, key=lambda one: (one[1].total(), -one[0]))


def contest_cap(game: Contest) -> ContestCap:
    """The best common cap on bids, of the ban and twentieths of what is at stake at most.

    Of several that are as good, the smallest. Errors: ``Undefined`` where the contest without a cap
    has no equilibrium that is known.
    """
    race = subsidy_equilibrium(game).certificate
    found = {cap: one for cap in _caps(game) if (one := _under(game, cap)) is not None}
    best = max(found, key=lambda cap: (found[cap].total(), -cap))
    tried = tuple(
        CappedContest(cap, found[cap].certificate) for cap in _looked_at(game, best) if cap in found
    )
    return ContestCapCertificate(race, contest_optimum(game).certificate, tried).answer(game)


def _under(game: Contest, cap: Fraction) -> ContestEquilibrium | None:
    """The equilibrium under a cap; ``None``: with unlike budgets some have none that is known."""
    try:
        return subsidy_equilibrium(under_cap(game, cap))
    except Undefined:
        return None


def under_cap(game: Contest, cap: Fraction) -> Contest:
    """The contest under a common cap on bids, or each city's own budget if that is lower."""
    budgets = tuple(cap if own is None else min(own, cap) for own in game.budgets)
    return replace(game, budgets=budgets)


def _caps(game: Contest) -> list[Fraction]:
    highest = max(map(max, game.stakes))
    return [highest * k / PARTS for k in range(PARTS)] if highest > 0 else [ZERO]


def _looked_at(game: Contest, best: Fraction) -> list[Fraction]:
    """The caps that are proven: the ban, quarters, the best and those next to it."""
    caps = _caps(game)
    at = caps.index(best)
    return sorted({*caps[:: PARTS // 4], *caps[max(0, at - 1) : at + 2]})


def _status(cap: Fraction | None, losers: tuple[str, ...], *, restored: bool) -> str:
    if cap is None:
        if restored:
            return "The contest ends in the joint optimum without a cap."
        return "No common cap that was tried leaves the cities more: it sends the firm astray."
    what = "A ban on bids" if cap == 0 else f"A cap of {approximately(cap)} on bids"
    what += " restores the joint optimum" if restored else " leaves the cities most of those tried"
    if losers:
        return f"{what}; {listed(losers)} would lose by it and must be compensated."
    return f"{what}; no city loses by it."
