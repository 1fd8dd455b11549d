"""What cities offer the same engineer: an equilibrium of offers, proven by best replies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from games.approximately import approximately
from games.by_city import listed
from games.common_agency import CommonAgency
from games.errors import NotProven, of_kind
from solvers.answer import EXACT, UNPROVEN, Answer, Proof
from solvers.certificate import Certificate
from solvers.rational import square_solution

__all__ = ["CommonAgencyCertificate", "CommonAgencyEquilibrium", "common_agency"]

ROUNDS, DIGITS = 60, 10**9
SMALL = Fraction(1, 10**6)
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class CommonAgencyEquilibrium(Answer):
    """Wages from which no city gains by another one, and the hours that follow.

    ``regret``: the most that a city could gain by another wage, 0 if the equilibrium is exact.
    ``surplus``: what all have together, the employer at home included; ``best_hours``,
    ``best_surplus``: the most that they could have, with all spare hours at hand.

    See ``common_agency`` for the concept, an example and its source.
    """

    game: CommonAgency
    offers: Mapping[str, Fraction]
    hours: Mapping[str, Fraction]
    payoffs: Mapping[str, Fraction]
    surplus: Fraction
    best_hours: Mapping[str, Fraction]
    best_surplus: Fraction
    regret: Fraction
    certificate: CommonAgencyCertificate
    method: str = "best replies, then the linear equations of who has hours"

    @property
    def proof(self) -> Proof:
        return UNPROVEN if self.regret else EXACT

    @property
    def idle(self) -> bool:
        """Whether no hours are bought though all together would gain by some."""
        return self.best_surplus > 0 and not any(self.hours.values())

    @property
    def astray(self) -> bool:
        """Whether all together have less than they could, by more than a millionth of it.

        So much is lost where hours that are best, and what brings them about, are written in
        decimals. Where wages are not proven a millionth of the money unit is, too.
        """
        more = self.best_surplus - self.surplus
        return more > SMALL * (abs(self.best_surplus) + bool(self.regret))

    @property
    def shortfall(self) -> dict[str, Fraction]:
        """What an hour would have to bring each city more for it to buy the first one by itself."""
        game = self.game
        return {
            city: max(ZERO, way - worth)
            for city, way, worth in zip(game.cities, game.travel, game.own_worth, strict=True)
        }

    @property
    def status(self) -> str:
        if self.idle:
            lost = approximately(self.best_surplus)
            if not self.game.allowed:
                return f"No hours, as the employer at home allows none; {lost} is lost."
            return f"No hours: none gains by paying for hours of its own; together {lost} is lost."
        bought = [city for city, h in self.hours.items() if h]
        if not bought:
            return "No hours, and none would be worth it."
        text = f"{listed(bought)} {'has' if len(bought) == 1 else 'have'} hours."
        more = self.best_surplus - self.surplus
        text += f" The best hours would bring {approximately(more)} more." if more else ""
        if self.regret:
            text += f" No city gains more than {approximately(self.regret, '.1e')} by another wage."
        return text


@dataclass(frozen=True, slots=True)
class CommonAgencyCertificate(Certificate, kind="common agency", of="common_agency", searches=True):
    """The wages; each city's best reply to them is found again, over all pieces of its payoff."""

    offers: Mapping[str, Fraction]
    regret: Fraction

    def violations(self, subject: CommonAgency) -> Iterator[str]:
        if tuple(self.offers) != subject.cities:
            yield "There is one offer for each city."
        regrets = _regrets(subject, tuple(self.offers.values()))
        payoffs = subject.payoffs(self.offers)
        for city, regret in regrets.items():
            if regret > SMALL * (1 + abs(payoffs[city])):
                yield f"{city} gains by another wage."
            wage, place = self.offers[city], subject.cities.index(city)
            if not subject.hours(self.offers)[city] and wage not in (
                ZERO,
                _keen(subject, place, tuple(self.offers.values())),
            ):
                yield f"{city} has no hours, and offers neither nothing nor all that it would pay."
        if max(regrets.values()) != self.regret:
            yield "What a city could gain by another wage is not that."

    def answer(self, subject: CommonAgency) -> CommonAgencyEquilibrium:
        hours, payoffs = subject.hours(self.offers), subject.payoffs(self.offers)
        best = subject.split(subject.joint_worth, subject.time)
        return CommonAgencyEquilibrium(
            game=subject,
            offers=self.offers,
            hours=hours,
            payoffs=payoffs,
            surplus=subject.surplus(hours),
            best_hours=dict(zip(subject.cities, best, strict=True)),
            best_surplus=subject.surplus(best),
            regret=self.regret,
            certificate=self,
        )


