"""Where Richardson's arms race comes to rest, or when budgets stop it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import within
from games.richardson import RichardsonRace
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.logit_choice import ball, shown
from solvers.precision import precision
from solvers.rational import rational, square_solution

__all__ = ["RichardsonCertificate", "RichardsonPath", "richardson"]

BITS = 256
DIGITS = 6  # of the time at which a budget binds
DOUBLINGS = 60
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class RichardsonPath(Answer):
    """Where Richardson's arms race comes to rest, or when budgets stop it.

    dx/dt = g - M x, M = diag(alpha) - K with K >= 0. It settles from everywhere iff the elimination
    of M, rows in their order, has positive pivots throughout (M is then an M-matrix with an
    inverse): exact. There is a single rest iff det M is not 0, settling or not. The levels in time
    are the first n entries of x(t) = exp(t A) (x_0, 1), A = [[-M, g], [0, 0]], in balls. If no
    city's spending falls at first, none ever does, as each only raises the others'; so the first
    budget to bind does so at one time, and a sign before and after encloses it.

    Where the race goes.

    ``settles``: from wherever it starts; exact. ``rest``: the levels at which nothing moves (to
    which it goes if it settles), ``None`` if there are none or no single ones.
    ``bound``, ``time``: the first city whose budget binds, and when, to 6 digits; ``None`` where
    that does not happen, or is not proven to: the status says which.

    >>> from games import RichardsonRace
    >>> two = RichardsonRace(["A", "B"], [[0, 2], [2, 0]], fatigue=[1, 1], grievance=[1, 1],
    ...                      budgets={"A": 5})
    >>> path = richardson(two)
    >>> path.settles, path.bound, float(path.time)
    (False, 'A', 1.79176)
    >>> path.certificate.verify(two)
    True

    Source: Richardson (1960), Arms and Insecurity; Berman and Plemmons (1994); on systems in which
    each raises the others, Hirsch (1985). (The example: x' = x + 1, so 5 is reached at ln 6.)
    """

    game: RichardsonRace
    settles: bool
    rest: Mapping[str, Fraction] | None
    bound: str | None
    time: Fraction | None
    status: str
    method: str
    proof: Proof
    certificate: RichardsonCertificate

    def levels(self, time: Fraction) -> dict[str, Fraction]:
        """What each spends at a time if no budget binds before, within 10^-12."""
        time = within(time, "the time", "0 or more")
        with precision(BITS):
            levels = _levels(self.game, time)
            return {
                city: shown(level, 12) for city, level in zip(self.game.cities, levels, strict=True)
            }


@dataclass(frozen=True, slots=True)
class RichardsonCertificate(Certificate, kind="Richardson's arms race"):
    """The levels of rest; the first city whose budget binds, and when."""

    rest: Mapping[str, Fraction] | None
    bound: str | None
    time: Fraction | None

    def violations(self, game: RichardsonRace) -> Iterator[str]:
        if self.rest is None:
            if _damping(game).det() != 0:
                yield "There are levels of rest."
        elif tuple(self.rest) != game.cities or any(game.drift(list(self.rest.values()))):
            yield "At these levels something moves."
        elif _damping(game).det() == 0:
            yield "There is more than one rest."
        if (self.bound is None) != (self.time is None):
            yield "A city whose budget binds and the time belong together."
        elif self.bound is None and self._timed(game) is not None:
            yield "A budget binds, and it is not said which."
        elif self.bound is not None and self.time is not None:
            yield from self._time_violations(game, game.cities.index(self.bound), self.time)

    def _timed(self, game: RichardsonRace) -> RichardsonCertificate | None:
        """This certificate with the first budget that binds, where one is found and proven to."""
        found = _binding(game)
        if found is None:
            return None
        timed = RichardsonCertificate(self.rest, game.cities[found[0]], found[1])
        return None if any(timed._time_violations(game, *found)) else timed

    def _time_violations(self, game: RichardsonRace, i: int, time: Fraction) -> Iterator[str]:

        if time == 0:
            if i != _at_once(game):
                yield "No budget binds at once, or another one does."
            return
        unit = _unit(time)
        if (time / unit).denominator != 1 or time < 0:
            yield "The time is no number of the usual length."
        if any(drift < 0 for drift in game.drift(game.start)):
            yield "Some spending falls at first."
        with precision(BITS):
            before, after = _levels(game, time - unit), _levels(game, time + unit)
            for j, (city, budget) in enumerate(zip(game.cities, game.budgets, strict=True)):
                if budget is not None and not before[j] < ball(budget):
                    yield f"The budget of {city} binds before."
                if j == i and (budget is None or not after[j] > ball(budget)):
                    yield f"The budget of {city} does not bind then."
            if i != _first(game, after):
                yield "Another city's budget binds first."

    def answer(self, game: RichardsonRace) -> RichardsonPath:
        settles = all(pivot is not None and pivot > 0 for pivot in _pivots(game))
        return RichardsonPath(
            game=game,
            settles=settles,
            rest=self.rest,
            bound=self.bound,
            time=self.time,
            status=_status(game, settles=settles, rest=self.rest, bound=self.bound, time=self.time),
            method="pivots of an elimination; the path by a matrix exponential in balls",
            proof=EXACT if not self.time else Proof("enclosed", _unit(self.time)),
            certificate=self,
        )


def richardson(game: RichardsonRace) -> RichardsonPath:
    """Whether the race settles, where, and which budget binds first.

    The rest may ask for less than nothing of a city, or more than its budget; it is shown as it
    is. If spending falls somewhere at first, no time is claimed.
    """
    certificate = RichardsonCertificate(_rest_point(game), None, None)
    return (certificate._timed(game) or certificate).answer(game)


def _pivots(game: RichardsonRace) -> list[Fraction | None]:
    """The pivots of M without swaps of rows; ``None`` from the first 0 on: it does not settle."""
    rows = [list(row) for row in game.damping]
    pivots: list[Fraction | None] = []
    for k, row in enumerate(rows):
        pivots.append(row[k])
        if row[k] == 0:
            return [*pivots, *[None] * (len(rows) - k - 1)]
        for other in rows[k + 1 :]:
            factor = other[k] / row[k]
            for j in range(k, len(rows)):
                other[j] -= factor * row[j]
    return pivots


def _damping(game: RichardsonRace) -> Any:
    from flint import fmpq_mat

    return fmpq_mat([[rational(m) for m in row] for row in game.damping])


def _rest_point(game: RichardsonRace) -> dict[str, Fraction] | None:
    levels = square_solution(game.damping, game.grievance)
    return None if levels is None else dict(zip(game.cities, levels, strict=True))


def _levels(game: RichardsonRace, time: Fraction) -> list[Any]:
    from flint import arb_mat

    n, t = len(game.cities), ball(time)
    rows = [
        [ball(-m) * t for m in row] + [ball(g) * t]
        for row, g in zip(game.damping, game.grievance, strict=True)
    ]
    flow = arb_mat([*rows, [ball(0)] * (n + 1)]).exp()
    end = flow * arb_mat([[ball(x)] for x in (*game.start, Fraction(1))])
    return [end[i, 0] for i in range(n)]


def _first(game: RichardsonRace, levels: list[Any]) -> int | None:
    """The first city in their order whose budget is exceeded, if any."""
    for i, budget in enumerate(game.budgets):
        if budget is not None and levels[i] > ball(budget):
            return i
    return None


def _at_once(game: RichardsonRace) -> int | None:
    """The first city that is at its budget from the start, and would spend more."""
    starts = zip(game.start, game.budgets, game.drift(game.start), strict=True)
    return next(
        (i for i, (x, budget, drift) in enumerate(starts) if x == budget and drift > 0), None
    )


def _unit(time: Fraction) -> Fraction:
    """One in the sixth digit."""
    magnitude = len(str(int(time))) if time >= 1 else 1 - len(str(int(1 / time))) if time else 0
    return Fraction(10) ** (magnitude - DIGITS)


def _binding(game: RichardsonRace) -> tuple[int, Fraction] | None:

    at_once = _at_once(game)
    if at_once is not None:
        return at_once, ZERO
    if all(budget is None for budget in game.budgets) or min(game.drift(game.start)) < 0:
        return None
    rate = max(map(max, (map(abs, row) for row in game.damping))) or Fraction(1)
    with precision(BITS):
        high = 1 / rate / 2**20
        for _ in range(DOUBLINGS):
            if _first(game, _levels(game, high)) is not None:
                break
            high *= 2
        else:
            return None
        low = ZERO
        for _ in range(DOUBLINGS):
            if high - low <= _unit(high) / 4:
                break
            middle = (low + high) / 2
            if _first(game, _levels(game, middle)) is None:
                low = middle
            else:
                high = middle
        unit = _unit(high)
        time = Fraction(round(high / unit)) * unit
        first = _first(game, _levels(game, time + _unit(time)))
        return None if first is None else (first, time)


def _status(
    game: RichardsonRace,
    *,
    settles: bool,
    rest: Mapping[str, Fraction] | None,
    bound: str | None,
    time: Fraction | None,
) -> str:
    what = (
        "The race settles: fatigue outweighs reaction."
        if settles
        else "The race does not settle by itself: reaction outweighs fatigue, or equals it."
    )
    if bound is not None and time is not None:
        return f"{what} The budget of {bound} binds first, after {approximately(time)}."
    if all(budget is None for budget in game.budgets):
        return what
    falls = min(game.drift(game.start)) < 0
    fits = (
        settles
        and rest is not None
        and all(
            budget is None or rest[city] <= budget
            for city, budget in zip(game.cities, game.budgets, strict=True)
        )
    )
    if fits and not falls:
        return f"{what} No budget binds on the way."
    return f"{what} When a budget binds is not claimed" + (
        ", as some spending falls at first." if falls else "; none did as far as was looked."
    )
