"""Windfall industries: do all cities court the same, and what would be best for them together?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import entry_of
from games.errors import of_kind
from games.industry_choice import IndustryChoice
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.industry_spreads import Extreme, PlacedCities, WholeNumbers, ways_to_share

__all__ = [
    "IndustryPlan",
    "IndustrySpread",
    "WindfallCertificate",
    "WindfallIndustries",
    "windfall_industries",
]


@dataclass(frozen=True, slots=True)
class IndustryPlan:
    """A choice for each city, and what it is worth in truth.

    See ``windfall_industries`` for the concept, an example and its source.
    """

    game: IndustryChoice
    choices: Mapping[str, str]

    def __getitem__(self, city: str) -> str:
        return entry_of(self.choices, city)

    @property
    def counts(self) -> dict[str, int]:
        return self.game.counts(self.choices)

    @property
    def payoffs(self) -> dict[str, Fraction]:
        return self.game.payoffs(self.choices)

    @property
    def total(self) -> Fraction:
        return sum(self.payoffs.values(), Fraction(0))

    @property
    def overlap(self) -> Fraction:
        """Herfindahl's index: 1 if all court the same industry."""
        return self.game.overlap(self.choices)

    @property
    def parts(self) -> dict[str, Fraction]:
        """What the total is made of: fit, the truth of the industries, crowding (negative)."""
        chosen = self.game.chosen(self.choices)
        fit = sum((self.game.fit[i][c] for i, c in enumerate(chosen)), Fraction(0))
        truth = sum((self.game.truth[c] for c in chosen), Fraction(0))
        return {"fit": fit, "truth": truth, "crowding": self.total - fit - truth}


@dataclass(frozen=True, slots=True)
class IndustrySpread:
    """How many cities court each industry, and how many equilibria there are with these numbers.

    See ``windfall_industries`` for the concept, an example and its source.
    """

    counts: tuple[int, ...]
    equilibria: int


@dataclass(frozen=True, slots=True, repr=False)
class WindfallIndustries(Answer):
    """All pure equilibria of a choice of industries against the best choice of all.

    ``worst``, ``best``: the equilibria with the least and the greatest true total, ``optimum``: the
    plan with the greatest; of several the one that differs from ``worst`` in the fewest cities.
    Of several that are left the first in the order of the industries, city by city. ``crowded``: of
    equilibria that overlap more than every such plan, and lose by it, the worst; ``None``: none do.
    ``spreads``: the numbers of cities by industry at which there are equilibria.

    See ``windfall_industries`` for the concept, an example and its source.
    """

    game: IndustryChoice
    worst: IndustryPlan
    best: IndustryPlan
    optimum: IndustryPlan
    crowded: IndustryPlan | None
    spreads: tuple[IndustrySpread, ...]
    certificate: WindfallCertificate
    method: str = "all ways to share the cities among the industries, each by dynamic programming"
    proof: Proof = EXACT

    @property
    def number(self) -> int:
        """How many pure equilibria there are."""
        return sum(spread.equilibria for spread in self.spreads)

    @property
    def misplaced(self) -> tuple[str, ...]:
        """Cities that would have to change from the worst equilibrium to the optimum."""
        return tuple(
            city for city, industry in self.worst.choices.items() if self.optimum[city] != industry
        )

    @property
    def loss(self) -> Fraction:
        """What the worst equilibrium costs all together, in truth."""
        return self.optimum.total - self.worst.total

    @property
    def losses(self) -> dict[str, Fraction]:
        """The loss by what is lost: fit, the truth of the industries, crowding."""
        worst = self.worst.parts
        return {part: value - worst[part] for part, value in self.optimum.parts.items()}

    @property
    def charges(self) -> dict[str, Fraction]:
        """What who courts an industry would pay at the optimum, so that nobody leaves it.

        The rule is hype plus crowding times the others there, whatever their number; below 0 it is
        a bonus. Of an industry that nobody courts there: what its first city would pay.
        """
        game, counts = self.game, self.optimum.counts
        return {
            c: hype + crowd * max(counts[c] - 1, 0)
            for (c, hype), crowd in zip(game.hype.items(), game.crowding, strict=True)
        }

    @property
    def herding(self) -> bool:
        """Whether, in some equilibrium, cities overlap more than is best, and lose by it."""
        return self.crowded is not None

    @property
    def price_of_anarchy(self) -> Fraction | None:
        """Optimum over the worst equilibrium; ``None`` where that leaves nothing or less."""
        return self.optimum.total / self.worst.total if self.worst.total > 0 else None

    @property
    def price_of_stability(self) -> Fraction | None:
        """Optimum over the best equilibrium; ``None`` where that leaves nothing or less."""
        return self.optimum.total / self.best.total if self.best.total > 0 else None

    @property
    def status(self) -> str:
        n = len(self.game.cities)
        if not self.loss:
            return "Cities court what is best for all of them together."
        counts = self.worst.counts
        first = max(counts, key=lambda industry: counts[industry])
        if n == 1:
            more = approximately(self.loss)
            return f"{self.game.cities[0]} courts {first}; elsewhere it would have {more} more."
        who = (
            f"All {n} court {first}"
            if counts[first] == n
            else (f"{counts[first]} of {n} court {first}")
        )
        moves = len(self.misplaced)
        text = (
            f"{who}: with {moves} of {'them' if counts[first] == n else f'the {n}'} elsewhere all "
            f"together would have {approximately(self.loss)} more."
        )
        if self.best.total == self.optimum.total:
            return f"{text} Another equilibrium is the best plan: they need only agree on it."
        return text


