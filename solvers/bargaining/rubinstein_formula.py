"""Rubinstein's shares as formulas: who is patient, and who proposes first, gets more of the pie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from games.by_city import ByCity, in_order
from games.errors import MISSING, InvalidInput, Undefined
from games.players import validated_players
from solvers.bargaining.closed_form import ClosedForm
from solvers.bargaining.factored import factored
from solvers.bargaining.formula_names import reader, symbol_names

__all__ = ["rubinstein_formula", "rubinstein_limit"]

TWO = ("A", "B")


def rubinstein_formula(
    players: Sequence[str] = TWO,
    discount: ByCity | None = None,
    *,
    breakdown: object = 0,
) -> ClosedForm:
    """Rubinstein's shares as formulas: who is patient, and who proposes first,
    gets more of the pie.

    Two cities offer in turns how to share 1; a refusal costs a round, in which a unit loses the
    fraction 1 - delta_i of its worth to city i, and talks break down with probability p (then
    nobody gets anything). Each offers the other just what it could wait for:

        x_1 = 1 - e_2 (1 - e_1 x_1), so that  x_1 = (1 - e_2) / (1 - e_1 e_2),  e_i = (1-p) delta_i.

    With n cities that must all agree and one delta, e = (1-p) delta, the k-th in line gets e^(k-1)
    as much as the first. Without time between offers, delta_i = exp(-r_i time), shares are as the
    others' rates; a hazard h of breakdown is added to each rate.

    Each city's share of 1, in the order of offers; the first makes the first offer.

    ``discount``: a number or a name for each of two cities (by default ``delta_`` and its name);
    three or more cities share the one ``delta``, or the number or name that is given.
    ``breakdown``: the probability that talks end after a refusal, a number or a name.
    ``players``: names in the order of offers.

    Errors: ``InvalidInput`` for a discount factor or probability that is not between 0 and 1.

    >>> rubinstein_formula(("Hangzhou", "Quzhou"))["Hangzhou"]
    (1 - delta_Quzhou)/(-delta_Hangzhou*delta_Quzhou + 1)
    >>> print(rubinstein_formula(("Hangzhou", "Quzhou")).comparative_statics().sentences[1])
    A larger delta_Quzhou gives Hangzhou less and Quzhou more.
    >>> rubinstein_limit(("Hangzhou", "Quzhou"))["Hangzhou"]
    r_Quzhou/(r_Hangzhou + r_Quzhou)

    Source: Rubinstein (1982), Perfect equilibrium in a bargaining model; Binmore, Rubinstein and
    Wolinsky (1986), The Nash bargaining solution in economic modelling. For n cities: the
    stationary equilibrium, the only one for two; Herrero (1985); Sutton (1986).
    """
    import sympy

    cities = validated_players(players)
    if len(cities) < 2:
        raise InvalidInput("players", cities[0], "two or more: alone, nobody bargains")
    names = _named("delta", cities, discount, "discount factor")
    read = reader(*names, breakdown)
    stay = 1 - read(breakdown)
    factors = [read(name) for name in names]
    for place, number in (*zip(cities, factors, strict=False), ("breakdown", 1 - stay)):
        if number.is_Rational and not 0 <= number < 1:
            raise InvalidInput(f"discount factor or probability, {place}", number, "in [0, 1)")
    x = sympy.Symbol("x", real=True)
    if len(cities) == 2:
        one, two = (stay * factor for factor in factors)
        share = (1 - two) / (1 - one * two)
        formulas = {cities[0]: share, cities[1]: two * (1 - one) / (1 - one * two)}
        equation = 1 - two * (1 - one * x) - x
        proof = "the only equilibrium in which no threat is empty"
    else:
        e = stay * factors[0]
        total = sum(e**k for k in range(len(cities)))
        formulas = {city: e**k / total for k, city in enumerate(cities)}
        equation = 1 - total * x
        proof = "the only such equilibrium in which offers do not depend on the past"
    return _verified(
        "alternating-offers share", cities, formulas, equation.subs(x, formulas[cities[0]]), proof
    )


def rubinstein_limit(
    players: Sequence[str] = TWO,
    rates: ByCity | None = None,
    *,
    hazard: object = 0,
) -> ClosedForm:
    """Two cities' shares as the time between offers goes to 0: the asymmetric Nash solution.

    ``rates``: impatience, a number or a name for each (by default ``r_`` and its name).
    ``hazard``: the rate at which talks break down, a number or a name.

    Errors: ``InvalidInput`` unless there are two players.

    See ``rubinstein_formula`` for the concept and its source.

    >>> rubinstein_limit(("Hangzhou", "Quzhou"))["Hangzhou"]
    r_Quzhou/(r_Hangzhou + r_Quzhou)
    """
    import sympy

    cities = validated_players(players)
    if len(cities) != 2:
        raise InvalidInput("players", ", ".join(cities), "two")
    names = _named("r", cities, rates, "rate")
    read = reader(*names, hazard)
    one, two = (read(name) + read(hazard) for name in names)
    for city, rate in zip(cities, (one, two), strict=True):
        if rate.is_Rational and rate <= 0:
            raise InvalidInput(f"rate of {city}", rate, "greater than 0")
    time = sympy.Dummy("time", positive=True)
    e1, e2 = sympy.exp(-one * time), sympy.exp(-two * time)
    formulas = {
        cities[0]: sympy.limit((1 - e2) / (1 - e1 * e2), time, 0),
        cities[1]: sympy.limit(e2 * (1 - e1) / (1 - e1 * e2), time, 0),
    }
    formulas = {city: factored(sympy.simplify(share)) for city, share in formulas.items()}
    nash = one * formulas[cities[0]] - two * formulas[cities[1]]
    return _verified(
        "limit of alternating-offers shares",
        cities,
        formulas,
        nash,
        "the limit of the shares, and the Nash solution with weights 1/rate",
        discounting=False,
    )


def _named(stem: str, cities: tuple[str, ...], given: ByCity | None, what: str) -> list[Any]:
    """The number or name of each city; several cities share one discount factor."""
    shared = len(cities) > 2
    if given is None:
        return ["delta"] if shared else list(symbol_names(stem, cities))
    if shared and not isinstance(given, Mapping | list | tuple):
        return [given]
    listed = in_order(given, cities, what)
    for city, one in zip(cities, listed, strict=True):
        if one is None:
            raise InvalidInput(f"{what} of {city}", MISSING, "a number or a name")
    if not shared:
        return listed
    if len({str(one) for one in listed}) != 1:
        shown = ", ".join(map(str, listed))
        raise InvalidInput(f"list of each city's {what}", shown, "the same for all")
    return listed[:1]


def _verified(
    concept: str,
    cities: tuple[str, ...],
    formulas: Mapping[str, Any],
    equation: Any,
    proof: str,
    *,
    discounting: bool = True,
) -> ClosedForm:
    import sympy

    for rest in (equation, sum(formulas.values()) - 1):
        if sympy.simplify(rest) != 0:
            raise Undefined(concept, f"its formula does not solve its equation: {rest} is not 0")
    symbols: set[Any] = set().union(*(formula.free_symbols for formula in formulas.values()))
    parameters = tuple(sorted(symbols, key=str))
    unit = frozenset(parameters) if discounting else frozenset()
    return ClosedForm(concept, cities, formulas, parameters, equation, proof, unit=unit)
