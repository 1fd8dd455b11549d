"""The double guarantee: is a signed enclave better for both than one set up by one side alone?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.approximately import approximately
from games.by_city import listed
from games.errors import of_kind
from games.talent_enclave import TalentEnclave
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.strategic.grim_trigger import least_weight

__all__ = ["DoubleGuarantee", "DoubleGuaranteeCertificate", "double_guarantee"]

ZERO, ONE = Fraction(0), Fraction(1)
Refunds = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True, repr=False)
class DoubleGuarantee(Answer):
    """What the home city and the hub have a year without a compact, with it, and by breaking it.

    ``without``: alone, or nothing where the home city does better so; ``signed``: with the compact;
    ``space_only``, ``law_only``: with a compact of one guarantee, at the same price.
    ``tempted``: what each saves or wins in the year in which it breaks it.
    ``critical``: the discount factor from which on each keeps it, as it would be without a compact
    ever after; ``None`` where none does. ``breaks``: who breaks it at its own factor.
    ``agreed``: the least and the most refund at which both are no worse than without, ``None``
    where there is none; ``kept``: the same where both keep it, too.

    See ``double_guarantee`` for the concept, an example and its source.
    """

    game: TalentEnclave
    without: Mapping[str, Fraction]
    signed: Mapping[str, Fraction]
    space_only: Mapping[str, Fraction]
    law_only: Mapping[str, Fraction]
    tempted: Mapping[str, Fraction]
    critical: Mapping[str, Fraction | None]
    agreed: Refunds | None
    kept: Refunds | None
    certificate: DoubleGuaranteeCertificate
    method: str = "payoffs a year, exact; grim trigger"
    proof: Proof = EXACT

    @property
    def gains(self) -> dict[str, Fraction]:
        """What each has more by the compact than without it."""
        return {city: self.signed[city] - x for city, x in self.without.items()}

    @property
    def better_for_both(self) -> bool:
        """Whether both have more by the compact."""
        return min(self.gains.values()) > 0

    @property
    def alone_pays(self) -> bool:
        """Whether the home city would set up an enclave alone."""
        return self.game.payoffs("alone")[self.game.home] >= 0

    @property
    def needs_both(self) -> bool:
        """Whether both gain with both guarantees, and the home city loses with either alone."""
        home = self.game.home
        one = max(self.space_only[home], self.law_only[home])
        return self.better_for_both and one < self.without[home]

    @property
    def complements(self) -> Fraction:
        """What both guarantees bring the home city beyond the sum of what each brings by itself."""
        alone, signed = self.game.alone, self.game.signed
        return (signed.teams - alone.teams) * (signed.share - alone.share) * self.game.back

    @property
    def breaks(self) -> tuple[str, ...]:
        """Who breaks the compact at its own discount factor."""
        game = self.game
        return tuple(
            city
            for city, factor in zip((game.home, game.hub), game.discounts, strict=True)
            if (least := self.critical[city]) is None or factor < least
        )

    @property
    def status(self) -> str:
        if not self.better_for_both:
            losers = [city for city, gain in self.gains.items() if gain <= 0]
            text = f"{listed(losers)} would not sign"
            if self.agreed is None:
                return f"{text}, at no refund."
            low, high = map(approximately, self.agreed)
            return f"{text}; both would at a refund from {low} to {high}."
        gains = listed(f"{city} {approximately(gain)}" for city, gain in self.gains.items())
        text = f"Signed, both gain: {gains} a year"
        if not self.breaks:
            return f"{text}; neither breaks it."
        why = [
            f"{city} breaks it"
            + (
                f" below a factor of {approximately(least)}"
                if (least := self.critical[city]) is not None
                else " at any factor"
            )
            for city in self.breaks
        ]
        return f"{text}; {listed(why)}."


@dataclass(frozen=True, slots=True)
class DoubleGuaranteeCertificate(Certificate, kind="double guarantee", of="double_guarantee"):
    """Factors and refunds: they are worked out again."""

    critical: Mapping[str, Fraction | None]
    agreed: tuple[Fraction, ...]
    kept: tuple[Fraction, ...]

    def violations(self, subject: TalentEnclave) -> Iterator[str]:
        found = _certificate(subject)
        if list(self.critical.items()) != list(found.critical.items()):
            yield "Other discount factors keep the compact."
        if (self.agreed, self.kept) != (found.agreed, found.kept):
            yield "Other refunds are agreed, or kept."

    def answer(self, subject: TalentEnclave) -> DoubleGuarantee:
        return DoubleGuarantee(
            subject,
            _without(subject),
            subject.payoffs("signed"),
            subject.payoffs("signed", law=False),
            subject.payoffs("signed", space=False),
            _tempted(subject),
            self.critical,
            (self.agreed[0], self.agreed[1]) if self.agreed else None,
            (self.kept[0], self.kept[1]) if self.kept else None,
            self,
        )


def double_guarantee(game: TalentEnclave) -> DoubleGuarantee:
    """The double guarantee: is a signed enclave better for both than one set up by one side alone?

    What each has with the compact is compared with what it has *without*: the better for the home
    city of an enclave of its own and of nothing. For a year each can break the compact: the home
    city keeps its quota; the hub pays no refund, and keeps the teams that alone would have stayed
    (the place that it gave stands). From then on they are without it. So with u signed, g the gain
    of that year and w without,

        a city keeps the compact  iff  its discount factor  >=  g / (g + u - w),

    never if g > 0 and u <= w. The better an enclave does alone, the less a breach costs its home
    city. A refund moves both the other way: those that both would sign, and that both would keep,
    are intervals.

    The comparison, exact.

    Errors: ``InvalidInput`` for what is not a ``TalentEnclave``.

    >>> park = TalentEnclave("Quzhou", "Hangzhou", alone={"teams": 10, "share": 0.2, "rent": 3},
    ...                      signed={"teams": 20, "share": 0.5, "rent": 1}, back=2, stay=1,
    ...                      buzz=0.5, room=4, quota_cost=5, quota_worth=9, discounts=0.5)
    >>> found = double_guarantee(park)
    >>> print(found.status)
    Signed, both gain: Quzhou 13 and Hangzhou 10 a year; neither breaks it.
    >>> found.critical, found.needs_both, found.complements
    ({'Quzhou': Fraction(5, 18), 'Hangzhou': Fraction(3, 8)}, False, Fraction(6, 1))

    Source: Friedman (1971) for the factors; Milgrom and Roberts (1990), The economics of modern
    manufacturing, for complements; the claim is Hu and Zhang's (2024).
    """
    of_kind(game, TalentEnclave, place="subject of double_guarantee")
    return _certificate(game).answer(game)


def _without(game: TalentEnclave) -> dict[str, Fraction]:
    """Alone, if the home city gains by it, else nothing."""
    alone = game.payoffs("alone")
    return alone if alone[game.home] >= 0 else game.payoffs("nothing")


def _tempted(game: TalentEnclave) -> dict[str, Fraction]:
    """What each gains in the year in which it alone breaks the compact."""
    kept_back = max(ZERO, game.signed.share - game.alone.share) * game.signed.teams * game.stay
    return {game.home: game.quota_cost, game.hub: game.refund + kept_back}


def _certificate(game: TalentEnclave) -> DoubleGuaranteeCertificate:
    signed, without, tempted = game.payoffs("signed"), _without(game), _tempted(game)
    gains = {city: signed[city] - x for city, x in without.items()}
    critical = {city: least_weight(tempted[city], gain) for city, gain in gains.items()}
    home, hub = gains[game.home] - game.refund, gains[game.hub] + game.refund  # at no refund
    d_home, d_hub = game.discounts
    # Each city keeps the compact iff d (g + u - w) >= g; the refund is in the hub's g and both u
    least = tempted[game.home] * (ONE - d_home)
    most = min(hub, d_hub * hub - (tempted[game.hub] - game.refund) * (ONE - d_hub))
    from_home = (least / d_home if d_home else None) if least else ZERO
    kept = _between(None if from_home is None else from_home - home, most)
    return DoubleGuaranteeCertificate(critical, _between(-home, hub), kept)


def _between(low: Fraction | None, high: Fraction) -> tuple[Fraction, ...]:
    """The interval of refunds from 0 on, empty where there is none."""
    if low is None or high < max(low, ZERO):
        return ()
    return max(low, ZERO), high
