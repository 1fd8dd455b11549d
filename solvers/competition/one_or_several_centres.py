"""Does it help to have several centres: congestion, bidding, and who keeps what,
with one and many.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.centres import Centres
from games.errors import of_kind
from games.subsidy import SubsidyCompetition
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.competition.arms_race import ArmsRace, ArmsRaceCertificate, arms_race
from solvers.competition.congestion_equilibrium import (
    CongestionCertificate,
    CongestionEquilibrium,
    congestion_equilibrium,
)

__all__ = ["CentreArrangement", "CentreComparison", "CentresCertificate", "one_or_several_centres"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class CentreArrangement:
    """One way to have centres: where startups go, and the race in each hub where cities bid.

    ``firms``: for how many mobile firms cities bid, in each of these hubs.

    See ``one_or_several_centres`` for the concept, an example and its source.
    """

    congestion: CongestionEquilibrium
    races: Mapping[str, ArmsRace]
    firms: Mapping[str, Fraction]

    @property
    def startups(self) -> Mapping[str, Fraction]:
        return self.congestion.startups

    @property
    def crowded_share(self) -> Fraction:
        """The share of all startups that are in hubs with more of them than would be best."""
        game = self.congestion.game
        crowded = sum((self.startups[hub] for hub in self.congestion.overcrowded), ZERO)
        return crowded / game.startups if game.startups else ZERO

    @property
    def price_of_anarchy(self) -> Fraction | None:
        return self.congestion.price_of_anarchy

    @property
    def rent(self) -> dict[str, Fraction]:
        """What each hub would take by the toll that is best for all."""
        return self.congestion.rent

    @property
    def subsidies(self) -> dict[str, Fraction]:
        """What each city pays for a firm, in the hub of its park."""
        return {
            city: paid
            for race in self.races.values()
            for city, paid in race.equilibrium.subsidies.items()
        }

    @property
    def payoffs(self) -> dict[str, Fraction]:
        """What each city keeps."""
        return {
            city: kept
            for race in self.races.values()
            for city, kept in race.equilibrium.payoffs.items()
        }

    @property
    def outlay(self) -> Fraction:
        """What all cities spend on subsidies."""
        return sum((race.outlay for race in self.races.values()), ZERO)

    @property
    def bid(self) -> Fraction:
        """What a firm gets, on average of all for which cities bid; 0 if none."""
        firms = sum(self.firms.values(), ZERO)
        return self.outlay / firms if firms else ZERO

    @property
    def firms_gain(self) -> Fraction:
        """What firms gain by the subsidies."""
        return sum((race.firms_gain for race in self.races.values()), ZERO)

    @property
    def cities_keep(self) -> Fraction:
        return sum(self.payoffs.values(), ZERO)

    @property
    def welfare(self) -> Fraction:
        """Startups' earnings, what cities keep, and what firms gain by subsidies."""
        return self.congestion.welfare + self.cities_keep + self.firms_gain


@dataclass(frozen=True, slots=True, repr=False)
class CentreComparison(Answer):
    """One centre against several. Congestion is exact, bids are enclosed within the radius.

    See ``one_or_several_centres`` for the concept, an example and its source.
    """

    game: Centres
    one: CentreArrangement
    several: CentreArrangement
    proof: Proof
    certificate: CentresCertificate
    method: str = "congestion in fractions, the race in each hub in balls"

    @property
    def several_better(self) -> bool | None:
        """Whether all together have more with several; ``None``: too close for the enclosure."""
        gain = self.several.welfare - self.one.welfare
        if self.certificate.one == self.certificate.several:
            return False
        radius = self.proof.radius or ZERO
        return None if abs(gain) <= radius and radius else gain > 0

    @property
    def status(self) -> str:
        one, several = self.one, self.several
        head = {
            True: "Better with several centres",
            False: "No better with several centres",
            None: "With several centres too close to say",
        }[self.several_better]
        moves = (
            ("startups earn", one.congestion.welfare, several.congestion.welfare),
            ("firms get", one.bid, several.bid),
            ("cities keep", one.cities_keep, several.cities_keep),
        )
        radius = self.proof.radius or ZERO
        changes = "; ".join(
            f"{what} {_moved(before, after, radius)}" for what, before, after in moves
        )
        return f"{head}: {changes}."


def _moved(before: Fraction, after: Fraction, radius: Fraction) -> str:
    """What it is, and was if that differs by more than the enclosure."""
    for digits in range(4, 17):
        old, new = (approximately(number, f".{digits}g") for number in (before, after))
        if old != new and abs(after - before) > radius:
            return f"{new}, not {old}"
    return f"{approximately(after, '.4g')}, as before"


