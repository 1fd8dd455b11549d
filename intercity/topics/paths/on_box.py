"""Whether the paper's conclusion holds, on a whole box of numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from intercity.topics.outcome import Verdict
from intercity.topics.paths.claims import CLOSE, Claim, brought_more, diffusion, straight_claims
from intercity.topics.paths.province import province
from intercity.topics.paths.section import Paths
from intercity.topics.paths.side_by_side import all_paths
from solvers.answer import EXACT, Proof
from solvers.certificate import Certificate
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.crowd_on_box import crowd_on_box
from solvers.enclosure.enclosed_number import EnclosedNumber, at_point, bounds_of, centre_of
from solvers.enclosure.race_on_box import bids_on_box

if TYPE_CHECKING:
    from games.hub_congestion import HubCongestion
    from games.subsidy import SubsidyCompetition
    from intercity.region.context import Context
    from intercity.topics.paths.facts import PathFacts

__all__ = ["on_box"]

ZERO = Fraction(0)
NEARLY = Fraction(1, 10**9)
"""Whether a city has more is not said where it is so little more or less: races round."""


@dataclass(frozen=True, slots=True)
class _Race:
    """The equilibrium of a race, enclosed."""

    subsidies: Mapping[str, Fraction]
    shares: Mapping[str, Fraction]
    proof: Proof = EXACT


@dataclass(frozen=True, slots=True)
class _Crowd:
    """Where projects go, enclosed."""

    startups: Mapping[str, Fraction]
    welfare: Fraction


def on_box(context: Context) -> str:
    """Whether the conclusion holds: its five claims, enclosed."""
    if context.scenario.section(Paths) is None:
        return Verdict.NOT_ASKED.value
    found = all_paths(province(context.scenario), _enclosed, leaving=False)
    claims, box = list(straight_claims(found)), active()
    if _one_fails(claims):
        return Verdict.FAILS.value
    many = found["multi-centre"]
    most = max(_may_reach(path) for path in found.values() if path is not many)
    if _surely_reaches(many) >= most:
        claims.append(brought_more(found))
    else:
        for path in (many, found["single centre"]):
            more = [x if x > 0 else -x for x in path.brought.values()]
            box.demand([x - NEARLY for x in more], "a city that has hardly more or less")
        claims.append(diffusion(found))
    # Settled claims first: if one fails, the others cannot change the verdict.
    if _one_fails(claims) or not all(map(_holds, claims)):
        return Verdict.FAILS.value
    return (Verdict.UNDECIDED if claims[-1].open else Verdict.STANDS).value


def _surely_reaches(path: PathFacts) -> int:
    box = active()
    return sum(box.surely(NEARLY - x, "<") for x in path.brought.values())


def _may_reach(path: PathFacts) -> int:
    box = active()
    return sum(not box.surely(x, "<=") for x in path.brought.values())


def _one_fails(claims: Iterable[Claim]) -> bool:
    """Whether one of them fails for sure, whichever way the path goes on."""
    box = active()
    return any(
        box.surely(claim.margin + _close(claim), "<") or (not _moves(claim) and not claim.holds)
        for claim in claims
    )


def _moves(claim: Claim) -> bool:
    return isinstance(claim.margin, EnclosedNumber)


def _close(claim: Claim) -> Fraction:
    """Numbers that differ by less may be too close to say."""
    ends = (abs(end) for x in (claim.larger, claim.smaller) for end in bounds_of(x))
    return CLOSE * max(ends)


def _holds(claim: Claim) -> bool:
    """Whether a claim holds; the path decides."""
    margin, close = claim.margin, _close(claim)
    if not _moves(claim) and claim.holds is not None:
        return claim.holds
    if margin > close:
        return True
    if margin + close < 0:
        return False
    raise Unsettled("numbers that are too close to say")


def _enclosed(solver: Callable[..., Any], subject: Any) -> Any:
    """What is asked of a solver: enclosed; where nothing moves, what a certificate proves."""
    name = solver.__name__
    if name == "subsidy_equilibrium":
        return _race(subject)
    if name == "congestion_equilibrium":
        return _crowd(subject)
    if at_point(subject, {}) is not subject:
        raise Unsettled(f"{name}, which is not enclosed")
    told = tuple(repr(getattr(subject, one.name)) for one in fields(subject))
    certificate = active().hint((name, told), lambda: _certificate(solver, subject))
    if not isinstance(certificate, Certificate) or certificate.of != name:
        raise Unsettled("a certificate of something else")
    if not certificate.verify(subject):
        raise Unsettled("a certificate that does not hold")
    return certificate.answer(subject)


def _certificate(solver: Callable[..., Any], subject: Any) -> Any:
    try:
        return solver(subject).certificate
    except IntercityError:
        return None


def _race(game: SubsidyCompetition) -> _Race:
    race = bids_on_box(game)
    bids = dict(zip(game.cities, race.bids, strict=True))
    shares = dict(zip(game.cities, race.shares, strict=True))
    if game.outside_option is None:
        # One has the rest, so that shares add up to 1 on the box, too, and what is paid on average
        # is enclosed the closer: one whose bid is in the middle.
        middle = sorted(game.cities, key=lambda city: centre_of(bids[city]))[len(bids) // 2]
        shares[middle] = 1 - sum((x for city, x in shares.items() if city != middle), ZERO)
    return _Race(bids, shares)


def _crowd(game: HubCongestion) -> _Crowd:
    drawn, earned = crowd_on_box(game)
    return _Crowd(dict(zip(game.hubs, drawn, strict=True)), earned)