@dataclass(frozen=True, slots=True)
class WindfallCertificate(Certificate, kind="windfall industries", of="windfall_industries"):
    """The plans, and the number of equilibria of every spread: all spreads are gone through again.

    The plans are by city; ``crowded`` is empty where there is none.
    """

    worst: tuple[str, ...]
    best: tuple[str, ...]
    optimum: tuple[str, ...]
    crowded: tuple[str, ...]
    spreads: tuple[IndustrySpread, ...]

    def violations(self, subject: IndustryChoice) -> Iterator[str]:
        for plan in (self.worst, self.best):
            yield from _discontent(subject, plan)
        found = _certificate(subject)
        if self.spreads != found.spreads:
            yield "The equilibria are not all, or not these."
        for name in ("worst", "best", "optimum", "crowded"):
            if getattr(self, name) != getattr(found, name):
                yield f"Another plan is the {name}."

    def answer(self, subject: IndustryChoice) -> WindfallIndustries:
        worst, best, optimum = (
            _planned(subject, plan) for plan in (self.worst, self.best, self.optimum)
        )
        crowded = _planned(subject, self.crowded) if self.crowded else None
        return WindfallIndustries(subject, worst, best, optimum, crowded, self.spreads, self)


def windfall_industries(game: IndustryChoice) -> WindfallIndustries:
    """Windfall industries: do all cities court the same, and what would be best for them together?

    Of a choice of industries (``games/industry_choice.py``) all equilibria in which nobody
    randomises are compared with the best choice of all, by what the industries prove to be worth:

        total = sum_i fit_i(choice) + sum_c (truth_c n_c - crowding_c n_c (n_c - 1)).

    Whether a city is content depends only on how many court each industry. So for each of the ways
    to share n cities among m industries the contented assignments are counted, and the worst and
    the best of them found, city by city (dynamic programming): 10 cities and 5 industries have
    9,765,625 profiles, but 1,001 ways to share. Nothing is left out, and nothing is rounded.

    A charge ends the rush: who courts c pays the hype, and what it takes from the others there,

        charge_c = hype_c + crowding_c (n_c - 1).

    Then a city gains by a move just what all gain by it, so that the best plan is an equilibrium.

    All pure equilibria and the optimum of a choice of industries, exact.

    There always is an equilibrium. One city is never misplaced but by hype; cities that are alike
    have as many equilibria as there are ways to name them, hence ``number`` and ``spreads``. To
    see what the hype alone does, compare with ``replace(game, signal=game.truth)``.

    Errors: ``InvalidInput`` where there are more than 400 cities, or 20,000 ways to share them.

    >>> from games import IndustryChoice
    >>> cities = ["Quzhou", "Lishui", "Jinhua", "Taizhou", "Huzhou"]
    >>> rush = windfall_industries(IndustryChoice(
    ...     cities, ["chips", "tea"], signal=[20, 4], truth=[12, 4], crowding=[3, 0]))
    >>> print(rush.status)
    All 5 court chips: with 3 of them elsewhere all together would have 30 more.
    >>> rush.worst.overlap, rush.optimum.overlap, rush.price_of_anarchy
    (Fraction(1, 1), Fraction(13, 25), None)
    >>> rush.spreads
    (IndustrySpread(counts=(5, 0), equilibria=1),)
    >>> rush.losses
    {'fit': Fraction(0, 1), 'truth': Fraction(-24, 1), 'crowding': Fraction(54, 1)}
    >>> rush.charges
    {'chips': Fraction(11, 1), 'tea': Fraction(0, 1)}

    Source: Rosenthal (1973) for the equilibria; Pigou (1920) for the charge; Bellman (1957) for the
    search; Herfindahl's index of concentration; Anshelevich and others (2008) for the price of
    stability.
    """
    of_kind(game, IndustryChoice, place="subject of windfall_industries")
    return _certificate(game).answer(game)


