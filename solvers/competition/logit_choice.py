"""Firms' logit choice between bidding cities, enclosed by balls: shares, payoffs, best replies.

Fix what the others pay. With R = sum of the others' exp((a_j + s_j)/mu) and of the outside option,
sigma = city i's share, and c = the mean spillover to i from firms that do not choose it,

    payoff_i / M = c + (b - c - k s) sigma(s),    sigma = exp((a + s)/mu) / (exp((a + s)/mu) + R).

c and R do not depend on s, so spillovers only lower the value of a firm from b to b - c. The slope
is sigma ((b - c - k s)(1 - sigma)/mu - k), whose second factor changes sign once: the payoff has a
single peak, at Lambert's

    s = (b - c)/k - mu (1 + W(x)),    ln x = (a + (b - c)/k)/mu - 1 - ln R.

A budget B allows M s sigma(s) <= B, and s sigma(s) increases: it is a cap at the single root

    s = B/M + mu W(x),    ln x = ln(B/(M mu)) + ln R - (a + B/M)/mu.

So the best reply is the smallest of peak, cap and budget, and never below 0.

Every number here is a ball of python-flint that contains the true value, at a precision chosen from
the game's magnitudes; balls have unbounded exponents, so no mu is too small. ``logit_choice(game)``
is a context, because flint's precision is.

>>> from games import SubsidyCompetition
>>> pair = SubsidyCompetition(["A", "B"], value=[1, 1], mu=Fraction(1, 4))
>>> with logit_choice(pair) as choice:
...     choice.at([Fraction(1, 2), Fraction(1, 2)]).rounded_reply(0, 20)
Fraction(1, 2)

Source: Corless, Gonnet, Hare, Jeffrey and Knuth (1996), On the Lambert W function; Johansson
(2017), Arb: efficient arbitrary-precision midpoint-radius interval arithmetic.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from itertools import accumulate
from typing import Any

from games.errors import Undefined
from games.subsidy import SubsidyCompetition
from solvers.once_per_object import once_per_object
from solvers.precision import precision

__all__ = [
    "ABOVE",
    "BELOW",
    "Choice",
    "Outcome",
    "ball",
    "between",
    "larger",
    "logit_choice",
    "money_decimals",
    "power_of_ten_above",
    "rate_decimals",
    "rounded",
    "shown",
    "shown_by_city",
    "smaller",
]

GUARD_DECIMALS = 60  # regrets are the square of a rounding error: twice its decimals, and room
SHARE_DECIMALS = 15
HALF = Fraction(1, 2)
BELOW, ABOVE = Fraction(43, 100), Fraction(57, 100)
"""What a root shown may be off, of a unit: with these no short decimal is a tie."""
SMALLEST_BOUND = 100  # decimals: a smaller bound would say how precise flint is, not how far we are


@once_per_object(most=64)
def rate_decimals(game: SubsidyCompetition) -> int:
    """Decimals to which subsidies are found: 20 beyond the size of mu."""
    return 20 + len(str(int(1 / game.mu)))


@once_per_object(most=64)
def money_decimals(game: SubsidyCompetition) -> int:
    """Decimals to which sums of money are shown: 15 significant ones of mass times value.

    Of mass times mu where firms are worth nothing. A mu beyond all values pays nobody anything.
    """
    largest = game.mass * (max(map(abs, (*game.value, *game.regional_value))) or game.mu)
    magnitude = len(str(int(largest))) if largest >= 1 else 1 - len(str(int(1 / largest)))
    return 15 - magnitude


def _bits(game: SubsidyCompetition) -> int:
    places = [*game.attractiveness, *[a for a in (game.outside_option,) if a is not None]]
    spilled = max((abs(theta) for row in game.spillovers for theta in row if theta), default=0)
    worth = max(map(abs, game.value))
    most = max(worth, spilled * worth, *map(abs, game.regional_value))
    spread = max(places) - min(places) + most * len(game.cities)
    unit = game.mu / most if most else 0  # of the largest value, to whose digits money is shown
    magnitudes = (spread / game.mu, most / game.mu, game.mu, 1 / game.mu, game.mass, unit)
    room = sum(int(magnitude).bit_length() for magnitude in magnitudes)
    return 64 + room + 10 * (rate_decimals(game) + GUARD_DECIMALS) // 3


@contextmanager
def logit_choice(game: SubsidyCompetition, more: int = 1) -> Iterator[Choice]:
    """The firms' choice in balls; flint works at its precision, ``more`` times, inside."""
    bits, choices = _choices(game)
    with precision(more * bits):
        if more not in choices:
            choices[more] = Choice(game)
        yield choices[more]