@dataclass(frozen=True, slots=True)
class ArrangementCertificate(Certificate, kind="arrangement of centres"):
    """The congestion, and the race in each hub for which cities bid. Part of a comparison."""

    congestion: CongestionCertificate
    races: Mapping[str, ArmsRaceCertificate]

    def violations(self, subject: tuple[Centres, bool]) -> Iterator[str]:
        game, single = subject
        yield from self.congestion.violations(game.single if single else game.congestion)
        held = _races(game, self.congestion, single=single)
        if tuple(self.races) != tuple(held):
            yield "The races are not those of the hubs in which cities bid."
        for hub, race in held.items():
            yield from self.races[hub].violations(race)

    def answer(self, subject: tuple[Centres, bool]) -> CentreArrangement:
        game, single = subject
        held = _races(game, self.congestion, single=single)
        return CentreArrangement(
            self.congestion.answer(game.single if single else game.congestion),
            {hub: self.races[hub].answer(race) for hub, race in held.items()},
            {hub: race.mass for hub, race in held.items()},
        )


@dataclass(frozen=True, slots=True)
class CentresCertificate(Certificate, kind="one or several centres"):
    """Both arrangements."""

    one: ArrangementCertificate
    several: ArrangementCertificate

    def violations(self, subject: Centres) -> Iterator[str]:
        yield from self.one.violations((subject, True))
        yield from self.several.violations((subject, False))

    def answer(self, subject: Centres) -> CentreComparison:
        one = self.one.answer((subject, True))
        several = self.several.answer((subject, False))
        radii = [
            race.proof.radius or ZERO
            for arrangement in (one, several)
            for race in arrangement.races.values()
        ]
        # Each race's radius holds for each of its figures: what all cities keep adds them up.
        total = sum(radii, ZERO) * (len(subject.bidding.cities) + 1)
        return CentreComparison(
            subject, one, several, Proof("enclosed", total) if total else EXACT, self
        )


def one_or_several_centres(game: Centres) -> CentreComparison:
    """Does it help to have several centres: congestion, bidding, and who keeps what, with one and
    many.

    In an arrangement startups spread over its hubs (``congestion_equilibrium.py``), and in each
    hub the cities with parks there race for its firms (``arms_race.py``). What all have is

        welfare  =  startups' earnings  +  what the cities keep  +  what firms gain by subsidies.

    Spreading n cities that are alike over k hubs lowers each race's bid from b - mu n/(n - 1) to
    b - mu m/(m - 1) with m = n/k bidders in each; a city that is alone in its hub pays nothing.

    The single centre against the hubs as they are, with all races in them.

    A hub without startups, or in which no city has a park, has no race. If all parks are in the
    centre and it is the only hub, both are the same.

    Errors: ``InvalidInput`` for what is not a ``Centres``.

    >>> from games import Centres, HubCongestion, SubsidyCompetition
    >>> region = Centres(HubCongestion(["Hangzhou", "Ningbo"], [9, 8], [1, 1], 8, outside=0),
    ...                  SubsidyCompetition(["Quzhou", "Lishui"], [1, 1], mu=Fraction(1, 4)),
    ...                  parks={"Quzhou": "Hangzhou", "Lishui": "Ningbo"}, centre="Hangzhou")
    >>> found = one_or_several_centres(region)
    >>> found.one.subsidies["Quzhou"], found.several.subsidies["Quzhou"]
    (Fraction(1, 2), Fraction(0, 1))
    >>> found.one.price_of_anarchy, found.several.price_of_anarchy
    (Fraction(81, 32), Fraction(289, 288))
    >>> print(found.status)
    Better with several centres: startups earn 36, not 8; firms get 0, not 0.5; cities keep 8, not
    4.

    Source: ours, after Hu and Zhang (2024), section 4.1; the parts are as in the two chapters
    named.
    """
    of_kind(game, Centres, place="subject of one_or_several_centres")
    return CentresCertificate(_arranged(game, single=True), _arranged(game, single=False)).answer(
        game
    )


def _arranged(game: Centres, *, single: bool) -> ArrangementCertificate:
    found = congestion_equilibrium(game.single if single else game.congestion).certificate
    races = _races(game, found, single=single)
    return ArrangementCertificate(
        found, {hub: arms_race(race).certificate for hub, race in races.items()}
    )


def _races(
    game: Centres, found: CongestionCertificate, *, single: bool
) -> dict[str, SubsidyCompetition]:
    races = {hub: game.race(hub, n, single=single) for hub, n in found.startups.items()}
    return {hub: race for hub, race in races.items() if race is not None}
