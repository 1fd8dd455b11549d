"""The Nash price of a licence, for one user alone or for several."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, get_args

from games.approximately import approximately
from games.bargaining import BargainingProblem
from games.by_city import listed, one_of
from games.errors import of_kind
from games.licence import Licence
from solvers.answer import EXACT, Answer, Proof
from solvers.bargaining.nash_bargaining import nash_bargaining
from solvers.certificate import Certificate

__all__ = ["Fallback", "LicencePrice", "LicencePriceCertificate", "licence_price"]

ZERO = Fraction(0)
Fallback = Literal["nothing", "next buyer"]


@dataclass(frozen=True, slots=True, repr=False)
class LicencePrice(Answer):
    """The Nash prices of a licence: exclusive, by city, and of all users at once.

    ``exclusive``: the price that a city and the owner agree on if it is the only user; without who
    could not gain by it. ``buyer``: to whom an exclusive licence goes, ``None``: to nobody.
    ``users``, ``prices``: the largest set of users who all gain, and what each pays.
    ``chosen``: what brings the owner most, "exclusive", "to several" or "none".
    ``exclusive_total``, ``several_total``, ``none_total``: what all have together with each.

    See ``licence_price`` for the concept, an example and its source.
    """

    game: Licence
    fallback: Fallback
    exclusive: Mapping[str, Fraction]
    buyer: str | None
    users: tuple[str, ...]
    prices: Mapping[str, Fraction]
    certificate: LicencePriceCertificate
    method: str = "each deal's Nash solution, the others' taken as given"
    proof: Proof = EXACT

    @property
    def owner_has(self) -> dict[str, Fraction]:
        """What the owner has by each way to license."""
        keeps, loss = self.game.keeps, self.game.loss
        has = {"none": keeps}
        if self.buyer is not None:
            has["exclusive"] = keeps + self.exclusive[self.buyer] - loss
        if len(self.users) > 1:
            has["to several"] = keeps + sum(self.prices.values(), ZERO) - loss * len(self.users)
        return has

    @property
    def totals(self) -> dict[str, Fraction]:
        """What all have together by each way to license."""
        alone = () if self.buyer is None else (self.buyer,)
        users = {"none": (), "exclusive": alone, "to several": self.users}
        return {way: self.game.total(users[way]) for way in self.owner_has}

    @property
    def chosen(self) -> str:
        """What brings the owner most; of several what serves the most users."""
        return max(self.owner_has, key=lambda way: (self.owner_has[way], way == "to several"))

    @property
    def withheld(self) -> bool:
        """Whether the owner licenses to fewer than would make most for all together."""
        return self.totals[self.chosen] < max(self.totals.values())

    @property
    def status(self) -> str:
        if self.chosen == "none":
            text = "No licence is sold"
        elif self.chosen == "exclusive":
            price = approximately(self.exclusive[str(self.buyer)])
            text = f"{self.game.owner} licenses to {self.buyer} alone, for {price}"
        else:
            prices = listed(f"{city} ({approximately(p)})" for city, p in self.prices.items())
            text = f"{self.game.owner} licenses to {prices}"
        lost = max(self.totals.values()) - self.totals[self.chosen]
        return text + (f"; that loses {approximately(lost)} for all together." if lost else ".")


@dataclass(frozen=True, slots=True)
class LicencePriceCertificate(Certificate, kind="licence price", of="licence_price"):
    """Prices at which owner and user gain in proportion to their power, and who cannot gain."""

    fallback: str
    exclusive: Mapping[str, Fraction]
    prices: Mapping[str, Fraction]

    def violations(self, subject: Licence) -> Iterator[str]:
        if self.fallback not in get_args(Fallback):
            yield "The fall-back is nothing, or the next buyer."
        next_best = {city: _next_best(subject, self.fallback, city) for city in subject.cities}
        sold = [city for city in subject.cities if subject.gain(city, 1) > next_best[city]]
        if list(self.exclusive) != sold:
            yield "Exclusive prices are of those with whom there is something to gain."
        for city in sold:
            yield from _unfair(subject, city, self.exclusive[city], 1, next_best[city])
        if tuple(self.prices) != _users(subject):
            yield "These are not the most users who all gain."
        for city, price in self.prices.items():
            yield from _unfair(subject, city, price, len(self.prices), ZERO)

    def answer(self, subject: Licence) -> LicencePrice:
        net = {city: price - subject.loss for city, price in self.exclusive.items()}
        return LicencePrice(
            game=subject,
            fallback="nothing" if self.fallback == "nothing" else "next buyer",
            exclusive=self.exclusive,
            buyer=max(net, key=lambda city: net[city], default=None),
            users=tuple(self.prices),
            prices=self.prices,
            certificate=self,
        )


def licence_price(licence: Licence, fallback: Fallback = "nothing") -> LicencePrice:
    """The Nash price of a licence, for one user alone or for several.

    A city and the owner split what they gain by its licence in proportion to their power. With one
    user alone they gain worth - loss - what each has otherwise: the owner has ``"nothing"`` more
    without this deal, or its Nash deal with the best of the others (``"next buyer"``). Licences to
    several are bargained over one by one, each deal taking the others as given (Nash-in-Nash), for
    as many users as can all gain.

    The verdict is ``withheld``: the owner gains most by licensing to fewer cities than would make
    most for all together.

    ``fallback``: what the owner has otherwise, "nothing" or "next buyer".

    Errors: ``InvalidInput`` for what is no ``Licence``, or another fall-back.

    >>> from games import Licence
    >>> patent = Licence("Hangzhou", ["Quzhou", "Lishui"], worth=[10, 8], rivalry=[3, 3])
    >>> found = licence_price(patent)
    >>> found.exclusive["Quzhou"], found.prices["Quzhou"], found.prices["Lishui"], found.withheld
    (Fraction(5, 1), Fraction(7, 2), Fraction(5, 2), False)
    >>> licence_price(patent, "next buyer").exclusive["Quzhou"]
    Fraction(7, 1)

    Source: Nash (1950), The bargaining problem; Horn and Wolinsky (1988), Bilateral monopolies and
    incentives for merger; Katz and Shapiro (1986), How to license intangible property.
    """
    of_kind(licence, Licence, place="subject of licence_price")
    one_of(fallback, get_args(Fallback), "the fall-back")
    exclusive = {}
    for city in licence.cities:
        if licence.gain(city, 1) > 0:
            other = _next_best(licence, fallback, city)
            if licence.gain(city, 1) > other:
                exclusive[city] = _nash_price(licence, city, 1, other)
    users = _users(licence)
    prices = {city: _nash_price(licence, city, len(users), ZERO) for city in users}
    return LicencePriceCertificate(fallback, exclusive, prices).answer(licence)


def _nash_price(licence: Licence, city: str, users: int, other: Fraction) -> Fraction:
    """What the city pays: the owner gives up its loss and what it would have with another."""
    split = nash_bargaining(
        BargainingProblem.from_inequalities(
            [licence.owner, city], [((1, 1), licence.gain(city, users))], (other, 0)
        ),
        {name: licence.weights[name] for name in (licence.owner, city)},
    )
    return split[licence.owner] + licence.loss


def _unfair(
    licence: Licence, city: str, price: Fraction, users: int, other: Fraction
) -> Iterator[str]:
    owner = price - licence.loss - other
    user = licence.gain(city, users) + licence.loss - price
    power = licence.weights
    if min(owner, user) < 0 or owner * power[city] != user * power[licence.owner]:
        yield f"At this price {city} and the owner do not gain in proportion to their power."


def _share(licence: Licence, city: str) -> Fraction:
    """The owner's part of what it gains with a city."""
    power = licence.weights[licence.owner]
    return power / (power + licence.weights[city])


def _next_best(licence: Licence, fallback: str, city: str) -> Fraction:
    """What the owner would gain with the best of the others, alone; 0 if it would have nothing."""
    if fallback == "nothing":
        return ZERO
    gains = (
        _share(licence, other) * licence.gain(other, 1) for other in licence.cities if other != city
    )
    return max([ZERO, *gains])


def _users(licence: Licence) -> tuple[str, ...]:
    """The most users who all gain; of as many, those who gain most."""
    for k in range(len(licence.cities), 0, -1):
        gains = {city: licence.gain(city, k) for city in licence.cities}
        willing = sorted((c for c in gains if gains[c] > 0), key=lambda c: -gains[c])
        if len(willing) >= k:
            return tuple(city for city in licence.cities if city in willing[:k])
    return ()