@once_per_object(most=64)
def _choices(game: SubsidyCompetition) -> tuple[int, dict[int, Choice]]:
    """The bits of its balls, and its choices made so far, by how many times the precision."""
    return _bits(game), {}


def ball(number: Fraction | int) -> Any:
    """The ball around a fraction, at flint's present precision."""
    arb, fmpq = _numbers()
    return arb(fmpq(*number.as_integer_ratio()))


@functools.cache  # an import statement takes longer than the ball
def _numbers() -> tuple[Any, Any]:
    from flint import arb, fmpq

    return arb, fmpq


def between(low: Fraction, high: Fraction) -> Any:
    """A ball that contains the interval from low to high."""
    return ball(low).union(ball(high))


def rounded(number: Any, decimals: int) -> Fraction | None:
    """The nearest multiple of 10^-decimals, or ``None`` where the ball does not decide."""
    unit = _to_the(decimals)
    nearest = (number * ball(unit) + ball(HALF)).floor().unique_fmpz()
    if nearest is None:
        return None
    return Fraction(int(nearest) * unit.denominator, unit.numerator)


@functools.cache
def _to_the(decimals: int) -> Fraction:
    """10^decimals."""
    return Fraction(10) ** decimals


def shown(number: Any, decimals: int) -> Fraction:
    """The ball's number to some decimals: the true one is within 10^-decimals of it."""
    near = rounded(number, decimals)
    return near if near is not None else rounded(number.mid(), decimals) or Fraction(0)


def shown_by_city(
    game: SubsidyCompetition, numbers: Sequence[Any], decimals: int
) -> dict[str, Fraction]:
    """The balls' numbers, one for each city, by name."""
    return {city: shown(one, decimals) for city, one in zip(game.cities, numbers, strict=True)}


def power_of_ten_above(number: Any) -> Fraction:
    """The smallest power of ten, down to 10^-SMALLEST_BOUND, that bounds a ball; 0 for 0.

    Errors: ``Undefined`` for a ball without end, or of no number.
    """
    above = number.upper()
    if not above.is_finite():
        raise Undefined("bound", "magnitudes are too far apart to enclose it", None)
    if above <= 0:
        return Fraction(0)
    if above <= ball(Fraction(1, 10**SMALLEST_BOUND)):
        return Fraction(1, 10**SMALLEST_BOUND)
    mantissa, _, exponent = above.mid_rad_10exp(5)
    power = Fraction(10) ** (int(exponent) + len(str(int(mantissa))) - 1)
    while ball(power) < above:
        power *= 10
    return power


class Choice:
    """The game's numbers as balls; and where replies come to rest, once that was asked."""

    def __init__(self, game: SubsidyCompetition) -> None:
        from flint import arb_mat

        self.game = game
        self.resting_points: list[list[Fraction]] | None = None
        self._last: Outcome | None = None
        self.n = len(game.cities)
        places = [*game.attractiveness]
        if game.outside_option is not None:
            places.append(game.outside_option)
        best = max(places)
        self.attractiveness = [ball(a - best) for a in game.attractiveness]
        self.mu, self.mass = ball(game.mu), ball(game.mass)
        self.value = [ball(b) for b in game.value]
        self.regional_value = [ball(b) for b in game.regional_value]
        none = ball(0)
        self.spilled = [
            [ball(theta) * b if theta else none for theta, b in zip(row, self.value, strict=True)]
            for row in game.spillovers
        ]
        self.reaching = [
            arb_mat(1, self.n, spilled) if any(row) else None
            for row, spilled in zip(game.spillovers, self.spilled, strict=True)
        ]
        self.cost = ball(game.cost_of_subsidy)
        self.caps = [None if cap is None else ball(cap) for cap in game.caps]
        self.budgets = [self._budget(i) for i in range(self.n)]
        self.outside = (
            ball(0)
            if game.outside_option is None
            else (ball(game.outside_option - best) / self.mu).exp()
        )

    def _budget(self, i: int) -> tuple[Any, Any] | None:
        """B/M, and all of ln x but ln R, where there is a budget that is not 0."""
        budget = self.game.budgets[i]
        if not budget:
            return None
        each = ball(budget / self.game.mass)
        return each, (each / self.mu).log() - (self.attractiveness[i] + each) / self.mu

    def at(self, subsidies: Sequence[Any]) -> Outcome:
        """What firms do at these subsidies (fractions or balls, in the order of the cities).

        Asked twice in a row, as by a search and by the proof of what it finds, it is the same one.
        """
        if self._last is None or self._last.given != subsidies:
            paid = [ball(s) if isinstance(s, Fraction | int) else s for s in subsidies]
            weights = [self.weight(i, s) for i, s in enumerate(paid)]
            self._last = Outcome(self, paid, list(subsidies), weights)
        return self._last

    def weight(self, i: int, subsidy: Any) -> Any:
        """exp((a_i + s)/mu), up to a factor that is the same for all."""
        return ((self.attractiveness[i] + subsidy) / self.mu).exp()


