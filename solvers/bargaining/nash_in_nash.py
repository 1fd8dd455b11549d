"""Nash-in-Nash: each deal splits its own gain by Nash bargaining, and takes the others as given."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from games.approximately import approximately
from games.by_city import entry_of, one_of
from games.contract_network import ContractNetwork, Link
from games.errors import Undefined, of_kind
from games.exact import Number
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate

__all__ = ["DroppedDeals", "NashInNash", "NashInNashCertificate", "nash_in_nash"]

CONCEPT = "Nash-in-Nash solution"
ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class DroppedDeals:
    """A city that gains by dropping these deals at once, while all others stay as they are."""

    city: str
    deals: tuple[Link, ...]
    gain: Fraction


@dataclass(frozen=True, slots=True, repr=False)
class NashInNash(Answer):
    """Transfers and payoffs of a contract network; ``deal["Quzhou"]`` is a city's payoff.

    ``transfers``: for each deal that is signed, what the first city pays to the second (below 0:
    is paid by it). ``worth``: what each of these deals adds for its two cities.
    ``unsigned``: the links that would add nothing, or less.
    ``payoffs``: after transfers. ``gains``: over having no deals at all. ``surplus``: their sum.
    ``drop``: the city that gains most by dropping several deals at once, or ``None``: no city does.

    See ``nash_in_nash`` for the concept, an example and its source.
    """

    transfers: Mapping[Link, Fraction]
    worth: Mapping[Link, Fraction]
    unsigned: tuple[Link, ...]
    payoffs: Mapping[str, Fraction]
    gains: Mapping[str, Fraction]
    drop: DroppedDeals | None
    status: str
    certificate: NashInNashCertificate
    method: str = "each deal's Nash solution as a formula, for the largest stable set of deals"
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> Fraction:
        return entry_of(self.payoffs, city)

    @property
    def surplus(self) -> Fraction:
        """The sum of all gains."""
        return sum(self.gains.values(), ZERO)

    def share(self, *cities: str) -> Fraction:
        """The part of the surplus that these cities get; ``Undefined`` where there is none."""
        for city in cities:
            one_of(city, self.gains, "a city")
        if not self.surplus:
            raise Undefined("share of the surplus", "the deals bring nothing in all")
        return sum((self.gains[city] for city in cities), ZERO) / self.surplus


@dataclass(frozen=True, slots=True)
class NashInNashCertificate(Certificate, kind="Nash-in-Nash"):
    """The transfer of each link in the network's order, ``None`` where no deal is signed."""

    transfers: tuple[Fraction | None, ...]

    def violations(self, subject: ContractNetwork) -> Iterator[str]:
        if len(self.transfers) != len(subject.links):
            yield "The transfers do not fit the links."
        if self._mask() != _largest_stable(subject):
            yield "Other deals are signed."
        for k, transfer in enumerate(self.transfers):
            if transfer is None:
                continue
            one, two = subject.links[k]
            gain, other = _added(subject, self._mask(), k)
            if (gain - transfer) / subject.weights[one] != (other + transfer) / subject.weights[
                two
            ]:
                yield f"{one} and {two} do not gain by their deal in proportion to their power."

    def _mask(self) -> int:
        return sum(1 << k for k, transfer in enumerate(self.transfers) if transfer is not None)

    def answer(self, subject: ContractNetwork) -> NashInNash:
        mask = self._mask()
        before = dict(zip(subject.cities, subject.payoffs[0], strict=True))
        payoffs = dict(zip(subject.cities, subject.payoffs[mask], strict=True))
        transfers, worth = {}, {}
        for k, transfer in enumerate(self.transfers):
            if transfer is not None:
                link = subject.links[k]
                transfers[link], worth[link] = transfer, sum(_added(subject, mask, k), ZERO)
                payoffs[link[0]] -= transfer
                payoffs[link[1]] += transfer
        unsigned = tuple(link for link in subject.links if link not in transfers)
        drop = _drop(subject, mask, transfers, payoffs)
        status = "Each deal splits what it adds; no city would drop any of its deals."
        if drop is not None:
            named = ", ".join("-".join(link) for link in drop.deals)
            gain = approximately(drop.gain, ".4g")
            status = (
                f"Each deal splits what it adds, but {drop.city} would gain {gain} "
                f"by dropping {named} at once: bargain over these deals together."
            )
        if unsigned:
            named = ", ".join("-".join(link) for link in unsigned)
            status += f" Not signed, since it would add nothing: {named}."
        return NashInNash(
            transfers=transfers,
            worth=worth,
            unsigned=unsigned,
            payoffs=payoffs,
            gains={city: payoffs[city] - before[city] for city in subject.cities},
            drop=drop,
            status=status,
            certificate=self,
        )


def _added(network: ContractNetwork, mask: int, k: int) -> tuple[Fraction, Fraction]:
    """What link k adds for its first and its second city if the others of ``mask`` are signed."""
    with_it, without = network.payoffs[mask | 1 << k], network.payoffs[mask & ~(1 << k)]
    one, two = (network.cities.index(city) for city in network.links[k])
    return with_it[one] - without[one], with_it[two] - without[two]


