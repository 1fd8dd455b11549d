"""What a small city saves that takes mature projects from a hub, in place of tries of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.errors import of_kind
from games.trial_and_error import TrialAndError
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["SavedTrials", "SavedTrialsCertificate", "saved_trials"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class SavedTrials(Answer):
    """What each city has by trying, and by importing, and where the two are equal.

    ``own_tries``, ``hub_tries``: expected, until one works, or comes; without cities to which none
    comes. ``own_cost``, ``import_cost``: expected, of tries and price together, as counted at the
    start. ``own``, ``imported``: what it has by each way, 0 where it would rather leave it.
    ``chance_needed``: the chance of a try of its own from which that is no worse; without cities
    for which none is enough. ``returns_needed``: the share of the hub's mature projects above which
    importing is better; without cities for which not even all are enough.

    See ``saved_trials`` for the concept, an example and its source.
    """

    own_tries: Mapping[str, Fraction]
    hub_tries: Mapping[str, Fraction]
    own_cost: Mapping[str, Fraction]
    import_cost: Mapping[str, Fraction]
    own: Mapping[str, Fraction]
    imported: Mapping[str, Fraction]
    chance_needed: Mapping[str, Fraction]
    returns_needed: Mapping[str, Fraction]
    certificate: SavedTrialsCertificate
    method: str = "the equation of who may stop after each try"
    proof: Proof = EXACT

    @property
    def importers(self) -> tuple[str, ...]:
        """Cities that have more by importing than by trying, or by leaving it."""
        return tuple(city for city, x in self.imported.items() if x > self.own[city])

    @property
    def savers(self) -> tuple[str, ...]:
        """Importers that would try themselves if they could not: they are spared these tries."""
        return tuple(city for city in self.importers if self.own[city] > 0)

    @property
    def saved(self) -> dict[str, Fraction]:
        """What each of the ``savers`` pays less for a project that works, as counted at the start.

        Negative where it pays more, and imports since that is sooner.
        """
        return {city: self.own_cost[city] - self.import_cost[city] for city in self.savers}

    @property
    def fails(self) -> tuple[str, ...]:
        """Cities that are spared nothing: no ``saved`` cost above 0."""
        return tuple(city for city in self.own if self.saved.get(city, ZERO) <= 0)

    @property
    def status(self) -> str:
        parts = []
        if spared := {city: x for city, x in self.saved.items() if x > 0}:
            each = listed(f"{city} {approximately(x)}" for city, x in spared.items())
            parts.append(f"Imported projects spare {each}")
        for city in self.fails:
            own, imported = self.own[city], self.imported[city]
            if imported > own:
                why = "would not have tried" if not own else "pays more, to have it sooner"
                parts.append(f"{city} imports, and {why}")
            else:
                parts.append(f"{city} {'does better by itself' if own else 'leaves it'}")
        return f"{'; '.join(parts)}."


@dataclass(frozen=True, slots=True)
class SavedTrialsCertificate(Certificate, kind="saved trials", of="saved_trials"):
    """What each city has by each way, which is right after each try, whatever came before."""

    own: Mapping[str, Fraction]
    imported: Mapping[str, Fraction]

    def violations(self, subject: TrialAndError) -> Iterator[str]:
        for what, given in (("trying", self.own), ("importing", self.imported)):
            if tuple(given) != subject.cities:
                yield f"Not each city has a figure of {what}."
                return
        for city, own, imported in zip(
            subject.cities, _own(subject), _import(subject), strict=True
        ):
            for value, way in ((self.own[city], own), (self.imported[city], imported)):
                goes_on = way.now + subject.discount * (1 - way.chance) * value
                if value != max(ZERO, goes_on) or (value and not way.chance):
                    yield f"{city} does not have what the next try, or stopping, is worth to it."

    def answer(self, subject: TrialAndError) -> SavedTrials:
        cities, delta = subject.cities, subject.discount
        own, imports = _own(subject), _import(subject)
        coming = {city: way for city, way in zip(cities, imports, strict=True) if way.chance}
        chances, shares = {}, {}
        for i, (city, home, way) in enumerate(zip(cities, own, imports, strict=True)):
            best, alone = self.imported[city], self.own[city]
            needed = _chance_for(best, home.prize, home.cost, delta)
            if needed is not None and needed <= 1:
                chances[city] = needed
            paid = subject.paid[i] * subject.hub_cost
            needed = _chance_for(alone, way.prize, paid, delta)
            all_come = _Way(way.prize, paid, subject.hub_chance)
            if needed is not None and all_come.worth(delta) > alone:
                shares[city] = needed / subject.hub_chance
        return SavedTrials(
            own_tries={city: 1 / way.chance for city, way in zip(cities, own, strict=True)},
            hub_tries={city: 1 / way.chance for city, way in coming.items()},
            own_cost={city: way.spent(delta) for city, way in zip(cities, own, strict=True)},
            import_cost={city: way.spent(delta) for city, way in coming.items()},
            own=self.own,
            imported=self.imported,
            chance_needed=chances,
            returns_needed=shares,
            certificate=self,
        )


def saved_trials(problem: TrialAndError) -> SavedTrials:
    """What a small city saves that takes mature projects from a hub, in place of tries of its own.

    Who may stop after each try goes on as long as a try is worth its cost. With prize V, cost c and
    chance p of a try it has

        max(0, (p V - c) / (1 - delta (1 - p))),     which is  V - c/p  where delta is 1,

    after 1/p tries on average. A city that imports has the same with its part of the hub's cost,
    the chance that a try of the hub works *and* comes to it, and the prize less the price. So what
    it saves is, without discounting,

        c/p  -  paid * hub_cost / (hub_chance * returns)  -  price,

    and the verdict is ``fails``: cities that do not save, since importing is not better, since they
    would not have tried in the first place (then nothing is spared, though they may gain), or since
    they pay more.

    Errors: ``InvalidInput`` for what is no ``TrialAndError``.

    >>> from games import TrialAndError
    >>> plan = TrialAndError(["Quzhou"], value=[40], cost=[3], chance=[0.1], hub_cost=2,
    ...                      hub_chance=0.25, returns=[0.5], paid=[1])
    >>> found = saved_trials(plan)
    >>> found.own_cost["Quzhou"], found.import_cost["Quzhou"], found.saved["Quzhou"]
    (Fraction(30, 1), Fraction(16, 1), Fraction(14, 1))
    >>> found.returns_needed["Quzhou"], found.chance_needed["Quzhou"]
    (Fraction(4, 15), Fraction(3, 16))

    Source: DeGroot (1970), Optimal Statistical Decisions; Bellman (1957), Dynamic Programming, for
    the equation. The saved cost is Hu and Zhang's (2024).
    """
    of_kind(problem, TrialAndError, place="subject of saved_trials")
    delta = problem.discount
    return SavedTrialsCertificate(
        {city: way.worth(delta) for city, way in zip(problem.cities, _own(problem), strict=True)},
        {
            city: way.worth(delta)
            for city, way in zip(problem.cities, _import(problem), strict=True)
        },
    ).answer(problem)


@dataclass(frozen=True, slots=True)
class _Way:
    """Tries at a ``cost`` each, of which each brings the ``prize`` with a ``chance``.

    ``price``: what is paid of it once it is there, taken off the prize already.
    """

    prize: Fraction
    cost: Fraction
    chance: Fraction
    price: Fraction = ZERO

    @property
    def now(self) -> Fraction:
        """What the next try is worth, without those after it."""
        return self.chance * self.prize - self.cost

    def worth(self, delta: Fraction) -> Fraction:
        return ZERO if self.now <= 0 else self.now / (1 - delta * (1 - self.chance))

    def spent(self, delta: Fraction) -> Fraction:
        """The expected discounted outlay until a project succeeds."""
        return (self.cost + self.chance * self.price) / (1 - delta * (1 - self.chance))


def _own(problem: TrialAndError) -> list[_Way]:
    each = zip(problem.value, problem.cost, problem.chance, strict=True)
    return [_Way(value, cost, chance) for value, cost, chance in each]


def _import(problem: TrialAndError) -> list[_Way]:
    each = zip(problem.value, problem.price, problem.paid, problem.comes, strict=True)
    return [
        _Way(value - price, paid * problem.hub_cost, chance, price)
        for value, price, paid, chance in each
    ]


def _chance_for(
    worth: Fraction, prize: Fraction, cost: Fraction, delta: Fraction
) -> Fraction | None:
    """The chance with which tries are worth so much; ``None`` where none is.

    Worth 0, it is the chance from which a try is worth its cost; 0 where any chance will do.
    """
    rises, needed = prize - delta * worth, cost + (1 - delta) * worth
    if rises > 0:
        return needed / rises
    return ZERO if rises == needed == 0 else None
