"""Minmax values: to how little the others can hold a city, and how much it can secure itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.errors import of_kind
from games.strategic import StrategicGame
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.dominance import Likelihood, believed, others, own_payoffs
from solvers.strategic.zero_sum import optimal_mixes

__all__ = ["Guard", "MinmaxCertificate", "MinmaxValues", "minmax_values"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class MinmaxValues(Answer):
    """What each city has whatever the others do to it.

    ``secured``: the value v; ``by``: a mix of its actions that secures it; ``held_by``: a lottery
    over the others' profiles, in the order of the cities, that allows no more. ``pure``: the least
    that its best reply brings against a profile of the others; ``pure_by``: that profile.

    See ``minmax_values`` for the concept, an example and its source.
    """

    secured: Mapping[str, Fraction]
    by: Mapping[str, Mapping[str, Fraction]]
    held_by: Mapping[str, Mapping[tuple[str, ...], Fraction]]
    pure: Mapping[str, Fraction]
    pure_by: Mapping[str, tuple[str, ...]]
    status: str
    method: str
    proof: Proof
    certificate: MinmaxCertificate


def minmax_values(game: StrategicGame) -> MinmaxValues:
    """Minmax values: to how little the others can hold a city, and how much it can secure itself.

    If the others randomise together, both are the same (von Neumann's theorem, with all others as
    one):

        v_i  =  min over lotteries q of the others  max over a  sum_o q(o) u_i(a, o)
             =  max over mixes x of city i          min over o  sum_a x(a) u_i(a, o).

    If they hold it down by one profile and it sees that coming, it gets the *pure* minmax, which is
    no less. Repetition cannot keep it below: what patient cities can agree on gives each at least
    this. With three or more cities that randomise independently the value lies between the two.

    The minmax values of all cities, exact; a city alone secures its best payoff.

    Errors: ``InvalidInput`` for what is not a ``StrategicGame``.

    >>> pennies = StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
    >>> found = minmax_values(pennies)
    >>> found.secured["A"], found.pure["A"], found.by["A"]
    (Fraction(0, 1), Fraction(1, 1), {'1': Fraction(1, 2), '2': Fraction(1, 2)})

    Source: von Neumann (1928); Fudenberg and Maskin (1986) for repetition.
    """
    of_kind(game, StrategicGame, place="subject of minmax_values")
    guards = {}
    for i, city in enumerate(game.players):
        mix, against = optimal_mixes(own_payoffs(game, i))
        guards[city] = Guard(
            {action: p for action, p in zip(game.actions[i], mix, strict=True) if p},
            believed(dict(enumerate(against)), others(game, i)),
        )
    return MinmaxCertificate(guards).answer(game)


@dataclass(frozen=True, slots=True)
class Guard:
    """A mix of a city's actions, and a lottery over the profiles of the others, given in order."""

    mix: Mapping[str, Fraction]
    against: tuple[Likelihood, ...]


@dataclass(frozen=True, slots=True)
class MinmaxCertificate(Certificate, kind="minmax values"):
    """For each city a mix that secures what a lottery of the others allows it at most."""

    guards: Mapping[str, Guard]

    def violations(self, subject: StrategicGame) -> Iterator[str]:
        if tuple(self.guards) != subject.players:
            yield "The guards do not fit the cities."
        for city, guard in self.guards.items():
            for lottery in (list(guard.mix.values()), [q.probability for q in guard.against]):
                if min(lottery) <= 0 or sum(lottery) != 1:
                    yield "Probabilities are not positive, or do not add up to 1."
            secured, allowed = self._values(subject, city)
            if secured != allowed:
                yield f"{city} secures {secured}, and is allowed {allowed}."

    def _values(self, game: StrategicGame, city: str) -> tuple[Fraction, Fraction]:
        """What the mix secures at worst, and what the lottery allows at best."""
        i = game.players.index(city)
        own, unit = own_payoffs(game, i), game.units[i]
        place = {profile: s for s, profile in enumerate(others(game, i))}
        mix = {game.actions[i].index(a): p for a, p in self.guards[city].mix.items()}
        lottery = {place[q.others]: q.probability for q in self.guards[city].against}
        secured = min(
            sum((p * int(own[a, s]) for a, p in mix.items()), ZERO) for s in place.values()
        )
        allowed = max(sum((p * int(u[s]) for s, p in lottery.items()), ZERO) for u in own)
        return secured * unit, allowed * unit

    def answer(self, subject: StrategicGame) -> MinmaxValues:
        pure, pure_by = {}, {}
        for i, city in enumerate(subject.players):
            best = own_payoffs(subject, i).max(axis=0).tolist()
            worst = best.index(min(best))
            pure[city] = best[worst] * subject.units[i]
            pure_by[city] = others(subject, i)[worst]
        return MinmaxValues(
            secured={city: self._values(subject, city)[0] for city in subject.players},
            by={city: dict(guard.mix) for city, guard in self.guards.items()},
            held_by={
                city: {q.others: q.probability for q in guard.against}
                for city, guard in self.guards.items()
            },
            pure=pure,
            pure_by=pure_by,
            status="No city can be held below what it secures; patient ones can agree on more.",
            method="linear programs, their solutions and prices in rational arithmetic",
            proof=EXACT,
            certificate=self,
        )
