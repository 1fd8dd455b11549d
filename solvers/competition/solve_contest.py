"""The equilibrium of a contest for one firm: each technology has a solver of its own."""

from __future__ import annotations

from games.contest import Contest
from games.errors import of_kind
from solvers.competition.contest_equilibrium import ContestEquilibrium

__all__ = ["contest_equilibrium"]


def contest_equilibrium(game: Contest) -> ContestEquilibrium:
    """The equilibrium of a contest for one firm: each technology has a solver of its own.

    Bids, at random if need be, such that no city gains by another bid within its budget:

        payoff_i(x) >= payoff_i(y_i, x_-i)    for every city i and bid y_i.

    Of two cities (tullock, exponent 1, no spillovers, all else 1) city i bids
    V_i^2 V_j / (V_i + V_j)^2.

    Of several equilibria it is one of those found. Errors: ``Undefined`` where no sure bids are an
    equilibrium (tullock, bertrand) or none has a closed form (all-pay); it says why.

    >>> from games import Contest
    >>> lots = Contest(["Quzhou", "Lishui"], value=[4, 2])
    >>> {city: str(bid) for city, bid in contest_equilibrium(lots).subsidies.items()}
    {'Quzhou': '8/9', 'Lishui': '4/9'}
    >>> auction = Contest(["Quzhou", "Lishui"], value=[4, 2], technology="bertrand")
    >>> found = contest_equilibrium(auction)
    >>> found.payoffs["Quzhou"], found.certificate.verify(auction)
    (Fraction(2, 1), True)

    Source: Konrad (2009), Strategy and Dynamics in Contests.
    """
    of_kind(game, Contest, place="subject of contest_equilibrium")
    if game.technology == "tullock":
        from solvers.competition.tullock import tullock

        return tullock(game)
    if game.technology == "all-pay":
        from solvers.competition.all_pay import all_pay

        return all_pay(game)
    from solvers.competition.bertrand import bertrand

    return bertrand(game)