def _largest_stable(network: ContractNetwork) -> int | None:
    """The largest set of deals, each of which adds 0 or more, while no other would add anything.

    Of several as large, the first in the order of the links; None where there is no such set.
    """
    unit = math.lcm(*{value.denominator for row in network.payoffs for value in row})
    whole = {
        city: np.array([x.numerator * (unit // x.denominator) for x in column], dtype=object)
        for city, column in zip(network.cities, zip(*network.payoffs, strict=True), strict=True)
    }
    stable = np.ones(1 << len(network.links), dtype=bool)
    for k, (one, two) in enumerate(network.links):
        pairs = (whole[one] + whole[two]).reshape(-1, 2, 1 << k)
        added, verdict = pairs[:, 1] - pairs[:, 0], stable.reshape(-1, 2, 1 << k)
        verdict[:, 1] &= (added >= 0).astype(bool)
        verdict[:, 0] &= (added <= 0).astype(bool)
    found = np.flatnonzero(stable).tolist()
    return min(found, key=lambda mask: (-mask.bit_count(), mask), default=None)


def _drop(
    network: ContractNetwork,
    mask: int,
    transfers: Mapping[Link, Fraction],
    payoffs: Mapping[str, Fraction],
) -> DroppedDeals | None:
    best: DroppedDeals | None = None
    for i, city in enumerate(network.cities):
        own = [(link, network.link(link)) for link in transfers if city in link]
        # What the city pays in all, by subset of its own deals, each built on a smaller one.
        saved, masks = [ZERO], [0]
        for link, k in own:
            paid = transfers[link] if link[0] == city else -transfers[link]
            saved += [other + paid for other in saved]
            masks += [other | 1 << k for other in masks]
        owed = saved[-1]
        for dropped, paid in zip(masks, saved, strict=True):
            gain = network.payoffs[mask & ~dropped][i] - (owed - paid) - payoffs[city]
            if gain > (best.gain if best else 0):
                best = DroppedDeals(city, network.signed(dropped), gain)
    return best


def nash_in_nash(
    network: ContractNetwork, weights: Mapping[str, Number] | None = None
) -> NashInNash:
    """Nash-in-Nash: each deal splits its own gain by Nash bargaining,
    and takes the others as given.

    If the set G of deals is signed, the deal of a and b is worth, to the two together,

        D_ab  =  (u_a(G) - u_a(G - ab)) + (u_b(G) - u_b(G - ab)),

    since without it all other deals, and their transfers, would stay as they are. City a gets of it
    the share w_a / (w_a + w_b): that fixes the transfer from a to b,

        t_ab  =  u_a(G) - u_a(G - ab) - D_ab w_a / (w_a + w_b).

    Around a hub each deal is the last one. So where deals are substitutes for the hub (the more are
    signed, the less one adds), it gets more than its Shapley value, and where they are complements
    less, perhaps so little that it would rather drop several at once: ``drop`` shows that. Where
    they add up both are the same, and equal to Myerson's value.

    The answer is exact.

    ``weights``: in place of the network's. Weights are part of the network: the certificate's
    subject is ``replace(network, weights=weights)``.

    All links are signed where each adds something; else the largest set of deals in which each adds
    0 or more, and no other would add anything. A deal that adds nothing has no gain to split.

    Errors: ``Undefined`` where there is no such set; its witness is what each link would add if all
    were signed. ``InvalidInput`` for a weight that is not positive.

    A single centre gets half of all that its deals bring. Another centre that could do 6 of the 10
    leaves it a fifth, a third one that could do 9 a twentieth (numbers assumed):

    >>> from games.contract_network import ContractNetwork
    >>> towns = ["Quzhou", "Jinhua", "Lishui"]
    >>> for rivals in ({}, {"Ningbo": 6}, {"Ningbo": 6, "Wenzhou": 9}):
    ...     network = ContractNetwork.from_surplus(dict.fromkeys(towns, {"Hangzhou": 10} | rivals))
    ...     deal = nash_in_nash(network)
    ...     print(deal["Quzhou"], deal.share("Hangzhou"), deal.share(*rivals))
    5 1/2 0
    8 1/5 0
    19/2 1/20 0

    Source: Horn and Wolinsky (1988), Bilateral monopolies and incentives for merger, RAND Journal
    of Economics 19, 408-419; Collard-Wexler, Gowrisankaran and Lee (2019), "Nash-in-Nash"
    bargaining: a microfoundation for applied work, Journal of Political Economy 127, 163-195.
    """
    of_kind(network, ContractNetwork, place="subject of nash_in_nash")
    if weights is not None:
        network = replace(network, weights=weights)  # type: ignore[arg-type]
    mask = _largest_stable(network)
    if mask is None:
        full = (1 << len(network.links)) - 1
        added = {link: sum(_added(network, full, k), ZERO) for k, link in enumerate(network.links)}
        raise Undefined(CONCEPT, "no set of deals is stable: each leads on to another", added)
    transfers: list[Fraction | None] = []
    for k, (one, two) in enumerate(network.links):
        gain, other = _added(network, mask, k)
        power = network.weights[one] / (network.weights[one] + network.weights[two])
        transfers.append(gain - (gain + other) * power if mask >> k & 1 else None)
    return NashInNashCertificate(tuple(transfers)).answer(network)
