"""One centre or several: who pairs with whom, and what the centre takes when it is the only one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.errors import of_kind
from games.pairing_game import PairingGame
from mechanisms.pairing.pairing_with_transfers import (
    PairingWithTransfers,
    PairingWithTransfersCertificate,
    pairing_with_transfers,
)
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["StarPairing", "StarPairingCertificate", "star_pairing"]

ZERO = Fraction(0)


@dataclass(frozen=True, slots=True, repr=False)
class StarPairing(Answer):
    """The pairing with one centre beside that with all hubs.

    ``one``, ``several``: each with its pairs, and the ranges of stable payoffs. ``centre_takes``:
    the share of all that is made that the centre can take at most, in the one and in the other; 0
    where nothing is made. ``gains``: what each city can have at least with several, less what it
    can have at least with one.

    See ``star_pairing`` for the concept, an example and its source.
    """

    centre: str
    one: PairingWithTransfers
    several: PairingWithTransfers
    certificate: StarPairingCertificate
    method: str = "the best pairing and its corners, twice"
    proof: Proof = EXACT

    @property
    def centre_takes(self) -> tuple[Fraction, Fraction]:
        shares = [
            found.hub_best[self.centre] / found.value if found.value else ZERO
            for found in (self.one, self.several)
        ]
        return shares[0], shares[1]

    @property
    def gains(self) -> dict[str, Fraction]:
        cities = [name for name in self.one.hub_best if name != self.centre]
        return {city: self.several.hub_best[city] - self.one.hub_best[city] for city in cities}

    @property
    def status(self) -> str:
        one, several = (f"{approximately(100 * share, '.0f')}%" for share in self.centre_takes)
        return (
            f"With {self.centre} alone {approximately(self.one.value)}, with all hubs "
            f"{approximately(self.several.value)}; it can take {one} of the one, {several} of the "
            "other."
        )


@dataclass(frozen=True, slots=True)
class StarPairingCertificate(Certificate, kind="star pairing"):
    """Both pairings with their payments."""

    centre: str
    one: PairingWithTransfersCertificate
    several: PairingWithTransfersCertificate

    def violations(self, subject: tuple[PairingGame, str]) -> Iterator[str]:
        game, centre = subject
        if self.centre != centre:
            yield f"The centre is {centre}."
        yield from self.one.violations(game.only(centre))
        yield from self.several.violations(game)

    def answer(self, subject: tuple[PairingGame, str]) -> StarPairing:
        game, centre = subject
        return StarPairing(
            centre, self.one.answer(game.only(centre)), self.several.answer(game), self
        )


def star_pairing(game: PairingGame, centre: str) -> StarPairing:
    """One centre or several: who pairs with whom,
    and what the centre takes when it is the only one.

    With a single centre no city has anywhere else to go: stable payments give the centre anything
    from nothing to all that is made, unless cities compete for its places. With rival hubs each
    city keeps at least what it could make where it is not,

        v_c  >=  a_hc - gamma_h n_h   for every hub h with room.

    The pairing with one hub as the only centre, and with all of them.

    ``certificate.verify`` takes the pair of game and centre. Errors: ``InvalidInput`` for a centre
    that is no hub.

    >>> from games import PairingGame
    >>> region = PairingGame(["Hangzhou", "Ningbo"], ["Quzhou", "Lishui"], to_hub=[[5, 4], [4, 4]],
    ...                      to_city=[[3, 2], [3, 3]], capacity=[2, 2], crowding=[2, 2])
    >>> found = star_pairing(region, "Hangzhou")
    >>> found.one.value, found.several.value
    (Fraction(12, 1), Fraction(15, 1))
    >>> found.centre_takes
    (Fraction(1, 1), Fraction(1, 5))
    >>> print(found.status)
    With Hangzhou alone 12, with all hubs 15; it can take 100% of the one, 20% of the other.

    Source: Shapley and Shubik (1971), the corner that is best for sellers; the question, a single
    centre against several, is Hu and Zhang's (2024).
    """
    of_kind(game, PairingGame, place="subject of star_pairing")
    one, several = pairing_with_transfers(game.only(centre)), pairing_with_transfers(game)
    return StarPairingCertificate(centre, one.certificate, several.certificate).answer(
        (game, centre)
    )
