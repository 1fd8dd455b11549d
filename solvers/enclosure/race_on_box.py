"""The race for firms where its numbers move in a box: bids and shares.

Bids are counted in units of mu, t = s/mu, and so is how far a city is from what all places offer
together, z = a/mu - ln Z. Given ln Z, each city's bid is one number's function of it,

    u + 1/(1 - e^u) = b/(k mu) + z,   u = t + z      where its payoff peaks,
    t + ln t = ln(B/(M mu)) - z                      where its budget ends,

or 0 or its cap. Both rise and bend one way (``curve.py``). Shares are e^(t + z), and that they add
up to 1 determines ln Z: the logarithm of their sum S falls with it, at a rate that is bounded in
balls. So a guess in affine forms, at which S is enclosed, too, is off by (ln S)/rate. Bids and
shares keep with the numbers that they come from.

Where each city's other conditions hold (a bid that is not negative, not beyond its budget ...) that
is an equilibrium, and there is no other: without spillovers replies contract. Where one does not
hold, the city does something else: the box decides. With two cities and no outside option what
spills over takes from a firm's value, whatever the bids. Other spillovers are not looked at.

Source: Selten (1970) and Acemoglu and Jensen (2013), Aggregate comparative statics, for solving by
the aggregate; the replies: ``solvers/competition/logit_choice.py``.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.subsidy import SubsidyCompetition
from solvers.enclosure.active_box import Unsettled, active
from solvers.enclosure.curve import EXPONENTIAL, Curve, exponential, logarithm
from solvers.enclosure.enclosed_maximum import positive
from solvers.enclosure.enclosed_number import (
    EnclosedNumber,
    at_point,
    bounds_of,
    centre_of,
    enclosed,
    form_of,
    there,
)
from solvers.enclosure.program_on_box import key_of
from solvers.precision import precision
from solvers.rational import Rational, fraction, rational

__all__ = ["RaceHint", "RaceOnBox", "bids_on_box", "race_on_box"]

ZERO = Fraction(0)
SHORT = 2**30
"""What is found at the centre is rounded to so small a part."""
ROUNDED = Fraction(1, 10**15)
"""A bid in units of mu that is nearer to 0 or a cap may be shown there."""
STEPS = 1
BITS = 128
HALVINGS = 50
LARGER = (Fraction(9, 8), Fraction(3, 2), Fraction(2), Fraction(4))
"""By how much more than the first step ln Z is looked for around a guess."""


@dataclass(frozen=True, slots=True)
class RaceHint:
    """What each city does at the centre of a box, and about what ln Z is there.

    ``held``: by city, where its payoff peaks, its budget ends, at its cap, or at 0.
    """

    held: tuple[str, ...]
    level: Fraction


@dataclass(frozen=True, slots=True)
class RaceOnBox:
    """The equilibrium where numbers move: in the order of the cities.

    ``held``: what each does, where that is asked. ``in_mu``: bids, in units of mu. ``shares``: of
    all firms.
    """

    game: SubsidyCompetition
    held: tuple[str, ...]
    in_mu: tuple[Fraction, ...]
    shares: tuple[Fraction, ...]

    @property
    def bids(self) -> tuple[Fraction, ...]:
        """What each city pays a firm, in money."""
        return tuple(self.game.mu * t for t in self.in_mu)


def race_on_box(game: SubsidyCompetition) -> RaceOnBox:
    """The one equilibrium of a race whose numbers move, enclosed; the path decides who is held.

    ``Unsettled`` with spillovers that depend on the bids, and where the box is too wide.

    >>> from solvers.enclosure.box import Box, on_box
    >>> with on_box(Box([(Fraction(99, 100), Fraction(101, 100))])) as (value,):
    ...     race = race_on_box(SubsidyCompetition(["A", "B"], [value, value], mu=Fraction(1, 4)))
    ...     low, high = bounds_of(race.bids[0])       # b - 2 mu
    ...     print(round(float(low), 3), round(float(high), 3), race.held)
    0.49 0.51 ('peak', 'peak')
    """
    if len(game.cities) == 1 and game.outside_option is None:
        return RaceOnBox(game, ("zero",), (ZERO,), (Fraction(1),))
    replies, hint = _prepared(game)
    held, seen = hint.held, set[tuple[str, ...]]()
    while held not in seen:
        seen.add(held)
        level = _level(replies, held, hint)
        other = replies.other(held, level)
        if other is None:
            bids, shares = zip(*replies.offers(held, level), strict=True)
            return RaceOnBox(game, held, bids, shares)
        held = other
    raise Unsettled("a race that is not enclosed")


def bids_on_box(game: SubsidyCompetition) -> RaceOnBox:
    """``race_on_box`` without asking who is held: looser where that is open, with no more paths."""
    if len(game.cities) == 1 and game.outside_option is None:
        return race_on_box(game)
    replies, hint = _prepared(game)
    box = active()
    kinks = box.kinks
    level = _level(replies, None, hint)
    bids, shares = zip(*replies.offers(None, level), strict=True)
    box.kinks = kinks  # a narrower box is better than one in which each kink is looked at
    return RaceOnBox(game, (), bids, shares)


def _prepared(game: SubsidyCompetition) -> tuple[_Replies, RaceHint]:
    box, replies = active(), _Replies(game)
    box.count(("race", replies.key))
    box.curved += [x + a for x, a in zip(replies.value, replies.place, strict=True)]
    box.curved += [] if replies.outside is None else [replies.outside]
    hint: RaceHint | None = box.hint(("race", replies.key), lambda: _at_centre(game))
    if not isinstance(hint, RaceHint) or len(hint.held) != len(game.cities):
        raise Unsettled("a race that is not enclosed")
    return replies, hint


def _level(replies: _Replies, held: tuple[str, ...] | None, hint: RaceHint) -> Fraction:
    box, key = active(), ("race", replies.key, held)
    found: Fraction
    if held is not None:
        found = box.once(key, lambda: replies.level(held, hint))
    else:  # who is at a limit depends on the path
        found = box.recall(key, lambda: replies.level(held, hint))
    return found


def _ratio(u: Any) -> Any:
    """e^u/(1 - e^u)^2."""
    return 1 / (2 * (u / 2).sinh()) ** 2


def _peak(y: Any) -> Any:
    """The u < 0 with u + 1/(1 - e^u) = y, in a ball."""
    from flint import arb

    near = arb(_peak_in_floats(float(y.mid())))
    for _ in range(3):
        near = (near - (near - 1 / near.expm1() - y.mid()) / (1 + _ratio(near))).mid()
    if not near < 0:
        raise Unsettled("a share of nearly all")
    for more in (arb(2) ** -90, arb(2) ** -60, arb(2) ** -40):
        ends = near - more, near + more
        if ends[1] < 0 and all(
            sign * (u - 1 / u.expm1() - y) > 0 for sign, u in zip((-1, 1), ends, strict=True)
        ):
            return ends[0].union(ends[1])
    raise Unsettled("a bid that is not enclosed")


def _where_peak(m: Any) -> Any:
    """Where ``_peak`` rises by m: e^u/(1 - e^u)^2 = 1/m - 1."""
    u = -2 * (1 / (2 * (1 / m - 1).sqrt())).asinh()
    return u - 1 / u.expm1()


def _omega(y: Any) -> Any:
    """The t with t + ln t = y."""
    return y.exp().lambertw()


def _where_omega(m: Any) -> Any:
    t = m / (1 - m)
    return t + t.log()


PEAK = Curve("peak", _peak, lambda y: 1 / (1 + _ratio(_peak(y))), _where_peak, convex=False)
RATIO = Curve("ratio", _ratio, lambda u: u, lambda m: m, convex=True)  # its ends alone are used
OMEGA = Curve("omega", _omega, lambda y: 1 / (1 + 1 / _omega(y)), _where_omega, convex=True)


class _Replies:
    """What each city does, given ln Z, in units of mu."""

    def __init__(self, game: SubsidyCompetition) -> None:
        self.game, self.n = game, len(game.cities)
        each = 1 / game.mu
        spilled = [ZERO] * self.n
        if any(there(theta) for row in game.spillovers for theta in row):
            if self.n != 2 or game.outside_option is not None:
                raise Unsettled("spillovers that depend on the bids")
            spilled = [game.spillovers[i][1 - i] * game.value[1 - i] for i in (0, 1)]
        per_cost = each / game.cost_of_subsidy
        self.value = [(b - c) * per_cost for b, c in zip(game.value, spilled, strict=True)]
        self.place = [a * each for a in game.attractiveness]
        self.outside = None if game.outside_option is None else game.outside_option * each
        self.caps = [None if cap is None else cap * each for cap in game.caps]
        self.alike = [
            tuple(map(key_of, one))
            for one in zip(self.value, self.place, self.caps, game.budgets, strict=True)
        ]
        """What a city does depends on: cities that have the same do the same."""

    @property
    def key(self) -> Any:
        """What the game is recognised by."""
        game = self.game
        numbers = [*game.value, *game.attractiveness, *game.caps, *game.budgets]
        numbers += [x for row in game.spillovers for x in row]
        numbers += [game.mu, game.mass, game.outside_option, game.public_funds_cost]
        return game.cities, tuple(map(key_of, numbers))

    def peak(self, i: int, level: Fraction) -> Fraction:
        """U where the city's payoff peaks."""
        return PEAK.at(self.value[i] + self.place[i] - level)

    def each(self, i: int) -> Fraction:
        """Ln B/(M mu)."""
        budget = self.game.budgets[i]
        if budget is None:
            raise Unsettled("a budget that is not there")
        return logarithm(budget) - logarithm(self.game.mass) - logarithm(self.game.mu)

    def budget(self, i: int, level: Fraction) -> Fraction:
        """T where its budget ends."""
        return OMEGA.at(self.each(i) + level - self.place[i])

    def offer(self, i: int, how: str, level: Fraction) -> tuple[Fraction, Fraction]:
        """A city's bid and share if it does so."""
        z = self.place[i] - level
        if how == "peak":
            u = self.peak(i, level)
            return u - z, exponential(u)
        t: Fraction | None = ZERO
        if how == "budget":
            t = self.budget(i, level)
        elif how == "cap":
            t = self.caps[i]
        if t is None or how not in ("zero", "cap", "budget"):
            raise Unsettled("a cap that is not there")
        return t, exponential(z + t)

    def clipped(self, i: int, level: Fraction) -> tuple[Fraction, Fraction]:
        """A city's bid and share, whatever it does."""
        z = self.place[i] - level
        if self.cannot_pay(i):
            return ZERO, exponential(z)
        t = self.peak(i, level) - z
        for limit in self.limits(i, level):
            t -= positive(t - limit)
        t = positive(t)
        return t, exponential(z + t)

    def limits(self, i: int, level: Fraction) -> list[Fraction]:
        """What it can bid at most."""
        cap = self.caps[i]
        budgets = [] if self.game.budgets[i] is None else [self.budget(i, level)]
        return budgets if cap is None else [*budgets, cap]

    def offers(
        self, held: Sequence[str] | None, level: Fraction
    ) -> list[tuple[Fraction, Fraction]]:
        """All bids and shares; ``None``: whatever each does."""
        if held is None:
            return [self.clipped(i, level) for i in range(self.n)]
        return [self.offer(i, how, level) for i, how in enumerate(held)]

    def excess(self, held: Sequence[str] | None, level: Fraction) -> Fraction:
        """The logarithm of what shares add up to."""
        total = ZERO if self.outside is None else exponential(self.outside - level)
        return logarithm(sum((share for _, share in self.offers(held, level)), total))

    def may_do(self, i: int, level: Fraction, width: Rational) -> list[str]:
        """What a city may do, where ln Z may be so far off."""
        if self.cannot_pay(i):
            return ["zero"]
        cap = self.caps[i]
        bids = {"peak": self.peak(i, level) - self.place[i] + level}
        if self.game.budgets[i] is not None:
            bids["budget"] = self.budget(i, level)
        if cap is not None:
            bids["cap"] = cap
        # Where ln Z moves by so much, a bid moves by no more.
        ends = {name: _wider(x, width * (name != "cap")) for name, x in bids.items()}
        most = min(high for _, high in ends.values())
        names = [name for name, (low, high) in ends.items() if low <= most and high > 0]
        return [*names, "zero"] if min(low for low, _ in ends.values()) <= 0 else names

    def rate(
        self, i: int, how: str, level: Fraction, width: Rational
    ) -> tuple[tuple[Rational, Rational], tuple[Rational, Rational]]:
        """The ends of a city's share, and of the part of it by which it falls with ln Z."""
        one = rational(1)
        if how == "peak":
            u = PEAK.ends(*_wider(self.value[i] + self.place[i] - level, width))
            share, (slow, fast) = EXPONENTIAL.ends(*u), RATIO.ends(*u)
            return share, (1 / (1 + fast), 1 / (1 + slow))
        t = self.offer(i, how, level)[0]
        share = EXPONENTIAL.ends(*_wider(self.place[i] - level + t, width))
        if how != "budget":
            return share, (one, one)
        # A budget's bid rises where ln Z does, which takes something off.
        bid = _wider(t, width)
        return share, (1 / (1 + bid[1]), 1 / (1 + max(bid[0], 0 * one)))

    def rates(
        self, held: Sequence[str] | None, level: Fraction, width: Rational
    ) -> tuple[Rational, Rational]:
        """The least and the most by which ln of the sum falls with ln Z, if it may be so far off.

        That is the mean of the parts by which shares fall.
        """
        shares, parts = [], []
        for i in range(self.n):
            ways = self.may_do(i, level, width) if held is None else [held[i]]
            found = [self.rate(i, how, level, width) for how in ways]
            shares.append((min(x[0] for x, _ in found), max(x[1] for x, _ in found)))
            parts.append((min(x[0] for _, x in found), max(x[1] for _, x in found)))
        if self.outside is not None:
            shares.append(EXPONENTIAL.ends(*_wider(self.outside - level, width)))
            parts.append((rational(1), rational(1)))
        ends = []
        for k, extreme in ((0, min), (1, max)):
            # Of a mean with weights that are known in part: the others' least and most weights.
            best = extreme(part[k] for part in parts)
            others = sum(
                (share[0] * (part[k] - best) for share, part in zip(shares, parts, strict=True)),
                rational(0),
            )
            ends.append(best + others / sum((share[1] for share in shares), rational(0)))
        return ends[0], ends[1]

    def first_guess(self, hint: RaceHint) -> Fraction:
        """Ln Z to the first order, from what each does at the centre.

        A share's logarithm is u, z + t, or ln B/(M mu) - ln t, and its slopes are weighted by it.
        """
        from flint import arb

        moved, rate = ZERO, ZERO
        capped = [ZERO if cap is None else cap for cap in self.caps]
        forms = [
            (how, self.place[i], ZERO if how == "zero" else capped[i])
            for i, how in enumerate(hint.held)
        ]
        if self.outside is not None:
            forms.append(("zero", self.outside, ZERO))
        with precision(BITS):
            for i, (how, place, cap) in enumerate(forms):
                part, form = Fraction(1), place + cap
                if how == "peak":
                    form = self.value[i] + place
                    u = _peak(arb(rational(centre_of(form) - hint.level))).mid()
                    share, part = _short(u.exp()), _short(1 / (1 + _ratio(u)))
                elif how == "budget":
                    each = self.each(i)
                    t = _omega(arb(rational(centre_of(each - place) + hint.level)))
                    share, part = (
                        _short(arb(rational(centre_of(each))).exp() / t),
                        _short(1 / (1 + t)),
                    )
                    form = place + each * _short(t)
                else:
                    share = _short(arb(rational(centre_of(form) - hint.level)).exp())
                moved += _linear(form - centre_of(form)) * (share * part)
                rate += share * part
        return hint.level + moved / rate if rate > 0 else hint.level

    def level(self, held: Sequence[str] | None, hint: RaceHint) -> Fraction:
        """Ln Z where each city does so; ``Unsettled`` where it is not enclosed."""
        guess = self.first_guess(hint)
        for _ in range(STEPS):
            least, most = self.rates(held, guess, rational(0))
            guess += _linear(self.excess(held, guess) * fraction(2 / (least + most)))
        off = self.excess(held, guess)
        size = max(abs(rational(end)) for end in bounds_of(off))
        least, most = self.rates(held, guess, rational(0))
        for factor in LARGER:
            width = size / least * rational(factor) + rational(Fraction(1, 2**90))
            least, most = self.rates(held, guess, width)
            if size <= least * width:
                # Off by excess/rate, with a rate between the two.
                mean = (1 / least + 1 / most) / 2
                found = guess + off * fraction(mean)
                error = size * (1 / least - 1 / most) / 2
                centre, terms = form_of(found)
                return enclosed(centre, terms, error, ("ln Z", self.key, held))
        raise Unsettled("a race that is not enclosed")

    def cannot_pay(self, i: int) -> bool:
        """Whether its cap or budget is 0."""
        given = self.game.caps[i], self.game.budgets[i]
        return any(one is not None and not there(one) for one in given)

    def other(self, held: tuple[Any, ...], level: Fraction) -> tuple[Any, ...] | None:
        """What cities do where one's conditions do not hold; ``None`` where all hold."""

        def instead(i: int, name: str) -> tuple[Any, ...]:
            return tuple(
                name if self.alike[k] == self.alike[i] else how for k, how in enumerate(held)
            )

        margins: list[Fraction] = []
        for i, how in enumerate(held):
            if self.cannot_pay(i):
                if how != "zero":
                    return instead(i, "zero")
                continue
            bids: dict[str, Fraction] = {"peak": self.offer(i, "peak", level)[0]}
            if self.game.budgets[i] is not None:
                bids["budget"] = self.budget(i, level)
            cap = self.caps[i]
            if cap is not None:
                bids["cap"] = cap
            if how == "zero":
                if bids["peak"] > 0:
                    return instead(i, _least(bids))
                margins.append(-bids["peak"])
                continue
            if how not in bids:
                raise Unsettled("a budget or cap that is not there")
            own = bids.pop(how)
            for name, bid in bids.items():
                if bid < own:
                    return instead(i, name)
                margins.append(bid - own)
            if own < 0:
                return instead(i, "zero")
            margins.append(own)
        # Beyond rounding: at a point bids are shown to so many decimals.
        active().demand([x - ROUNDED for x in margins], "a bid that is nearly held")
        return None