def common_agency(game: CommonAgency) -> CommonAgencyEquilibrium:
    """What cities offer the same engineer: an equilibrium of offers, proven by best replies.

    A city that wants x hours has to pay w = t + c x + m, where m, what an hour takes from the
    others, rises with x in straight pieces. So its payoff is quadratic in x, piece by piece, and
    its best reply is the best of the peaks and ends of the pieces: exact. Wages are an equilibrium
    if for no city the best reply brings more; where hours are bought in a set S it solves

        v_jj + g_j - t_j - 2 c_j h_j - m - m'_j (h_j + sum_{k in S - j} v_jk / c_k) = 0,  j in S.

    ``idle``: no hours though some would bring all together more. What an hour brings others no city
    that buys it counts; and the employer at home may allow none. ``astray``: other hours than those
    that are best for all together, by more than a millionth of what these bring.

    One equilibrium; that there is no other is not claimed. Where a city is held at a corner by
    another that only just has no hours, wages are found to some digits: then the proof is unproven
    and ``regret`` says what a city could still gain.

    Errors: ``NotProven`` where best replies come to no rest; with spillovers there may be none.

    >>> from games import CommonAgency
    >>> two = CommonAgency(["Quzhou", "Lishui"], value=[10, 6], burden=[1, 1], time=20)
    >>> found = common_agency(two)
    >>> [str(wage) for wage in found.offers.values()], found.idle
    (['5', '3'], False)
    >>> shy = CommonAgency(["Quzhou", "Lishui"], value=[[4, 4], [4, 4]], burden=[1, 1], time=20,
    ...                    travel=[5, 5])
    >>> common_agency(shy).status
    'No hours: none gains by paying for hours of its own; together 9 is lost.'

    Source: Bernheim and Whinston (1986), Common agency; Dixit (1996), The Making of Economic
    Policy, for linear wages.
    """
    of_kind(game, CommonAgency, place="subject of common_agency")
    for keen in (False, True):
        found = _search(game, keen=keen)
        if found is not None and found.verify(game):
            return found.answer(game)
    raise NotProven("equilibrium in wages", "best replies to best replies came to no rest", game)


def _search(game: CommonAgency, *, keen: bool) -> CommonAgencyCertificate | None:
    """Where best replies lead; ``keen``: who has no hours offers what it would pay for one."""
    offers = (ZERO,) * len(game.cities)
    for _ in range(ROUNDS):
        before = offers
        for j in range(len(game.cities)):
            wage = _best_reply(game, j, offers)[0]
            if keen and not wage:
                wage = _keen(game, j, offers)
            offers = (*offers[:j], wage.limit_denominator(DIGITS), *offers[j + 1 :])
        exact = _solved(game, offers)
        if exact is not None and not any(_regrets(game, exact).values()):
            return _certificate(game, exact)
        if offers == before:
            break
    hours = tuple(game.hours(offers).values())
    for j, h in enumerate(hours):
        if not h:
            wage = _keen(game, j, offers) if keen else ZERO
            offers = (*offers[:j], wage, *offers[j + 1 :])
    return _certificate(game, offers)


def _keen(game: CommonAgency, j: int, offers: tuple[Fraction, ...]) -> Fraction:
    """The highest wage at which a city has no hours, if it would not lose by paying it for one."""
    without = [w - t for w, t in zip(offers, game.travel, strict=True)]
    without[j] = ZERO
    level = game.travel[j] + game.price_of_time(without, game.allowed)
    return max(ZERO, min(game.own_worth[j], level))


def _certificate(game: CommonAgency, offers: Sequence[Fraction]) -> CommonAgencyCertificate:
    regret = max(_regrets(game, tuple(offers)).values())
    return CommonAgencyCertificate(dict(zip(game.cities, offers, strict=True)), regret)


