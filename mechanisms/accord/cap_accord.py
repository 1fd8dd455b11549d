"""The cap accord: a common cap on subsidies per firm, enforced."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, overload

import numpy as np

from games.approximately import approximately
from games.by_city import listed
from games.contest import Contest
from games.errors import of_kind
from games.subsidy import SubsidyCompetition
from mechanisms.accord.contest_cap import ContestCap, contest_cap
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.float_replies import FloatReplies
from solvers.competition.joint_optimum import JointOptimum, JointOptimumCertificate, joint_optimum
from solvers.competition.logit_choice import (
    ball,
    logit_choice,
    money_decimals,
    shown,
    shown_by_city,
)
from solvers.competition.reply_contraction import is_contraction
from solvers.competition.subsidy_equilibrium import (
    SubsidyEquilibrium,
    SubsidyEquilibriumCertificate,
    equilibria_of,
)

__all__ = ["CapAccord", "CapAccordCertificate", "CappedRace", "cap_accord", "under_cap"]

ZERO = Fraction(0)
PARTS, PROVEN = 12, 3  # of the highest bid: where caps are tried first; every third is proven
CLOSE = 1e-9  # gains that floating point does not tell apart, of the largest total


@dataclass(frozen=True, slots=True, repr=False)
class CapAccord(Answer):
    """A common cap on subsidies per firm, and what it changes.

    ``cap``: the smallest at which the race ends in the joint optimum (``restored``), else the best
    that a search found; ``None`` where no cap is needed, or none that was tried helps.
    ``equilibrium``: of the race under the cap. ``optimum``: the joint optimum.
    ``change``: what each city gains by the accord. ``gain``: the sum. ``losers``: cities that need
    a side payment to sign. ``firms_loss``: what firms lose.
    The figures are enclosed. Of a cap that was searched for it is proven that none of those tried
    is better: quarters of the highest bid, and the next ones around it.

    See ``cap_accord`` for the concept, an example and its source.
    """

    cap: Fraction | None
    restored: bool
    equilibrium: SubsidyEquilibrium
    optimum: JointOptimum
    change: Mapping[str, Fraction]
    gain: Fraction
    losers: tuple[str, ...]
    firms_loss: Fraction
    status: str
    method: str
    proof: Proof
    certificate: CapAccordCertificate


@dataclass(frozen=True, slots=True)
class CappedRace:
    """A cap, and the equilibrium under it."""

    cap: Fraction
    equilibrium: SubsidyEquilibriumCertificate


@dataclass(frozen=True, slots=True)
class CapAccordCertificate(Certificate, kind="cap accord", of="cap_accord", searches=True):
    """The cap, the race without, the joint optimum, and the race under each cap that was tried.

    Where a cap restores the optimum it is the only one; none is there if it binds nobody.
    """

    cap: Fraction | None
    race: SubsidyEquilibriumCertificate
    optimum: JointOptimumCertificate
    tried: tuple[CappedRace, ...]

    def violations(self, game: SubsidyCompetition) -> Iterator[str]:
        yield from self.race.violations(game)
        yield from self.optimum.violations(game)
        highest = max(self.race.equilibria[0].values())
        restoring = _restoring_cap(game, self.optimum.answer(game))
        caps = [one.cap for one in self.tried]
        if restoring is not None:
            needed = restoring if restoring < highest else None
            if self.cap != needed or caps != [cap for cap in (needed,) if cap is not None]:
                yield f"The joint optimum is restored by the cap {restoring}, if any is needed."
        elif caps != _looked_at(highest, self.cap):
            yield "The caps tried are not quarters of the highest bid and those next to the best."
        for one in self.tried:
            yield from one.equilibrium.violations(under_cap(game, one.cap))
        if restoring is None:
            gains = {one.cap: _gain(game, self.race, one.equilibrium) for one in self.tried}
            gain = ZERO if self.cap is None else gains[self.cap]
            if gain < 0 or (self.cap is not None and not gain):
                yield "The cap does not make the cities, and firms at their weight, better off."
            yield from (f"A cap of {cap} is better." for cap, one in gains.items() if one > gain)

    def answer(self, game: SubsidyCompetition) -> CapAccord:
        money = money_decimals(game)
        optimum = self.optimum.answer(game)
        restoring = _restoring_cap(game, optimum)
        capped = self.race.answer(game)
        for one in self.tried:
            if one.cap == self.cap:
                capped = one.equilibrium.answer(under_cap(game, one.cap))
        with logit_choice(game) as choice:
            before = choice.at([self.race.equilibria[0][city] for city in game.cities])
            after = choice.at([capped.subsidies[city] for city in game.cities])
            change = [new - old for old, new in zip(before.payoffs(), after.payoffs(), strict=True)]
            losers = tuple(city for city, one in zip(game.cities, change, strict=True) if one < 0)
            by_city = shown_by_city(game, change, money)
            gain = shown(sum(change, ball(0)), money)
            loss = shown(before.firms_gain(after), money)
        return CapAccord(
            cap=self.cap,
            restored=restoring is not None,
            equilibrium=capped,
            optimum=optimum,
            change=by_city,
            gain=gain,
            losers=losers,
            firms_loss=loss,
            status=_status(self.cap, losers, restored=restoring is not None),
            method=(
                "best replies at the joint optimum, balls"
                if restoring is not None
                else f"{len(self.tried)} round caps compared; equilibria enclosed by balls"
            ),
            proof=Proof("enclosed", Fraction(10) ** -money),
            certificate=self,
        )


@overload
def cap_accord(game: SubsidyCompetition) -> CapAccord: ...
@overload
def cap_accord(game: Contest) -> ContestCap: ...
def cap_accord(game: SubsidyCompetition | Contest) -> CapAccord | ContestCap:
    """The cap accord: a common cap on subsidies per firm, enforced.

    No cap below the highest bid of the joint optimum s lets it be; the smallest that may restore it
    is

        c = max_i s_i,

    and it does iff under it no city gains by leaving s: each city that is to bid c would bid more,
    each other bids its s_i anyway. Where firms have nowhere else to go the optimum is often not to
    bid, and the cap 0. Where no cap restores it, round caps are tried: second best.

    The smallest common cap at which the race ends in the joint optimum, else the best found.

    The optimum is the one at ``game.firm_weight``, and "best" counts firms at that weight. Accords
    are signed in round numbers: caps are tried in steps of a thousandth of the highest equilibrium
    subsidy's magnitude, coarsely first, then closer around the best. A cap never makes a city bid
    more. With spillovers the race under the cap may have other equilibria; see
    ``equilibrium.unique``.

    Of a ``Contest``: see ``contest_cap.py``.

    Errors: ``InvalidInput`` for what is neither a ``SubsidyCompetition`` nor a ``Contest``, and
    those of ``subsidy_equilibrium``.

    >>> from games import SubsidyCompetition
    >>> park = SubsidyCompetition(["Quzhou", "Lishui"], value=[1, 1], mu=Fraction(1, 4))
    >>> accord = cap_accord(park)
    >>> accord.cap, accord.restored, accord.gain, accord.firms_loss
    (Fraction(0, 1), True, Fraction(1, 2), Fraction(1, 2))

    Source: on limits that governments set each other, Besley and Seabright (1999), The effects and
    policy implications of state aids to industry.
    """
    of_kind(game, SubsidyCompetition, Contest, place="subject of cap_accord")
    if isinstance(game, Contest):
        return contest_cap(game)
    race, best = equilibria_of(game), joint_optimum(game)
    highest, restoring = max(race.equilibria[0].values()), _restoring_cap(game, best)
    tried: dict[Fraction, SubsidyEquilibriumCertificate] = {}

    def gain(cap: Fraction) -> Fraction:
        if cap not in tried:
            tried[cap] = equilibria_of(under_cap(game, cap))
        return _gain(game, race, tried[cap])

    def best_of(caps: Iterable[Fraction]) -> Fraction:
        return max(_promising(game, race, list(caps)), key=gain)

    if restoring is not None:
        cap = restoring if restoring < highest else None
        looked_at = [] if cap is None else [cap]
    else:
        cap = _climbed(highest, best_of)
        cap = cap if cap is not None and gain(cap) > 0 else None
        looked_at = _looked_at(highest, cap)
    for one in looked_at:
        gain(one)
    return CapAccordCertificate(
        cap, race, best.certificate, tuple(CappedRace(one, tried[one]) for one in looked_at)
    ).answer(game)


def under_cap(
    game: SubsidyCompetition, cap: Fraction, members: Collection[str] | None = None
) -> SubsidyCompetition:
    """The race under a common cap of these (or all), or each city's own if that is lower."""
    bound = game.cities if members is None else members
    return replace(
        game,
        caps=tuple(
            (cap if own is None else min(own, cap)) if city in bound else own
            for city, own in zip(game.cities, game.caps, strict=True)
        ),
    )


