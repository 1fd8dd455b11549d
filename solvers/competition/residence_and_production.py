"""Residence and production: who has what of talent that lives in the hub and works elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed, one_of
from games.errors import of_kind
from games.remote_talent import RemoteTalent, Talent
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = [
    "ResidenceAndProduction",
    "ResidenceAndProductionCertificate",
    "residence_and_production",
]

ZERO, ONE = Fraction(0), Fraction(1)
WAYS = ("hub", "remote", "at home")


@dataclass(frozen=True, slots=True, repr=False)
class ResidenceAndProduction(Answer):
    """How a small city would have each kind of people work for it, and what that brings whom.

    ``chosen``: by kind, what is best for the small city: "remote", "at home", or "hub", which
    leaves them there. ``planned``: what both cities together have most by. ``gains``: what each
    city has more by what is chosen than with all left to the hub. ``residence``, ``production``:
    what of each kind of value each city then has.

    See ``residence_and_production`` for the concept, an example and its source.
    """

    game: RemoteTalent
    chosen: Mapping[str, str]
    planned: Mapping[str, str]
    gains: Mapping[str, Fraction]
    residence: Mapping[str, Fraction]
    production: Mapping[str, Fraction]
    certificate: ResidenceAndProductionCertificate
    method: str = "three ways for each kind, compared"
    proof: Proof = EXACT

    @property
    def misplaced(self) -> tuple[str, ...]:
        """The kinds that the small city would have work otherwise than is best for both."""
        return tuple(kind for kind, way in self.chosen.items() if self.planned[kind] != way)

    @property
    def hub_loses(self) -> bool:
        """Whether the hub has less than with all left to it."""
        return self.gains[self.game.hub] < 0

    def enough(self, name: str) -> Fraction:
        """What each of a kind must make from afar for the small city to gain: wage, trips, desk."""
        kind = self._kind(name)
        return kind.wage + kind.trips + self.game.desk

    def newcomers(self, name: str) -> Fraction:
        """The part of newcomers from which on the hub does not lose by remote work of a kind."""
        kind = self._kind(name)
        taken = kind.in_hub - kind.wage
        lost = taken - self.game.desk
        return lost / (self.game.residence[1] + taken) if lost > 0 else ZERO

    def _kind(self, name: str) -> Talent:
        names = [kind.name for kind in self.game.kinds]
        return self.game.kinds[names.index(one_of(name, names, "a kind"))]

    @property
    def status(self) -> str:
        home, hub = self.game.home, self.game.hub
        parts = []
        for way, words in (("remote", "work from the hub"), ("at home", f"live in {home}")):
            kinds = [kind for kind, chosen in self.chosen.items() if chosen == way]
            if kinds:
                parts.append(f"{listed(kinds)} {words}")
        if not parts:
            return f"{home} has nobody work for it: none makes what it costs."
        change = self.gains[hub]
        other = f"{hub} {'loses' if change < 0 else 'gains'} {approximately(abs(change))}"
        text = f"{'; '.join(parts)}. {home} gains {approximately(self.gains[home])}, {other}"
        if self.misplaced:
            text += f"; both together would have more otherwise of {listed(self.misplaced)}"
        return f"{text}."


@dataclass(frozen=True, slots=True)
class ResidenceAndProductionCertificate(
    Certificate, kind="residence and production", of="residence_and_production"
):
    """The way chosen and the way planned of each kind: all are compared again."""

    chosen: Mapping[str, str]
    planned: Mapping[str, str]

    def violations(self, subject: RemoteTalent) -> Iterator[str]:
        found = _certificate(subject)
        for given, right in ((self.chosen, found.chosen), (self.planned, found.planned)):
            if list(given.items()) != list(right.items()):
                yield "Another way is better."

    def answer(self, subject: RemoteTalent) -> ResidenceAndProduction:
        cities = (subject.home, subject.hub)

        def total(value: str) -> dict[str, Fraction]:
            return {
                city: sum(
                    (
                        subject.split(kind, self.chosen[kind.name])[value][city]
                        for kind in subject.kinds
                    ),
                    ZERO,
                )
                for city in cities
            }

        gains = {
            city: sum(
                (subject.gains(kind, self.chosen[kind.name])[city] for kind in subject.kinds), ZERO
            )
            for city in cities
        }
        return ResidenceAndProduction(
            subject,
            self.chosen,
            self.planned,
            gains,
            total("residence"),
            total("production"),
            self,
        )


def residence_and_production(game: RemoteTalent) -> ResidenceAndProduction:
    """Residence and production: who has what of talent that lives in the hub and works elsewhere.

    The small city chooses for each kind what brings it most. It gains by remote work iff each makes
    more than wage, trips and desk cost; all value of residence stays in the hub. It would rather
    have them live at home iff  at_home - amenity + residence_home  >  remote - trips - desk. The
    hub loses what they made for its own firms, and gains by those who would not be there else.

    Of ways that are as good the hub comes first, then remote work.

    The choices and what comes of them, exact.

    Errors: ``InvalidInput`` for what is not ``RemoteTalent``.

    >>> from games import Talent
    >>> engineers = Talent("engineers", wage=5, in_hub=7, remote=9, at_home=8, trips=1, amenity=4)
    >>> region = RemoteTalent("Quzhou", "Hangzhou", [engineers], desk=1,
    ...                       residence={"Quzhou": 2, "Hangzhou": 3})
    >>> found = residence_and_production(region)
    >>> print(found.status)
    engineers work from the hub. Quzhou gains 2, Hangzhou loses 1.
    >>> found.enough("engineers"), found.newcomers("engineers")
    (Fraction(7, 1), Fraction(1, 5))

    Source: Wildasin (1986), Urban Public Finance; the claim is Hu and Zhang's (2024).
    """
    of_kind(game, RemoteTalent, place="subject of residence_and_production")
    return _certificate(game).answer(game)


def _certificate(game: RemoteTalent) -> ResidenceAndProductionCertificate:
    gains = {kind.name: {way: game.gains(kind, way) for way in WAYS} for kind in game.kinds}
    # max keeps the first of those that are as good
    return ResidenceAndProductionCertificate(
        {name: max(WAYS, key=lambda way: row[way][game.home]) for name, row in gains.items()},
        {name: max(WAYS, key=lambda way: sum(row[way].values())) for name, row in gains.items()},
    )