def _regrets(game: CommonAgency, offers: tuple[Fraction, ...]) -> dict[str, Fraction]:
    payoffs = game.payoffs(offers)
    return {
        city: _best_reply(game, j, offers)[1] - payoffs[city] for j, city in enumerate(game.cities)
    }


def _best_reply(
    game: CommonAgency, j: int, offers: tuple[Fraction, ...]
) -> tuple[Fraction, Fraction]:
    """A city's best wage against the others', and its payoff; the least hours of several."""
    worth = [w - t for w, t in zip(offers, game.travel, strict=True)]

    def payoff(x: Fraction, level: Fraction) -> Fraction:
        spilled = sum(
            (
                game.value[j][k] * max(ZERO, y - level) / game.burden[k]
                for k, y in enumerate(worth)
                if k != j
            ),
            ZERO,
        )
        if not game.allowed:
            return ZERO
        return (game.own_worth[j] - game.travel[j] - game.burden[j] * x - level) * x + spilled

    corners = _pieces(game, j, worth)
    candidates = list(corners)
    for (x0, m0), (x1, m1) in pairwise(corners):
        middle = ((x0 + x1) / 2, (m0 + m1) / 2)
        y0, y1, y2 = payoff(x0, m0), payoff(*middle), payoff(x1, m1)
        bend = y0 - 2 * y1 + y2
        if bend < 0:
            part = (3 * y0 - 4 * y1 + y2) / (4 * bend)  # of the piece, from its start to the peak
            if 0 < part < 1:
                candidates.append((x0 + part * (x1 - x0), m0 + part * (m1 - m0)))
    x, level = max(candidates, key=lambda at: (payoff(*at), -at[0]))
    wage = game.travel[j] + game.burden[j] * x + level if x else ZERO
    return wage, payoff(x, level)


def _pieces(
    game: CommonAgency, j: int, worth: Sequence[Fraction]
) -> list[tuple[Fraction, Fraction]]:
    """Own hours and the price of time, at the corners between which both go straight."""
    time, s = game.allowed, game.tiredness
    others = [(y, c) for k, (y, c) in enumerate(zip(worth, game.burden, strict=True)) if k != j]

    def used(level: Fraction) -> Fraction:
        return sum((max(ZERO, y - level) / c for y, c in others), ZERO)

    rest = [ZERO if k == j else y for k, y in enumerate(worth)]
    start = game.price_of_time(rest, time)
    corners = [(ZERO, start)]
    for level in sorted({s * time, *(y for y, _ in others)}):
        if level >= start:
            free = s > 0 and level < s * time
            corners.append(((level / s if free else time) - used(level), level))
    return sorted({(x, level) for x, level in corners if 0 <= x <= time})


def _solved(game: CommonAgency, offers: tuple[Fraction, ...]) -> tuple[Fraction, ...] | None:
    """The exact wages where the same cities have hours, and the limit binds or does not."""
    hours = tuple(game.hours(offers).values())
    active = [k for k, h in enumerate(hours) if h]
    binds = sum(hours, ZERO) > game.allowed * (1 - SMALL)
    if not active:
        return (ZERO,) * len(hours)
    n, rows, right = len(active), [], []
    for place, j in enumerate(active):
        others = [k for k in active if k != j]
        loose = sum((1 / game.burden[k] for k in others), ZERO)
        row = [ZERO] * (n + 1)
        if binds and not others:
            row[place] = Fraction(1)
            rows.append(row)
            right.append(game.allowed)
            continue
        slope = 1 / loose if binds else game.tiredness / (1 + game.tiredness * loose)
        row[place] = 2 * game.burden[j] + slope
        row[n] = Fraction(1)
        spilled = sum((game.value[j][k] / game.burden[k] for k in others), ZERO)
        rows.append(row)
        right.append(game.own_worth[j] - game.travel[j] - slope * spilled)
    if binds and n > 1:
        rows.append([Fraction(1)] * n + [ZERO])
        right.append(game.allowed)
    else:
        rows.append([-game.tiredness] * n + [Fraction(1)])
        right.append(ZERO)
    found = square_solution(rows, right)
    if found is None or min(found[:n]) < 0 or found[n] < 0:
        return None
    wages = [ZERO] * len(hours)
    for place, j in enumerate(active):
        wages[j] = game.travel[j] + game.burden[j] * found[place] + found[n]
    return tuple(wages)