def _restoring_cap(game: SubsidyCompetition, optimum: JointOptimum) -> Fraction | None:
    """The highest bid of the joint optimum, if no city gains by leaving that under it as a cap."""
    best = optimum.subsidies
    cap = max(best.values())
    with logit_choice(under_cap(game, cap)) as choice:
        outcome = choice.at([best[city] for city in game.cities])
        near = ball(game.mu / 10**9)
        at_rest = all(abs(outcome.reply(i) - outcome.subsidies[i]) < near for i in range(choice.n))
    return cap if at_rest else None


def _gain(
    game: SubsidyCompetition,
    race: SubsidyEquilibriumCertificate,
    capped: SubsidyEquilibriumCertificate,
) -> Fraction:
    """What cities, and firms at their weight, gain; to the decimals of money."""
    with logit_choice(game) as choice:
        old, new = (
            choice.at([one.equilibria[0][city] for city in game.cities]) for one in (race, capped)
        )
        gain: Any = sum(new.payoffs(), ball(0)) - sum(old.payoffs(), ball(0))
        gain += ball(game.firm_weight) * new.firms_gain(old)
        return shown(gain, money_decimals(game))


def _step(highest: Fraction) -> Fraction:
    """The power of ten of which the highest bid has from 1,000 to 10,000."""
    step = Fraction(1, 1000)
    while step * 1000 > highest:
        step /= 10
    while step * 10000 <= highest:
        step *= 10
    return step


