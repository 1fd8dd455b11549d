"""The four quadrants: where a firm does its research, and where it produces."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.approximately import approximately
from games.by_city import ByCity, numbers, within
from games.errors import InvalidInput, all_of_kind, called, of_kind
from games.exact import exact
from games.players import validated_players

__all__ = ["Firm", "Quadrant", "Quadrants"]

ZERO = Fraction(0)
Quadrant = tuple[str, str]
"""Research site, production site."""


@dataclass(frozen=True, slots=True)
class Firm:
    """A kind of firm: what research brings and production costs at each site, per firm and year.

    ``research``: what research brings in the hub and at home; ``production``: what production costs
    there; both by site, or as (hub, home). ``separation``: what it costs to do them apart.
    ``number`` >= 0: how many firms are of this kind.

    See ``Quadrants`` for the concept, an example and its source.
    """

    name: str
    research: ByCity
    production: ByCity
    separation: Any = 0
    number: Any = 1


@dataclass(frozen=True, init=False, slots=True, repr=False)
class Quadrants:
    """The four quadrants: where a firm does its research, and where it produces.

    Research is done in the hub or at home, production in the hub or at home. With rho the returns
    to research and c the cost of production at a site, a firm at research site R and production
    site P has

        profit(R, P) = rho_R - c_P - t [R differs from P] + policy(R, P) + bonus or - clawback,

    t what it costs to have two teams in two places. One quadrant is *wanted*, research in the hub
    and production at home unless told otherwise: the bonus is paid there, and the clawback is taken
    from firms that do the same research but produce elsewhere.

    Kinds of firms that choose among the four quadrants of a hub and a home.

    ``policy``: money that a firm gets in a quadrant, negative if it pays (subsidies, rent, taxes),
    by (research site, production site); 0 where not given.
    ``bonus`` >= 0, ``clawback`` >= 0: paid in the quadrant ``wanted``; taken from firms with that
    research and another production site.
    ``mu`` >= 0: how differently firms of a kind judge; at 0 each takes the best quadrant, the
    wanted one if it is as good as any.
    ``target`` in [0, 1]: the share of all firms that the wanted quadrant is to have.

    The value is frozen, hashable, and changed by ``dataclasses.replace``; figures of firms are
    fractions in the order hub, home.

    Errors: ``InvalidInput`` names the number or site that cannot be right.

    >>> startup = Firm("startup", research=[5, 2], production=[3, 1], separation=1)
    >>> plan = Quadrants("Hangzhou", "Quzhou", [startup])
    >>> {at: str(profit) for at, profit in plan.profits(startup).items()}
    ... # doctest: +NORMALIZE_WHITESPACE
    {('Hangzhou', 'Hangzhou'): '2', ('Hangzhou', 'Quzhou'): '3',
     ('Quzhou', 'Hangzhou'): '-2', ('Quzhou', 'Quzhou'): '1'}

    Firms of one kind do not all choose alike where ``mu`` > 0: they choose by logit, the share of a
    quadrant being proportional to exp(profit/mu).

    Source: the quadrants are Hu and Zhang's (2024), figure 5; logit choice is McFadden's (1974).
    """

    hub: str
    home: str
    firms: tuple[Firm, ...]
    policy: tuple[tuple[Quadrant, Fraction], ...]
    bonus: Fraction
    clawback: Fraction
    mu: Fraction
    wanted: Quadrant
    target: Fraction

    def __init__(
        self,
        hub: str,
        home: str,
        firms: Iterable[Firm],
        *,
        policy: Mapping[Quadrant, Any] | Iterable[tuple[Quadrant, Any]] = (),
        bonus: Any = 0,
        clawback: Any = 0,
        mu: Any = 0,
        wanted: Quadrant | None = None,
        target: Any = Fraction(1, 2),
    ) -> None:
        sites = validated_players([hub, home])
        kinds = all_of_kind(firms, Firm, place="the list of firms")
        validated_players((firm.name for firm in kinds), "firm")
        given = called("the policy", "a number by (research site, production site)", dict, policy)
        named = [(a, b) for a in sites for b in sites]
        goal = (hub, home) if wanted is None else wanted
        for at, place in [*((at, "a quadrant with a policy") for at in given), (goal, "wanted")]:
            if not isinstance(at, tuple) or at not in named:
                expected = f"a research and a production site, each {hub} or {home}"
                raise InvalidInput(place, at, expected)
        for field, found in {
            "hub": hub,
            "home": home,
            "firms": tuple(_exact_firm(firm, sites) for firm in kinds),
            "policy": tuple(
                (at, exact(given.get(at, 0), f"policy at {at[0]}, {at[1]}")) for at in named
            ),
            "bonus": within(bonus, "bonus", "0 or more"),
            "clawback": within(clawback, "clawback", "0 or more"),
            "mu": within(mu, "mu", "0 or more"),
            "wanted": goal,
            "target": within(target, "target", "between 0 and 1"),
        }.items():
            object.__setattr__(self, field, found)
        if not self.number:
            raise InvalidInput("the number of all firms", 0, "more than 0")

    @property
    def quadrants(self) -> tuple[Quadrant, ...]:
        """All four, research in the hub first."""
        return tuple(at for at, _ in self.policy)

    @property
    def left_behind(self) -> Quadrant:
        """Where the clawback is taken: the wanted research, the other production site."""
        research, production = self.wanted
        return research, self.home if production == self.hub else self.hub

    @property
    def number(self) -> Fraction:
        """How many firms there are."""
        return sum((firm.number for firm in self.firms), ZERO)

    def profits(self, firm: Firm) -> dict[Quadrant, Fraction]:
        """What such a firm earns in each quadrant, policy, bonus and clawback included."""
        of_kind(firm, Firm, place="the firm")
        sites = (self.hub, self.home)
        kind = _exact_firm(firm, sites)
        research = dict(zip(sites, numbers(kind.research, sites, "return"), strict=True))
        production = dict(zip(sites, numbers(kind.production, sites, "cost"), strict=True))
        found = {
            (r, p): research[r] - production[p] - kind.separation * (r != p) + given
            for (r, p), given in self.policy
        }
        found[self.wanted] += self.bonus
        found[self.left_behind] -= self.clawback
        return found

    def __repr__(self) -> str:
        kinds = ", ".join(firm.name for firm in self.firms[:6])
        more = ", ..." if len(self.firms) > 6 else ""
        return f"Quadrants({self.hub}, {self.home}; {kinds}{more})"

    def _repr_html_(self) -> str:
        import html

        head = "".join(f"<th>{html.escape(r)}, {html.escape(p)}</th>" for r, p in self.quadrants)
        rows = "".join(
            f"<tr><th>{html.escape(firm.name)}</th>"
            + "".join(f"<td>{approximately(profit)}</td>" for profit in self.profits(firm).values())
            + "</tr>"
            for firm in self.firms
        )
        return f"<table><tr><th>research, production</th>{head}</tr>{rows}</table>"


def _exact_firm(firm: Firm, sites: tuple[str, ...]) -> Firm:
    return Firm(
        firm.name,
        numbers(firm.research, sites, f"return to research of {firm.name}", who="site"),
        numbers(firm.production, sites, f"cost of production of {firm.name}", who="site"),
        exact(firm.separation, f"separation cost of {firm.name}"),
        within(firm.number, f"number of {firm.name}", "0 or more"),
    )