def _least(bids: dict[str, Fraction]) -> str:
    """The name of the least bid; the path decides."""
    names = list(bids)
    least = names[0]
    for name in names[1:]:
        if bids[name] < bids[least]:
            least = name
    return least


def _wider(x: Fraction, width: Rational) -> tuple[Rational, Rational]:
    low, high = bounds_of(x)
    return rational(low) - width, rational(high) + width


def _short(found: Any) -> Fraction:
    """The middle of a ball, in a short fraction; 0 for none."""
    middle = found.mid()
    return Fraction(round(fraction(middle.fmpq()) * SHORT), SHORT) if middle.is_finite() else ZERO


def _linear(x: Fraction) -> Fraction:
    """Its form in the numbers that move, without what was left out."""
    if not isinstance(x, EnclosedNumber):
        return x
    size = active().size
    return EnclosedNumber.of(x.centre, {s: a for s, a in x.terms.items() if s < size})


def _at_centre(game: SubsidyCompetition) -> RaceHint | None:
    """What is found at the centre of the box, in floats, by halving."""
    try:
        return _in_floats(at_point(game, {}))
    except (OverflowError, ValueError):
        return None


def _in_floats(game: SubsidyCompetition) -> RaceHint:
    replies, mu = _Replies(game), float(game.mu)
    place, value = ([float(x) for x in one] for one in (replies.place, replies.value))
    caps = [math.inf if cap is None else float(cap) for cap in replies.caps]
    budgets = [
        math.inf if budget is None else float(budget / game.mass) / mu for budget in game.budgets
    ]

    def held(level: float) -> tuple[list[str], float]:
        names, total = [], 0.0
        if replies.outside is not None:
            total = math.exp(float(replies.outside) - level)
        for i, a in enumerate(place):
            z = a - level
            bids = {"peak": _peak_in_floats(value[i] + z) - z, "cap": caps[i]}
            if budgets[i] < math.inf:
                bids["budget"] = _omega_in_floats(math.log(budgets[i]) - z) if budgets[i] else 0.0
            name = min(bids, key=lambda one: bids[one])
            if bids[name] <= 0:
                name, bids["zero"] = "zero", 0.0
            names.append(name)
            total += math.exp(z + bids[name])
        return names, total

    least = max(place) if replies.outside is None else max(*place, float(replies.outside))
    low, high = least, least + max(0.0, *value) + math.log(len(place) + 1) + 1
    for _ in range(HALVINGS):
        level = (low + high) / 2
        low, high = (level, high) if held(level)[1] > 1 else (low, level)
    return RaceHint(tuple(held(low)[0]), Fraction(round(low * SHORT), SHORT))


def _peak_in_floats(y: float) -> float:
    low, high = min(y - 2.0, -1.0), min(y - 1.0, -1e-12)
    for _ in range(HALVINGS):
        u = (low + high) / 2
        low, high = (u, high) if u - 1 / math.expm1(u) < y else (low, u)
    return low


def _omega_in_floats(y: float) -> float:
    """By Newton's method from above, where y - ln t is convex."""
    t = max(y, 1.0) if y > 1 else math.exp(y)
    for _ in range(30):
        t = max(t / 2, t - (t + math.log(t) - y) / (1 + 1 / t))
    return t
