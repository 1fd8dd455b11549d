"""The path of a factor flow: how the gap between regions closes, and whether in time."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from games.errors import NotProven, of_kind
from games.factor_flow import FactorFlow
from solvers.answer import Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.flow.flow_curves import (
    curves_in_balls,
    decimals,
    earned_curves,
    masses_shown,
)

__all__ = ["FlowPath", "FlowPathCertificate", "flow_path"]

BEYOND = 10
"""The number of horizons in which the gap is looked for to close after all."""
PLACES = 6
PRECISIONS = (192, 768, 3072)

Outcome = Literal["in time", "too late", "not seen"]


@dataclass(frozen=True, slots=True, repr=False)
class FlowPath(Answer):
    """How the gap between regions closes, period by period.

    ``gaps``: the largest less the smallest return of regions with some mass, from the start to the
    horizon. ``closed``: the first period from which on the gap stays below the tolerance until the
    end of what was looked at, 10 horizons; ``None``: it does not.
    ``outcome``: "in time" (by the horizon), "too late" or "not seen".
    ``widest``: the period within the horizon in which the gap is largest; if it is not the first,
    regions draw apart before they draw together. ``masses``: by region, at the horizon.
    ``ends``: the masses at the end of what was looked at.

    See ``flow_path`` for the concept, an example and its source.
    """

    game: FactorFlow
    gaps: tuple[Fraction, ...]
    closed: int | None
    masses: Mapping[str, Fraction]
    ends: Mapping[str, Fraction]
    proof: Proof
    certificate: FlowPathCertificate
    method: str = "the recurrence, in balls"

    @property
    def outcome(self) -> Outcome:
        if self.closed is None:
            return "not seen"
        return "in time" if self.closed <= self.game.horizon else "too late"

    @property
    def widest(self) -> int:
        return self.gaps.index(max(self.gaps))

    @property
    def status(self) -> str:
        horizon, closed = self.game.horizon, self.closed
        if closed is None:
            return f"The gap is not seen to close within {BEYOND * horizon} periods."
        first = f", after it was widest in period {self.widest}" if self.widest else ""
        if closed <= horizon:
            return f"The gap closes in period {closed}, within the horizon of {horizon}{first}."
        return f"The gap closes, but too late: in period {closed}, horizon {horizon}{first}."


@dataclass(frozen=True, slots=True)
class FlowPathCertificate(Certificate, kind="path of a factor flow", of="flow_path", searches=True):
    """The gaps, when they are closed, and where the mass is then: the recurrence is run again."""

    gaps: tuple[Fraction, ...]
    closed: int | None
    masses: Mapping[str, Fraction]
    ends: Mapping[str, Fraction]

    def violations(self, subject: FactorFlow) -> Iterator[str]:
        found = _run(subject)
        if self.gaps != found.gaps:
            yield "The gaps are others."
        if self.closed != found.closed or isinstance(self.closed, bool):
            yield "The gap closes in another period."
        for given, masses in ((self.masses, found.masses), (self.ends, found.ends)):
            if tuple(given) != subject.regions or given != masses:
                yield "The mass is elsewhere."

    def answer(self, subject: FactorFlow) -> FlowPath:
        places = min(PLACES, decimals(subject.mass))
        radius = Fraction(10) ** -places
        return FlowPath(
            subject,
            self.gaps,
            self.closed,
            self.masses,
            self.ends,
            Proof("enclosed", radius),
            certificate=self,
        )


def flow_path(game: FactorFlow) -> FlowPath:
    """How the gap between regions closes, and whether by the horizon.

    The flow is the recurrence of ``FactorFlow``, run in balls, so that there is no error of
    discretisation: periods are the model's own. With a spillover that arrives late the gap can
    widen first and then close with a long tail: for ``delay`` periods what the hub gives off has
    not arrived, while it goes on to draw.

    The path of a factor flow, enclosed.

    That the gap closes says that all earn the same, and not that regions are alike: ``ends`` says
    where the mass is. Where one region empties for good it does not close.

    Errors: ``InvalidInput`` for what is not a ``FactorFlow``; ``NotProven`` where the path is too
    sensitive to be enclosed.

    >>> from games import FactorFlow
    >>> slow = FactorFlow(["Hub", "Edge"], [2, 1], 0.5, mass=10, speed=0.05, tolerance=0.05,
    ...                   start={"Hub": 5, "Edge": 5}, horizon=40)
    >>> path = flow_path(slow)
    >>> path.closed, path.outcome
    (135, 'too late')

    Source: Barro and Sala-i-Martin (1992), Convergence, for the gap that closes at a rate; Hofbauer
    and Sigmund (1998), Evolutionary Games and Population Dynamics, for the dynamics.
    """
    of_kind(game, FactorFlow, place="subject of flow_path")
    found = _run(game)
    return FlowPathCertificate(found.gaps, found.closed, found.masses, found.ends).answer(game)


@dataclass(frozen=True, slots=True)
class _Found:
    gaps: tuple[Fraction, ...]
    closed: int | None
    masses: Mapping[str, Fraction]
    ends: Mapping[str, Fraction]


@functools.lru_cache(maxsize=64)
def _run(game: FactorFlow) -> _Found:
    for bits in PRECISIONS:
        with curves_in_balls(bits), suppress(TooWide):
            found = _look(game)
            if found is not None:
                return found
    raise NotProven("path of the flow", "it is too sensitive to where it starts")


def _look(game: FactorFlow) -> _Found | None:
    gaps, closed, masses = list[Fraction](), None, list[Any]()
    tolerance = ball(game.tolerance)
    walk = steps(game)
    here: list[Any] = []
    for period in range(BEYOND * game.horizon + 1):
        here, earned = next(walk)
        paid = [value for value in earned if value is not None]
        gap = functools.reduce(lambda a, b: a.max(b), paid) - functools.reduce(
            lambda a, b: a.min(b), paid
        )
        if not (gap < tolerance or gap > tolerance) or gap.rad() > ball(Fraction(1, 10**9)):
            return None
        if gap > tolerance:
            closed = None
        elif closed is None:
            closed = period
        if period <= game.horizon:
            gaps.append(shown(gap, PLACES))
        if period == game.horizon:
            masses = here
    return _Found(tuple(gaps), closed, masses_shown(game, masses), masses_shown(game, here))


def steps(
    game: FactorFlow, subsidies: Sequence[Mapping[str, Fraction]] = ()
) -> Iterator[tuple[list[Any], list[Any]]]:
    """Masses and what they earn (``None`` where there are none), period by period, for ever.

    ``subsidies``: more of it by region, in the first periods. What has been earned is added up in
    logarithms, so that balls grow no faster than they have to.

    Errors: ``TooWide`` where they have grown too wide.
    """
    curves, speed, whole = earned_curves(game), ball(game.speed), ball(game.mass)
    arriving = [ball(theta) for theta in game.arriving]
    extra = [[ball(paid.get(region, Fraction(0))) for region in game.regions] for paid in subsidies]
    bonus = [ball(paid) for paid in game.bonus]
    used = [i for i, n in enumerate(game.start) if n]
    past = [[ball(n) for n in game.start]]
    logs = {i: past[0][i].log() for i in used}
    period = 0
    while True:
        now = past[-1]
        then = past[0] if len(past) <= game.delay else past[-1 - game.delay]
        earned: list[Any] = [None] * len(now)
        for i in used:
            # what is elsewhere is what it was a delay ago
            earned[i] = curves[i].value(now[i]) + arriving[i] * (now[i] - then[i])
            if period < len(extra):
                earned[i] += extra[period][i]
            if not period:
                earned[i] += bonus[i]
            if not earned[i].is_finite():
                raise TooWide
        yield now, earned
        for i in used:
            logs[i] += speed * earned[i]
        following = [ball(0)] * len(now)
        for i in used:
            others = sum(((logs[j] - logs[i]).exp() for j in used if j != i), ball(1))
            following[i] = whole / others
        past.append(following)
        del past[: -2 - game.delay]
        period += 1


class TooWide(ArithmeticError):
    """Balls that tell nothing any more at this precision."""


def first_returns(game: FactorFlow) -> list[float]:
    """What a unit earns in each region at the start, where there is any, without a bonus."""
    with curves_in_balls():
        _, earned = next(steps(replace(game, bonus=(Fraction(0),) * len(game.regions))))
        return [float(value.mid()) for value in earned if value is not None]