class Outcome:
    """Firms' choice at one profile of subsidies, cities by index."""

    def __init__(
        self, choice: Choice, subsidies: list[Any], given: Sequence[Any], weights: list[Any]
    ) -> None:
        self.choice = choice
        self.subsidies = subsidies
        self.given = given
        self.weights = weights
        self._column: Any = None
        self._logs: dict[int, Any] = {}
        self._externals: dict[int, Any] = {}
        self._peaks: dict[int, Any] = {}
        # The others' weights are added, not subtracted from the total: a city may have nearly all.
        before = list(accumulate(self.weights, initial=choice.outside))
        after = list(accumulate(reversed(self.weights), initial=ball(0)))[::-1]
        self.total = before[-1]
        self.others = [one + other for one, other in zip(before, after[1:], strict=False)]
        self.shares = [w / self.total for w in self.weights]

    def moved(self, i: int, subsidy: Any) -> Outcome:
        """The outcome if i pays ``subsidy``, a ball, instead."""
        paid, weights = list(self.subsidies), list(self.weights)
        paid[i], weights[i] = subsidy, self.choice.weight(i, subsidy)
        return Outcome(self.choice, paid, paid, weights)

    def alone(self, i: int) -> bool:
        """Firms have nowhere else to go: one city and no outside option."""
        return bool(self.others[i] == 0)

    def external(self, i: int) -> Any:
        """c_i, the mean spillover to i from the firms that do not choose it."""
        if i not in self._externals:
            self._externals[i] = self._external(i)
        return self._externals[i]

    def _external(self, i: int) -> Any:
        reaching = self.choice.reaching[i]
        if reaching is None or self.alone(i):
            return ball(0)
        if self._column is None:
            from flint import arb_mat

            self._column = arb_mat(self.choice.n, 1, self.weights)
        return (reaching * self._column)[0, 0] / self.others[i]

    def _log_of_others(self, i: int) -> Any:
        if i not in self._logs:
            self._logs[i] = self.others[i].log()
        return self._logs[i]

    def payoff(self, i: int, subsidy: Any = None) -> Any:
        """City i's payoff, if it pays ``subsidy`` instead of what it pays in the profile."""
        choice = self.choice
        s = self.subsidies[i] if subsidy is None else subsidy
        share = self.shares[i] if subsidy is None else self.share(i, s)
        external = self.external(i)
        return choice.mass * (external + (choice.value[i] - external - choice.cost * s) * share)

    def share(self, i: int, subsidy: Any) -> Any:
        """City i's share, if it pays ``subsidy``: written so that a wide ball does not widen it."""
        return 1 / (1 + self.others[i] / self.choice.weight(i, subsidy))

    def payoffs(self) -> list[Any]:
        """Every city's payoff."""
        return [self.payoff(i) for i in range(self.choice.n)]

    def marginal(self, i: int, subsidy: Any) -> Any:
        """The slope of i's payoff in its own subsidy, at ``subsidy``."""
        choice = self.choice
        share = self.share(i, subsidy)
        left = choice.value[i] - self.external(i) - choice.cost * subsidy
        return choice.mass * share * (left * (1 - share) / choice.mu - choice.cost)

    def unlimited(self, i: int) -> Any:
        """The subsidy at which i's payoff peaks, if it may pay any number."""
        choice = self.choice
        top = (choice.value[i] - self.external(i)) / choice.cost
        log_x = (choice.attractiveness[i] + top) / choice.mu - 1 - self._log_of_others(i)
        return top - choice.mu * (1 + log_x.exp().lambertw())

    def peak(self, i: int) -> Any:
        """The subsidy at which i's payoff peaks, or its budget ends: the reply but for [0, cap]."""
        if i not in self._peaks:
            self._peaks[i] = self._peak(i)
        return self._peaks[i]

    def _peak(self, i: int) -> Any:
        if self.alone(i):
            return ball(0)
        limit = self.affordable(i)
        return self.unlimited(i) if limit is None else smaller(self.unlimited(i), limit)

    def affordable(self, i: int) -> Any:
        """The subsidy at which i's budget ends, or ``None`` without a budget."""
        choice = self.choice
        budget = choice.budgets[i]
        if budget is None:
            return None if choice.game.budgets[i] is None else ball(0)
        each, log_x = budget
        return each + choice.mu * (log_x + self._log_of_others(i)).exp().lambertw()

    def reply(self, i: int) -> Any:
        """City i's best reply, as a ball."""
        peak, cap = self.peak(i), self.choice.caps[i]
        peak = ball(0) if peak <= 0 else -smaller(-peak, ball(0))
        return peak if cap is None else smaller(peak, cap)

    def rounded_reply(self, i: int, decimals: int) -> Fraction | None:
        """City i's best reply to some decimals, an end of [0, cap] exactly; or undecided."""
        near = rounded(self.peak(i), decimals)
        if near is None or near <= 0:
            return None if near is None else Fraction(0)
        cap = self.choice.game.caps[i]
        return near if cap is None else min(near, cap)

    def held_at_an_end(self, i: int) -> bool:
        """Whether i pays the end of [0, cap] nearest to its peak: exactly its best reply."""
        s, peak, cap = self.given[i], self.peak(i), self.choice.game.caps[i]
        if s == 0 and peak <= 0:
            return True
        return cap is not None and s == cap and bool(peak >= self.choice.caps[i])

    def regret(self, i: int) -> Any:
        """An upper bound on what i gains by any deviation.

        The payoff has one peak, so the best reply is the best deviation, and the gain is at most
        the way there times the steepest slope on it.
        """
        if self.held_at_an_end(i):
            return ball(0)
        reply = self.reply(i)
        slope = self.marginal(i, self.subsidies[i].union(reply))
        return abs(reply - self.subsidies[i]) * abs(slope)

    def slopes(self, i: int) -> list[Any]:
        """How i's best reply moves with each city's subsidy; 0 where it is at an end.

        Through ln R by mu sigma (a budget: by mu u/(1+u), u = s(1 - sigma)/mu), through the mean
        spillover by 1 - sigma.
        """
        choice, n = self.choice, self.choice.n
        peak, cap = self.peak(i), choice.game.caps[i]
        if self.alone(i) or peak <= 0 or (cap is not None and peak >= ball(cap)):
            return [ball(0)] * n
        share = self.share(i, peak)
        external = self.external(i)
        pull, through_spillover = share, 1 - share
        limit = self.affordable(i)
        if limit is not None and limit.mid() < self.unlimited(i).mid():
            u = peak / choice.mu * (1 - share)
            pull, through_spillover = u / (1 + u), ball(0)
        cost = choice.cost * choice.mu
        return [
            ball(0)
            if j == i
            else w
            / self.others[i]
            * (pull - through_spillover * (choice.spilled[i][j] - external) / cost)
            for j, w in enumerate(self.weights)
        ]

    def firms_gain(self, before: Outcome) -> Any:
        """M mu ln(Z / Z before): what firms gain over another profile."""
        return self.choice.mass * self.choice.mu * (self.total / before.total).log()

    def outlay(self, subsidies: Sequence[Any] | None = None) -> Any:
        """M sum_i s_i share_i; with other subsidies: what those would cost with these shares."""
        paid = self.subsidies if subsidies is None else subsidies
        return self.choice.mass * sum(
            (s * share for s, share in zip(paid, self.shares, strict=True)), ball(0)
        )


def larger(one: Any, other: Any) -> Any:
    """The maximum of two balls."""
    return _numbers()[0].max(one, other)


def smaller(one: Any, other: Any) -> Any:
    """The minimum of two balls, as tight as the smaller one where the order is certain."""
    return one if one <= other else other if other <= one else _numbers()[0].min(one, other)
