"""Legislative bargaining: who is in the winning coalition, and what a proposer keeps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from games.by_city import entry_of
from games.errors import Undefined, of_kind
from games.legislative_bargaining import LegislativeBargaining
from solvers.answer import EXACT, Answer, Proof
from solvers.certificate import Certificate
from solvers.linear_program import LinearProgram, Row
from solvers.optimum import solve

__all__ = [
    "LegislativeBargainingCertificate",
    "LegislativeEquilibrium",
    "legislative_bargaining",
]

ZERO, ONE = Fraction(0), Fraction(1)
Chances = Mapping[str, Mapping[str, Fraction]]


@dataclass(frozen=True, slots=True, repr=False)
class LegislativeEquilibrium(Answer):
    """A stationary equilibrium; ``division["Quzhou"]`` is a city's expected share.

    ``values``: v_i, expected before a proposer is drawn. ``price``: delta_i v_i, what a vote costs.
    ``keeps``: what each city keeps when it proposes. ``partners``: with which probability each
    proposer buys each vote (where votes cost the same, other mixtures do as well).

    See ``legislative_bargaining`` for the concept, an example and its source.
    """

    values: Mapping[str, Fraction]
    price: Mapping[str, Fraction]
    keeps: Mapping[str, Fraction]
    partners: Chances
    status: str
    certificate: LegislativeBargainingCertificate
    method: str = "linear equations for each set of votes of the same price"
    proof: Proof = EXACT

    def __getitem__(self, city: str) -> Fraction:
        return entry_of(self.values, city)


@dataclass(frozen=True, slots=True)
class LegislativeBargainingCertificate(Certificate, kind="legislative bargaining"):
    """Expected shares, and the chance that a proposer buys a vote (0 where it is not named).

    Checked: no proposer can gain by another coalition or by a proposal that fails, no voter by
    another vote, each in one round.
    """

    values: Mapping[str, Fraction]
    partners: Chances

    def violations(self, subject: LegislativeBargaining) -> Iterator[str]:
        cities, drawn = subject.cities, subject.recognition
        if tuple(self.values) != cities or tuple(self.partners) != cities:
            yield "The shares do not fit the cities."
        price = _prices(subject, self.values)
        for proposer, bought in self.partners.items():
            others = [city for city in cities if city != proposer]
            if not set(bought) <= set(others) or not all(0 < a <= 1 for a in bought.values()):
                yield f"The votes that {proposer} buys are not those of others."
            if sum(bought.values(), ZERO) != subject.quota - 1:
                yield f"{proposer} does not buy as many votes as it needs."
            dearest = max((price[city] for city in bought), default=ZERO)
            if any(price[city] < dearest for city in others if bought.get(city, ZERO) < 1):
                yield f"{proposer} could buy a cheaper vote."
            if _keeps(price, bought) < price[proposer]:
                yield f"{proposer} would rather propose what fails."
        for city, value in self.values.items():
            asked = sum((drawn[k] * self.partners[k].get(city, ZERO) for k in cities), ZERO)
            if value != drawn[city] * _keeps(price, self.partners[city]) + price[city] * asked:
                yield f"{city} expects another share."

    def answer(self, subject: LegislativeBargaining) -> LegislativeEquilibrium:
        price = _prices(subject, self.values)
        return LegislativeEquilibrium(
            values=self.values,
            price=price,
            keeps={city: _keeps(price, bought) for city, bought in self.partners.items()},
            partners=self.partners,
            status=(
                "The first proposal passes. All stationary equilibria have these expected shares; "
                "equilibria in which votes depend on the past can have others."
            ),
            certificate=self,
        )


def _prices(game: LegislativeBargaining, values: Mapping[str, Fraction]) -> dict[str, Fraction]:
    return {city: game.discount[city] * values[city] for city in game.cities}


def _keeps(price: Mapping[str, Fraction], bought: Mapping[str, Fraction]) -> Fraction:
    return 1 - sum((chance * price[city] for city, chance in bought.items()), ZERO)


def legislative_bargaining(game: LegislativeBargaining) -> LegislativeEquilibrium:
    """Legislative bargaining: who is in the winning coalition, and what a proposer keeps.

    In a stationary equilibrium city j votes for what gives it at least delta_j v_j, where v_j is
    what it expects before a proposer is drawn. The proposer buys the q - 1 cheapest votes:

        v_i = p_i (1 - cost of i's coalition) + delta_i v_i (probability that another city buys i).

    With equal recognition each v_i = 1/n, a vote costs delta/n, and the proposer keeps

        1 - delta (q - 1) / n,       for a majority of an odd number:  1 - delta (n - 1) / (2 n).

    The expected shares of the stationary equilibria, and one of these, exact.

    With a quota of 1 the proposer keeps all; without patience too, as votes cost nothing. A city
    that never proposes expects nothing.

    Errors: ``InvalidInput`` for what is not a ``LegislativeBargaining``.

    >>> from games import LegislativeBargaining
    >>> council = LegislativeBargaining(["Hangzhou", "Quzhou", "Jinhua"], discount=0.9)
    >>> division = legislative_bargaining(council)
    >>> division.keeps["Hangzhou"], division.price["Quzhou"], division["Quzhou"]
    (Fraction(7, 10), Fraction(3, 10), Fraction(1, 3))

    If a city proposes more often its vote is dearer, and it is bought less often.

    Source: Baron and Ferejohn (1989), Bargaining in legislatures, American Political Science Review
    83, 1181-1206; Eraslan (2002), Uniqueness of stationary equilibrium payoffs in the
    Baron-Ferejohn model, Journal of Economic Theory 103, 11-30.
    """
    of_kind(game, LegislativeBargaining, place="subject of legislative_bargaining")
    cities, drawn, n = game.cities, game.recognition, len(game.cities)
    delta = game.discount[cities[0]]
    values, chance = dict(drawn), Fraction(game.quota - 1, n - 1)
    if game.quota == n:
        # v_i (1 - delta_i) = p_i (1 - what all votes cost together).
        weight = {city: drawn[city] / (1 - game.discount[city]) for city in cities}
        cost = 1 + sum((game.discount[city] * weight[city] for city in cities), ZERO)
        values = {city: weight[city] / cost for city in cities}
    elif game.quota > 1 and delta and len(set(drawn.values())) > 1:
        return _unequal(game, delta).answer(game)
    partners = {
        city: {other: chance for other in cities if other != city and chance} for city in cities
    }
    return LegislativeBargainingCertificate(values, partners).answer(game)


def _unequal(game: LegislativeBargaining, delta: Fraction) -> LegislativeBargainingCertificate:
    """Try which votes are cheap, which cost the price c at which they are mixed, which are dear.

    Who proposes more often has the dearer vote, so the groups follow each other in that order.
    """
    ordered = sorted(game.cities, key=lambda city: game.recognition[city])
    free = [city for city in game.cities if not game.recognition[city]]
    if len(free) >= game.quota:  # who never proposes sells its vote for nothing
        bought = {
            proposer: [city for city in free if city != proposer][: game.quota - 1]
            for proposer in game.cities
        }
        return LegislativeBargainingCertificate(
            game.recognition,
            {proposer: dict.fromkeys(votes, ONE) for proposer, votes in bought.items()},
        )
    for cheap in range(game.quota):
        for end in range(cheap + 1, len(ordered) + 1):
            found = _with_groups(game, delta, ordered[:cheap], ordered[cheap:end], ordered[end:])
            if found is not None:
                return found
    raise Undefined("equilibrium of legislative bargaining", "no order of prices fits")


def _with_groups(
    game: LegislativeBargaining,
    delta: Fraction,
    cheap: list[str],
    mixed: list[str],
    dear: list[str],
) -> LegislativeBargainingCertificate | None:
    """With K = delta sum of cheap v + (q - 1 - cheap) c, what a coalition costs if i is not cheap:

    v_i = p_i (1 - K - c) / (1 - delta) if i is cheap, c / delta if mixed, p_i (1 - K) if dear; and
    all expect 1 together. Two linear equations in K and c.
    """
    drawn = game.recognition
    a = sum((drawn[city] for city in cheap), ZERO) / (1 - delta)
    b = sum((drawn[city] for city in dear), ZERO)
    open_ = game.quota - 1 - len(cheap)
    # K (1 + delta a) = delta a + c (open - delta a);   a (1-K-c) + mixed c / delta + b (1-K) = 1
    base, slope = delta * a / (1 + delta * a), (open_ - delta * a) / (1 + delta * a)
    factor = len(mixed) / delta - a - (a + b) * slope
    if not factor:
        return None
    c = (1 - (a + b) * (1 - base)) / factor
    K = base + slope * c
    values = {city: drawn[city] * (1 - K - c) / (1 - delta) for city in cheap}
    values |= dict.fromkeys(mixed, c / delta)
    values |= {city: drawn[city] * (1 - K) for city in dear}
    if (
        c <= 0
        or any(delta * values[city] > c for city in cheap)
        or any(delta * values[city] < c for city in dear)
    ):
        return None
    asked = {city: (c / delta - drawn[city] * (1 - K)) / c for city in mixed}
    if any(not 0 <= often <= 1 - drawn[city] for city, often in asked.items()):
        return None
    chances = _mixture(game, cheap, mixed, asked)
    if chances is None:
        return None
    ordered = {city: values[city] for city in game.cities}
    return LegislativeBargainingCertificate(ordered, chances)


def _mixture(
    game: LegislativeBargaining, cheap: list[str], mixed: list[str], asked: Mapping[str, Fraction]
) -> dict[str, dict[str, Fraction]] | None:
    """Chances for the mixed votes, so that each is bought as often as its price demands."""
    rows, bounds = [], {}
    for proposer in game.cities:
        others = [f"{proposer} buys {city}" for city in mixed if city != proposer]
        bounds.update(dict.fromkeys(others, (ZERO, ONE)))
        needed = game.quota - 1 - len([city for city in cheap if city != proposer])
        rows.append(Row(f"votes of {proposer}", dict.fromkeys(others, ONE), "==", Fraction(needed)))
    for city in mixed:
        buyers = {
            f"{proposer} buys {city}": game.recognition[proposer]
            for proposer in game.cities
            if proposer != city
        }
        rows.append(Row(f"{city} is bought", buyers, "==", asked[city]))
    found = solve(LinearProgram("max", {}, tuple(rows), bounds))
    if found.outcome != "optimal":
        return None
    return {
        proposer: {city: ONE for city in cheap if city != proposer}
        | {
            city: found[f"{proposer} buys {city}"]
            for city in mixed
            if city != proposer and found[f"{proposer} buys {city}"]
        }
        for proposer in game.cities
    }
