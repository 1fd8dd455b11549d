"""Co-location: where firms end that choose a place for its buzz, and where they should be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.by_city import ByCity, listed
from games.errors import of_kind
from games.local_buzz import LocalBuzz
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.pure_equilibria import profiles_at, stable

__all__ = ["Colocation", "ColocationCertificate", "Relocation", "colocation", "relocation"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Relocation:
    """The move by which a firm gains most where all others stay; ``gain``: so much, perhaps 0.

    See ``relocation`` for the concept, an example and its source.
    """

    firm: str
    place: str
    gain: Fraction

    def __str__(self) -> str:
        return f"{self.firm} would go to {self.place} and gain {approximately(self.gain)}"


@dataclass(frozen=True, slots=True, repr=False)
class Colocation(Answer):
    """All places where firms can end, and those where all together have most.

    ``equilibria``, ``optima``: a place for each firm, in order. ``most``: what all have together in
    the optima; ``least``: in the worst equilibrium, ``None`` where there is none.

    See ``colocation`` for the concept, an example and its source.
    """

    game: LocalBuzz
    equilibria: tuple[tuple[str, ...], ...]
    optima: tuple[tuple[str, ...], ...]
    most: Fraction
    least: Fraction | None
    certificate: ColocationCertificate
    method: str = "all choices of places compared"
    proof: Proof = EXACT

    @property
    def misplaced(self) -> bool:
        """Whether no optimum is an equilibrium: firms cannot end where all would have most."""
        return not set(self.equilibria) & set(self.optima)

    @property
    def stuck(self) -> bool:
        """Whether firms may end where all have less than they could, though an optimum would last:
        history decides.
        """
        return not self.misplaced and not set(self.equilibria) <= set(self.optima)

    @property
    def deserted(self) -> tuple[str, ...]:
        """Places that each optimum fills, and no equilibrium."""
        used = {place for chosen in self.equilibria for place in chosen}
        return tuple(
            place
            for place in self.game.places
            if place not in used and all(place in chosen for chosen in self.optima)
        )

    def holds(self, firm: str, chosen: ByCity, place: str) -> Fraction:
        """What a firm has more where it is than in another place: what a bonus there must exceed.

        Errors: ``InvalidInput`` where the firm cannot be there.
        """
        there = {**self.game.where(chosen), firm: place}
        return self.game.payoff(firm, chosen) - self.game.payoff(firm, there)

    @property
    def status(self) -> str:
        best = self._told(self.optima[0])
        if not self.equilibria:
            return f"Firms never come to rest; all together would have most with {best}."
        others = len(self.equilibria) - 1
        many = f" (or in {others} other way{'s' * (others > 1)})" if others else ""
        if not self.misplaced:
            chosen = next(one for one in self.equilibria if one in self.optima)
            text = f"Firms can end with {self._told(chosen)}{many}, where all have most"
            if not self.stuck:
                return f"{text}."
        else:
            text = f"Firms end with {self._told(self.equilibria[0])}{many}; best is {best}"
        lost = self.most - (self.least or ZERO)
        return f"{text}; at the worst {approximately(lost)} is lost."

    def _told(self, chosen: tuple[str, ...]) -> str:
        pairs = list(zip(self.game.firms, chosen, strict=True))
        return "; ".join(
            f"{listed(firm for firm, at in pairs if at == place)} in {place}"
            for place in self.game.places
            if place in chosen
        )


@dataclass(frozen=True, slots=True)
class ColocationCertificate(Certificate, kind="colocation", of="colocation"):
    """Both lists: all choices of places are compared again."""

    equilibria: tuple[tuple[str, ...], ...]
    optima: tuple[tuple[str, ...], ...]

    def violations(self, subject: LocalBuzz) -> Iterator[str]:
        found = _found(subject)
        if self.equilibria != found.equilibria:
            yield "Firms come to rest elsewhere."
        if self.optima != found.optima:
            yield "All together have most elsewhere."

    def answer(self, subject: LocalBuzz) -> Colocation:
        def total(chosen: tuple[str, ...]) -> Fraction:
            return sum(subject.payoffs(chosen).values(), ZERO)

        return Colocation(
            subject,
            self.equilibria,
            self.optima,
            total(self.optima[0]),
            min(map(total, self.equilibria), default=None),
            self,
        )


def colocation(game: LocalBuzz) -> Colocation:
    """Co-location: where firms end that choose a place for its buzz, and where they should be.

    Firms are at rest where none would have more in another place, all others staying: the pure
    equilibria of the game. With buzz there may be several, as each goes where the others are; none
    of them need be where all together have most, as nobody counts what it gives to others there.

    All equilibria and optima, exact, for a dozen firms; for more see ``relocation``.

    Errors: ``InvalidInput`` for what is not a ``LocalBuzz``, ``TooLarge`` for too many firms.

    >>> buzz = {"lab": {"team": 1}, "team": {"lab": 3}}
    >>> found = colocation(LocalBuzz(["lab", "team"], ["hub", "home"], [[5, None], [2, 4]], buzz))
    >>> print(found.status)
    Firms can end with lab and team in hub, where all have most.
    >>> found.holds("team", ["hub", "hub"], "home"), found.game.gives("team", ["hub", "hub"])
    (Fraction(1, 1), Fraction(1, 1))

    Source: Bathelt, Malmberg and Maskell (2004), Clusters and knowledge; Schelling (1971) for
    places that are chosen for who is there; Nash (1950).
    """
    of_kind(game, LocalBuzz, place="subject of colocation")
    return _found(game).answer(game)


def relocation(game: LocalBuzz, chosen: ByCity) -> Relocation | None:
    """The move by which a firm gains most where all others stay; ``None``: nobody gains by moving.

    For any number of firms.

    Errors: ``InvalidInput`` for what is not a ``LocalBuzz``, or a place where a firm cannot be.

    >>> own = [[5, None], [2, 4]]
    >>> game = LocalBuzz(["lab", "team"], ["hub", "home"], own, {"team": {"lab": 3}})
    >>> print(relocation(game, ["hub", "home"]))
    team would go to hub and gain 1
    >>> relocation(game, ["hub", "hub"]) is None
    True

    Source: Nash (1950), Equilibrium points in n-person games.
    """
    of_kind(game, LocalBuzz, place="subject of relocation")
    places = game.where(chosen)
    moves = [
        Relocation(firm, place, game.payoff(firm, {**places, firm: place}) - now)
        for firm, now in game.payoffs(places).items()
        for place in game.open_to(firm)
    ]
    best = max(moves, key=lambda move: move.gain)
    return best if best.gain > 0 else None


def _found(game: LocalBuzz) -> ColocationCertificate:
    table = game.strategic()
    total = sum(
        (
            found.astype(object) * unit
            for found, unit in zip(table.tables, table.units, strict=True)
        ),
        np.zeros(tuple(map(len, table.actions)), dtype=object),
    )
    return ColocationCertificate(
        profiles_at(table, stable(table)), profiles_at(table, total == total.max())
    )