def _parts(highest: Fraction) -> list[Fraction]:
    """Round caps below the highest bid, some twelfths of it."""
    if highest == 0:
        return []
    step = _step(highest)
    return [step * (highest * k // (PARTS * step)) for k in range(PARTS)]


def _looked_at(highest: Fraction, best: Fraction | None) -> list[Fraction]:
    """The caps that are proven: quarters of the highest bid, the best and those next to it."""
    near = [] if best is None else [best - _step(highest), best, best + _step(highest)]
    return sorted({*_parts(highest)[::PROVEN], *(cap for cap in near if 0 <= cap < highest)})


def _promising(
    game: SubsidyCompetition, race: SubsidyEquilibriumCertificate, caps: list[Fraction]
) -> list[Fraction]:
    """Those that may be best by what floating point finds; all where it does not find enough."""
    if len(caps) < 2 or not is_contraction(game):
        return caps
    try:
        floats = FloatReplies(game)
    except OverflowError:
        return caps
    bids = np.array([[float(race.equilibria[0][city] / game.mu) for city in game.cities]])
    settled = []
    for cap in caps:
        ends = floats.under(cap).settled(np.minimum(bids, float(cap / game.mu)), replies=0)
        if not ends:
            return caps
        settled.append(ends[0])
    paid = np.array(settled)
    gains = floats.payoffs(paid)[0].sum(axis=1) + float(game.firm_weight) * floats.firms(paid)
    least = gains.max() - CLOSE * np.abs(gains).max()
    return [cap for cap, gain in zip(caps, gains, strict=True) if not gain < least]


def _climbed(
    highest: Fraction, best_of: Callable[[Iterable[Fraction]], Fraction]
) -> Fraction | None:
    """A cap better than those next to it, from the best part on; ``None`` where there is none."""
    parts = _parts(highest)
    if not parts:
        return None
    step, best = _step(highest), best_of(parts)
    width = int((parts[1] - parts[0]) / step)
    while True:
        width = -(-width // 3)
        near = [best, best - width * step, best + width * step]  # the first of several as good
        better = best_of(cap for cap in near if 0 <= cap < highest)
        if better == best and width == 1:
            return best
        best = better


def _status(cap: Fraction | None, losers: tuple[str, ...], *, restored: bool) -> str:
    if cap is None:
        if restored:
            return "The race ends in the joint optimum without a cap."
        return (
            "No common cap that was tried raises what the cities, and firms at their weight, get."
        )
    shown = f"{approximately(cap)} per firm"
    what = f"No common cap restores the joint optimum; the best found is {shown}"
    if restored:
        what = f"With a cap of {shown} no city gains by leaving the joint optimum"
    if losers:
        return f"{what}; {listed(losers)} would lose by it and must be compensated."
    return f"{what}; no city loses by it."