def _planned(game: IndustryChoice, plan: Sequence[str]) -> IndustryPlan:
    return IndustryPlan(game, dict(zip(game.cities, plan, strict=True)))


def _discontent(game: IndustryChoice, plan: Sequence[str]) -> Iterator[str]:
    here = game.believed(plan)
    for i, city in enumerate(game.cities):
        for industry in game.industries:
            if game.believed([*plan[:i], industry, *plan[i + 1 :]])[city] > here[city]:
                yield f"{city} believes that {industry} is better."
                return


def _certificate(game: IndustryChoice) -> WindfallCertificate:
    n, m = len(game.cities), len(game.industries)
    whole, spreads = WholeNumbers(game), []
    worst, best = Extreme("least"), Extreme("greatest")
    for counts in ways_to_share(n, m):
        allowed = whole.content(counts)
        placed = PlacedCities(whole.fit, allowed)
        ways = placed.number(counts) if all(allowed) else 0
        if ways:
            spreads.append(IndustrySpread(counts, ways))
            for extreme in (worst, best):
                extreme.offer(placed, counts, whole.common(counts))
    # Whole multiples of n + 1 leave room to count in whom a plan agrees with the worst.
    value = [
        [fit * (n + 1) + (c == worst.chosen[i]) for c, fit in enumerate(row)]
        for i, row in enumerate(whole.fit)
    ]
    anywhere, optimum = PlacedCities(value, [list(range(m))] * n), Extreme("greatest")
    for counts in ways_to_share(n, m):
        optimum.offer(anywhere, counts, whole.common(counts) * (n + 1))
    crowded, most = Extreme("least"), _most_overlap(whole, n, m)
    for counts in (spread.counts for spread in spreads if _square(spread.counts) > most):
        crowded.offer(PlacedCities(whole.fit, whole.content(counts)), counts, whole.common(counts))
    plans = [
        tuple(game.industries[c] for c in extreme.chosen)
        for extreme in (worst, best, optimum, crowded)
    ]
    if plans[3] and sum(game.payoffs(plans[3]).values()) == sum(game.payoffs(plans[2]).values()):
        plans[3] = ()
    return WindfallCertificate(plans[0], plans[1], plans[2], plans[3], tuple(spreads))


def _most_overlap(whole: WholeNumbers, n: int, m: int) -> int:
    """The largest sum of squares of cities by industry, of all plans with the greatest total."""
    anywhere = PlacedCities(whole.fit, [list(range(m))] * n)
    of_all = (
        (whole.common(counts) + anywhere.sums(counts)[1], _square(counts))
        for counts in ways_to_share(n, m)
    )
    return max(of_all)[1]


def _square(counts: Iterable[int]) -> int:
    """Herfindahl's index, times the square of the number of cities."""
    return sum(n * n for n in counts)
