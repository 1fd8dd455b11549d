"""What the paper says of the paths, each claim a comparison of two numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from games.exact import number_to_json
from intercity.topics.paths.facts import PathFacts

__all__ = [
    "CLOSE",
    "CONCLUSION",
    "Claim",
    "ClaimName",
    "brought_more",
    "claims",
    "diffusion",
    "straight_claims",
]

ZERO = Fraction(0)

CLOSE = Fraction(1, 10**9)
"""Numbers that differ by less, as a share of the larger, are too close to say: races round."""


class ClaimName(StrEnum):
    """The claims: five make up the conclusion, the others are on the other paths."""

    AGGLOMERATION = "agglomeration"
    DIFFUSION = "diffusion"
    OVER_SINGLE = "more diffusion than a single centre"
    RACE = "less race"
    WELFARE = "more welfare"
    TOTAL = "less subsidy in all"
    HOLDS = "nobody leaves several centres"
    DRAIN = "free flow drains"
    FAR_END = "the corridor leaves out its far end"
    LEFT_OUT = "zones leave out small cities"
    FEW = "a point hub serves few"


CONCLUSION = (
    ClaimName.AGGLOMERATION,
    ClaimName.DIFFUSION,
    ClaimName.OVER_SINGLE,
    ClaimName.RACE,
    ClaimName.WELFARE,
)
"""Multi-centre enclaves reach both agglomeration and diffusion, at less race than one centre."""


@dataclass(frozen=True)
class Claim:
    """A claim: the number that should be larger, the other one, and whether it is.

    ``strict``: equal is not enough. ``unit``: what the two are. ``rival``: the path that is looked
    at, or compared with.
    ``open``: a path that it should be compared with was not found. ``holds``: ``None`` where the
    two are too close to say, or where it is open and holds otherwise.
    """

    name: ClaimName
    larger: Fraction
    smaller: Fraction
    strict: bool
    unit: Literal["money", "share", "cities"]
    rival: str
    open: bool = False

    @property
    def margin(self) -> Fraction:
        """By how much the claim holds; below 0 where it does not."""
        return self.larger - self.smaller

    @property
    def holds(self) -> bool | None:
        size = max(abs(self.larger), abs(self.smaller))
        if self.margin and abs(self.margin) <= CLOSE * size:
            return None
        holds = self.margin > 0 or (not self.margin and not self.strict)
        return None if holds and self.open else holds

    def to_json(self) -> dict[str, Any]:
        return {
            "claim": self.name.value,
            "of_the_conclusion": self.name in CONCLUSION,
            "holds": self.holds,
            "larger": number_to_json(self.larger),
            "smaller": number_to_json(self.smaller),
            "unit": self.unit,
            "rival": self.rival,
        }


def claims(found: Mapping[str, PathFacts]) -> tuple[Claim, ...]:
    """All claims on the paths that were computed.

    - Agglomeration: with several centres at least as large a share of projects stays in hubs,
      returns taken off, as with free flow.
    - Diffusion: with several centres small cities together have more on top of free flow than free
      flow, corridor, zones or a facility brings them, and no path reaches more of them.
    - More diffusion than a single centre: the same sum, compared with that of one centre.
    - Less race: the subsidy per project in parks is smaller than in a single centre.
    - More welfare: all together have more than with a single centre.
    - Less subsidy in all: cities pay less together than with a single centre.
    - Nobody leaves: no city would do better with its park in another hub or without one, no hub
      without parks.
    - Free flow drains: small cities lose by it.
    - The corridor is built to fewer cities than there are on its line; zones, and a facility, bring
      something to fewer small cities than there are.
    """
    return tuple(_claims(found))


def straight_claims(found: Mapping[str, PathFacts]) -> Iterator[Claim]:
    """The claims of the conclusion that compare the same two paths whatever the numbers are."""
    flow, one, many = (found[name] for name in ("free flow", "single centre", "multi-centre"))
    crowd = many.agglomeration, flow.agglomeration
    yield Claim(ClaimName.AGGLOMERATION, *crowd, strict=False, unit="share", rival=flow.name)
    for claim, more, less in (
        (ClaimName.OVER_SINGLE, many.diffused, one.diffused),
        (ClaimName.RACE, one.bid, many.bid),
        (ClaimName.WELFARE, many.welfare, one.welfare),
    ):
        yield Claim(claim, more, less, strict=True, unit="money", rival=one.name)


def diffusion(found: Mapping[str, PathFacts]) -> Claim:
    """The claim on diffusion: that no path reaches more small cities, or else brings them more."""
    many = found["multi-centre"]
    furthest = max(found.values(), key=lambda path: path.reach)
    if furthest.reach > many.reach:
        reach, name = (many.reach, furthest.reach), furthest.name
        return Claim(ClaimName.DIFFUSION, *reach, strict=True, unit="share", rival=name)
    return brought_more(found)


def brought_more(found: Mapping[str, PathFacts]) -> Claim:
    """The claim on diffusion where no path reaches more: against the path that brings most."""
    one, many = found["single centre"], found["multi-centre"]
    missing = many.province.zones is not None and "zone" not in found
    others = [path for path in found.values() if path.name not in (one.name, many.name)]
    most = max(others, key=lambda path: path.diffused)
    brought, name = (many.diffused, most.diffused), most.name
    if most.diffused <= 0:  # none brings more than free flow, which is 0 on top of itself
        brought, name = (many.diffused, ZERO), "free flow"
    return Claim(ClaimName.DIFFUSION, *brought, strict=True, unit="money", rival=name, open=missing)


def _claims(found: Mapping[str, PathFacts]) -> Iterator[Claim]:
    flow, one, many = (found[name] for name in ("free flow", "single centre", "multi-centre"))
    first, *others = straight_claims(found)
    yield first
    yield diffusion(found)
    yield from others
    total = one.outlay, many.outlay
    yield Claim(ClaimName.TOTAL, *total, strict=True, unit="money", rival=one.name)
    leaving = Fraction(len(many.leavers))
    yield Claim(ClaimName.HOLDS, ZERO, leaving, strict=False, unit="cities", rival=many.name)
    yield Claim(ClaimName.DRAIN, ZERO, flow.diffused, strict=True, unit="money", rival=flow.name)
    if "corridor" in found:
        path = found["corridor"]
        line = path.province.line
        assert line is not None  # noqa: S101 - the path is there
        ends = Fraction(len(line.cities)), Fraction(sum(map(len, path.groups)) or 1)
        yield Claim(ClaimName.FAR_END, *ends, strict=True, unit="cities", rival=path.name)
    for key, claim in (("zone", ClaimName.LEFT_OUT), ("point hub", ClaimName.FEW)):
        if key in found:
            reach = Fraction(1), found[key].reach
            yield Claim(claim, *reach, strict=True, unit="share", rival=key)
