"""How many startups each hub draws, how many would be best, and the toll between the two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from games.approximately import approximately
from games.by_city import entry_of
from games.errors import of_kind
from games.hub_congestion import HubCongestion
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["CongestionCertificate", "CongestionEquilibrium", "congestion_equilibrium"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class CongestionEquilibrium(Answer):
    """Where startups go, where they would best go, and what makes them go there.

    ``startups``, ``optimum``: by hub; ``outside``: how many are in no hub, at each of the two.
    ``level``: what a startup earns in equilibrium (the worst placed one of whole startups).
    ``marginal``: what the last startup adds to its hub's earnings in equilibrium.
    ``tolls``: what makes the optimum an equilibrium, the only one unless startups are whole.
    ``rent``: what each hub takes by its toll, at the optimum.
    ``welfare``, ``optimal_welfare``: what all earn together.

    See ``congestion_equilibrium`` for the concept, an example and its source.
    """

    game: HubCongestion
    startups: Mapping[str, Fraction]
    optimum: Mapping[str, Fraction]
    outside: tuple[Fraction, Fraction]
    level: Fraction
    marginal: Mapping[str, Fraction]
    tolls: Mapping[str, Fraction]
    welfare: Fraction
    optimal_welfare: Fraction
    certificate: CongestionCertificate
    method: str = "the best places filled first, in fractions"
    proof: Proof = EXACT

    def __getitem__(self, hub: str) -> Fraction:
        return entry_of(self.startups, hub)

    @property
    def rent(self) -> dict[str, Fraction]:
        return {hub: toll * self.optimum[hub] for hub, toll in self.tolls.items()}

    @property
    def overcrowded(self) -> tuple[str, ...]:
        """Hubs with more startups than would be best."""
        return tuple(hub for hub, n in self.startups.items() if n > self.optimum[hub])

    @property
    def below_zero(self) -> tuple[str, ...]:
        """Hubs in which the last startup takes away more than it brings."""
        return tuple(hub for hub, added in self.marginal.items() if added < 0 < self.startups[hub])

    @property
    def price_of_anarchy(self) -> Fraction | None:
        """What all could earn over what they earn; ``None`` where they earn nothing or less."""
        return self.optimal_welfare / self.welfare if self.welfare > 0 else None

    @property
    def cost_ratio(self) -> Fraction | None:
        """The price of anarchy in costs: what all miss to the best return of an empty place.

        ``None`` where nothing is missing at the optimum.
        """
        game = self.game
        places = [*game.returns, *([] if game.outside is None else [game.outside])]
        ideal = game.startups * max(places)
        least = ideal - self.optimal_welfare
        return (ideal - self.welfare) / least if least else None

    @property
    def status(self) -> str:
        if self.welfare == self.optimal_welfare:
            return "Startups spread as is best for all of them together."
        if not self.overcrowded:
            return "Fewer startups come than would be best; a subsidy would bring them."
        hub = max(self.overcrowded, key=lambda name: self.startups[name] - self.optimum[name])
        text = (
            f"{hub} draws {approximately(self.startups[hub])} startups where "
            f"{approximately(self.optimum[hub])} would be best"
        )
        if hub in self.below_zero:
            return f"{text}; the last one takes away more than it brings."
        toll = self.tolls[hub]
        return f"{text}; " + (
            f"a toll of {approximately(toll)} would send the others elsewhere."
            if toll > self.game.tolls[self.game.hubs.index(hub)]
            else "other hubs take too much from startups."
        )


@dataclass(frozen=True, slots=True)
class CongestionCertificate(Certificate, kind="hub congestion", of="congestion_equilibrium"):
    """Startups by hub in equilibrium and at the optimum."""

    startups: Mapping[str, Fraction]
    optimum: Mapping[str, Fraction]

    def violations(self, subject: HubCongestion) -> Iterator[str]:
        for found, optimum in ((self.startups, False), (self.optimum, True)):
            if tuple(found) != subject.hubs:
                yield "The startups do not fit the hubs."
            spread = subject.spread(found)
            if subject.whole and any(n.denominator != 1 for n in spread):
                yield "Startups are whole."
            if not _settled(subject, spread, _places(subject, optimum=optimum)):
                yield "The last startup would do better in another place."
            if subject.whole and spread != _spread(subject, optimum=optimum):
                yield "Among equal places others come first."

    def answer(self, subject: HubCongestion) -> CongestionEquilibrium:
        spread, best = subject.spread(self.startups), subject.spread(self.optimum)
        count = subject.startups
        earned = subject.earned(self.startups)
        paid = [earned[hub] for hub, n in self.startups.items() if n]
        outside = (count - sum(spread, ZERO), count - sum(best, ZERO))
        if subject.outside is not None and (outside[0] or not paid):
            paid.append(subject.outside)
        return CongestionEquilibrium(
            subject,
            self.startups,
            self.optimum,
            outside,
            min(paid) if paid else max(earned.values()),
            subject.marginal(self.startups),
            dict(zip(subject.hubs, _tolls(subject, best, outside[1]), strict=True)),
            subject.welfare(self.startups),
            subject.welfare(self.optimum),
            certificate=self,
        )


def congestion_equilibrium(game: HubCongestion) -> CongestionEquilibrium:
    """How many startups each hub draws, how many would be best, and the toll between the two.

    In equilibrium no startup earns more elsewhere: hubs that are used pay the same, the *level*,
    and those that are not pay no more. At the optimum what the *last* startup adds is the same
    everywhere. Both are found by filling the best places first,

        equilibrium   A_h - tau_h - gamma_h n_h  = level where n_h > 0, else at most the level,
        optimum       A_h -       2 gamma_h n_h  = worth where n_h > 0, else at most the worth,

    so that a toll of gamma_h n_h at the optimum, what the last startup costs the others there,
    makes the optimum the equilibrium. Without a toll a hub with an outside return of w draws (A -
    w)/gamma, twice as many as would be best, until nobody gains anything by being there.

    Whole startups play Rosenthal's congestion game: its potential is the sum of the A_h - tau_h -
    gamma_h k over the places k = 1, ..., n_h that are taken, and the equilibria are the ways to
    take the best places. The one shown is the worst for all.

    The equilibrium and the optimum of a congestion of hubs, exact.

    Without startups nothing happens, and tolls are 0. Hubs that are alike draw alike. Of whole
    startups that could as well be elsewhere the spread that is worst for all is shown, and of
    several the one that fills the first hubs.

    Errors: ``InvalidInput`` for what is not a ``HubCongestion``.

    >>> from games import HubCongestion
    >>> crowd = HubCongestion(["Hangzhou"], returns=[60], congestion=[1], startups=100, outside=0)
    >>> found = congestion_equilibrium(crowd)
    >>> found["Hangzhou"], found.optimum["Hangzhou"], found.tolls["Hangzhou"]
    (Fraction(60, 1), Fraction(30, 1), Fraction(30, 1))
    >>> found.marginal["Hangzhou"], found.welfare, found.optimal_welfare
    (Fraction(-60, 1), Fraction(0, 1), Fraction(900, 1))
    >>> print(found.status)
    Hangzhou draws 60 startups where 30 would be best; the last one takes away more than it brings.

    Counted as costs, from the best return of an empty place, startups without tolls lose at most
    4/3 of the least that they could; 5/2 if they are whole. Counted as returns there is no bound.

    Source: Wardrop (1952); Beckmann, McGuire and Winsten (1956); Pigou (1920); Rosenthal (1973);
    Roughgarden and Tardos (2002) for 4/3; Christodoulou and Koutsoupias (2005) for 5/2.
    """
    of_kind(game, HubCongestion, place="subject of congestion_equilibrium")
    return CongestionCertificate(
        dict(zip(game.hubs, _spread(game, optimum=False), strict=True)),
        dict(zip(game.hubs, _spread(game, optimum=True), strict=True)),
    ).answer(game)


Places = Sequence[tuple[Fraction, Fraction]]
"""For each hub (a, slope): what the startup number k finds there is a - slope k."""


def _places(game: HubCongestion, *, optimum: bool) -> Places:
    if optimum:  # what the last of k adds: A - gamma (2k - 1) if whole, else A - 2 gamma k
        return [
            (a + slope * game.whole, 2 * slope)
            for a, slope in zip(game.returns, game.congestion, strict=True)
        ]
    return [
        (a - toll, slope)
        for a, slope, toll in zip(game.returns, game.congestion, game.tolls, strict=True)
    ]


def _settled(game: HubCongestion, spread: Sequence[Fraction], places: Places) -> bool:
    """No used place is worse than the next free one."""
    step = Fraction(game.whole)
    last = [a - slope * n for (a, slope), n in zip(places, spread, strict=True) if n]
    free = [a - slope * (n + step) for (a, slope), n in zip(places, spread, strict=True)]
    if game.outside is not None:
        free.append(game.outside)
        if sum(spread, ZERO) < game.startups:
            last.append(game.outside)
    return not last or min(last) >= max(free)


def _spread(game: HubCongestion, *, optimum: bool) -> tuple[Fraction, ...]:
    places = _places(game, optimum=optimum)
    smooth = _filled(game, places)
    return _whole_places(game, places, smooth, optimum=optimum) if game.whole else smooth


def _filled(game: HubCongestion, places: Places) -> tuple[Fraction, ...]:
    """Places filled from the top like communicating vessels, down to the outside return."""
    level = _level(places, game.startups)
    if game.outside is not None:
        level = max(level, game.outside)
    return tuple(max(ZERO, (a - level) / slope) for a, slope in places)


def _level(places: Places, startups: Fraction) -> Fraction:
    width, area = ZERO, -startups
    level = max(a for a, _ in places)
    for a, slope in sorted(places, reverse=True):
        if width and a <= level:
            break
        width += 1 / slope
        area += a / slope
        level = area / width
    return level


def _whole_places(
    game: HubCongestion, places: Places, smooth: Sequence[Fraction], *, optimum: bool
) -> tuple[Fraction, ...]:
    """The best places one by one; what fits whole into the smooth solution is taken for certain."""
    taken = [floor(n) for n in smooth]
    left = int(game.startups) - sum(taken)

    def next_place(h: int) -> Fraction:
        return places[h][0] - places[h][1] * (taken[h] + 1)

    hubs = range(len(taken))
    while left:
        best = max(hubs, key=next_place)
        if game.outside is not None and next_place(best) <= game.outside:
            break
        taken[best] += 1
        left -= 1
    return _worst_of_ties(game, places, taken, left, optimum=optimum)


def _worst_of_ties(
    game: HubCongestion, places: Places, taken: list[int], left: int, *, optimum: bool
) -> tuple[Fraction, ...]:
    """The worst for all of equally good last places; at the optimum those of the first hubs."""
    hubs = range(len(taken))
    stay = [a - slope * (n + 1) for (a, slope), n in zip(places, taken, strict=True)]
    limit = game.outside
    if not left or limit is None:
        limit = min((stay[h] + places[h][1] for h in hubs if taken[h]), default=None)
    if limit is None:
        return tuple(map(Fraction, taken))
    for h in hubs:  # give back the places that are only as good as others that are free
        if taken[h] and stay[h] + places[h][1] == limit:
            taken[h] -= 1
            left += 1
    tied = [h for h in hubs if places[h][0] - places[h][1] * (taken[h] + 1) == limit]

    def added(h: int) -> Fraction:
        return game.returns[h] - game.congestion[h] * (2 * taken[h] + 1)

    if not optimum:
        tied.sort(key=added)
    stays_out = game.outside is not None and limit == game.outside
    for h in tied:
        if left and not (stays_out and (optimum or added(h) >= limit)):
            taken[h] += 1
            left -= 1
    return tuple(map(Fraction, taken))


def _tolls(game: HubCongestion, best: Sequence[Fraction], outside: Fraction) -> Iterator[Fraction]:
    """What makes all used hubs as good as the last startup's worth at the optimum."""
    places = _places(game, optimum=True)
    last = [a - slope * n for (a, slope), n in zip(places, best, strict=True) if n]
    worth = game.outside if outside and game.outside is not None else min(last, default=None)
    for a, slope, n in zip(game.returns, game.congestion, best, strict=True):
        yield ZERO if worth is None or not n else a - slope * n - worth
