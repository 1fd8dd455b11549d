"""Talent enclaves: set up in the hub by one city alone, or by a compact that both sign."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.by_city import one_of, within
from games.errors import MISSING, of_kind
from games.exact import exact
from games.players import validated_players
from games.repeated import discount_factors

__all__ = ["EnclaveYear", "TalentEnclave"]

ZERO, ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class EnclaveYear:
    """A year of an enclave: its teams, the share that produces at home, and the rent.

    ``teams``: so many are in it. ``share``: of them, those whose production comes home. ``rent``:
    what the home city pays the hub for the room.

    See ``TalentEnclave`` for the concept, an example and its source.
    """

    teams: Fraction
    share: Fraction
    rent: Fraction

    @classmethod
    def of(cls, given: Any, what: str) -> EnclaveYear:
        """From a mapping with these three."""
        ranges = {"teams": "0 or more", "share": "between 0 and 1", "rent": "0 or more"}
        of_kind(given, Mapping, place=f"a year {what}", hint="with teams, share and rent")
        for name in given:
            one_of(name, ranges, f"a figure {what}")
        return cls(
            **{
                name: within(given.get(name, MISSING), f"{name} {what}", expected)
                for name, expected in ranges.items()
            }
        )


@dataclass(frozen=True, init=False, slots=True, repr=False)
class TalentEnclave:
    """Talent enclaves: set up in the hub by one city alone, or by a compact that both sign.

    With n teams, of which a share q produces at home, and rent r for the room, a year brings

        home  n q back - r,        hub  n (1 - q) stay + n buzz + r.

    *Alone* the home city rents what room there is; nobody owes anything, and it may as well do
    nothing. *Signed*, the hub gives a better place, which draws more teams (the guarantee of
    space), and lets their production go (the guarantee of the institution); the home city hands
    over land quota. So besides the above, with n, q and r as signed,

        home  refund - quota_cost,        hub  quota_worth - room - refund.

    A home city, a hub, and figures a year.

    ``alone``, ``signed``: teams, share and rent, by these names. ``back``: what a team that
    produces at home brings it; ``stay``: what one that does not brings the hub; ``buzz``: what any
    team in the enclave brings the hub. ``room``: what the place costs the hub. ``quota_cost``,
    ``quota_worth``: of the quota, to the home city and to the hub. ``refund``: what the hub pays.
    ``discounts``: factors by name, from 0 to below 1.

    Errors: ``InvalidInput`` names the number that cannot be right.

    >>> park = TalentEnclave("Quzhou", "Hangzhou", alone={"teams": 10, "share": 0.2, "rent": 3},
    ...                      signed={"teams": 20, "share": 0.5, "rent": 1}, back=2, stay=1,
    ...                      buzz=0.5, room=4, quota_cost=5, quota_worth=9)
    >>> park.payoffs("alone"), park.payoffs("signed")
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'Quzhou': Fraction(1, 1), 'Hangzhou': Fraction(16, 1)},
     {'Quzhou': Fraction(14, 1), 'Hangzhou': Fraction(26, 1)})

    Source: the question is Hu and Zhang's (2024): enclaves "set up unilaterally" against a "double
    guarantee at both the spatial and systemic levels".
    """

    home: str
    hub: str
    alone: EnclaveYear
    signed: EnclaveYear
    back: Fraction
    stay: Fraction
    buzz: Fraction
    room: Fraction
    quota_cost: Fraction
    quota_worth: Fraction
    refund: Fraction
    discounts: tuple[Fraction, Fraction]

    def __init__(
        self,
        home: str,
        hub: str,
        *,
        alone: Any,
        signed: Any,
        back: Any,
        stay: Any = 0,
        buzz: Any = 0,
        room: Any = 0,
        quota_cost: Any = 0,
        quota_worth: Any = 0,
        refund: Any = 0,
        discounts: Any = 0,
    ) -> None:
        names = validated_players([home, hub], "city")
        factors = discount_factors(discounts, names)
        for field, found in {
            "home": home,
            "hub": hub,
            "alone": EnclaveYear.of(alone, "alone"),
            "signed": EnclaveYear.of(signed, "as signed"),
            "back": within(back, "what a team brings at home", "0 or more"),
            "stay": within(stay, "what a team brings that stays", "0 or more"),
            "buzz": exact(buzz, "the buzz of a team"),
            "room": within(room, "the cost of the room", "0 or more"),
            "quota_cost": within(quota_cost, "the cost of the quota", "0 or more"),
            "quota_worth": within(quota_worth, "the worth of the quota", "0 or more"),
            "refund": within(refund, "the refund", "0 or more"),
            "discounts": (factors[home], factors[hub]),
        }.items():
            object.__setattr__(self, field, found)

    def payoffs(self, way: str, *, space: bool = True, law: bool = True) -> dict[str, Fraction]:
        """What each city has a year: by "nothing", "alone" or "signed".

        ``space``, ``law``: with a compact that lacks the guarantee of space (as many teams come as
        alone) or of the institution (as small a share comes home as alone).
        """
        if one_of(way, ("nothing", "alone", "signed"), "the way") == "nothing":
            return {self.home: ZERO, self.hub: ZERO}
        now = self.alone
        home = hub = ZERO
        if way == "signed":
            now = EnclaveYear(
                (self.signed if space else self.alone).teams,
                (self.signed if law else self.alone).share,
                self.signed.rent,
            )
            home, hub = self.refund - self.quota_cost, self.quota_worth - self.room - self.refund
        home += now.teams * now.share * self.back - now.rent
        hub += now.teams * ((ONE - now.share) * self.stay + self.buzz) + now.rent
        return {self.home: home, self.hub: hub}

    def __repr__(self) -> str:
        return f"TalentEnclave({self.home} in {self.hub})"
