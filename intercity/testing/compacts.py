"""Deals, drawn: regions with a compact on the table.

>>> from hypothesis import given, settings
>>> @settings(max_examples=10)
... @given(compacts())
... def what_one_gives_in_quota_another_gets(deal):
...     changes = [deal.endowment_changes(city).get("quota", 0) for city in deal.members]
...     assert sum(changes) == 0
>>> what_one_gives_in_quota_another_gets()
"""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st

from games.annuity import Annuity
from intercity.testing.production import production_games
from intercity.testing.spelled import spelled
from mechanisms.compact.clauses import Deposit, Payment, Transfer
from mechanisms.compact.enclave_compact import EnclaveCompact

__all__ = ["compacts"]


@st.composite
def compacts(draw: st.DrawFn, *, min_cities: int = 2, max_cities: int = 3) -> EnclaveCompact:
    """Deals among all cities of a region without parks: quota sold, money paid, deposits.

    Nobody sells more quota than it owns.
    """
    regions = production_games(
        min_cities=max(min_cities, 2), max_cities=max_cities, allow_platforms=False
    )
    region = draw(regions)
    horizon = draw(st.integers(2, 5))
    pairs = st.permutations(region.cities).map(lambda cities: cities[:2])
    amounts = st.integers(0, 6).map(Fraction)
    transfers, payments, deposits = [], [], []
    owned = dict(region.resource("quota").owned)
    if draw(st.booleans()):
        giver, taker = draw(pairs)
        amount = owned.get(giver, Fraction(0)) * draw(st.integers(0, 2)) / 2
        price = Fraction(draw(st.integers(0, 4)))
        transfers.append(
            Transfer("quota", giver, taker, amount, price=price, reversible=draw(st.booleans()))
        )
    if draw(st.booleans()):
        payer, payee = draw(pairs)
        first = draw(st.integers(1, horizon))
        payments.append(
            Payment(payer, payee, Fraction(draw(st.integers(0, 6))), first=first, last=horizon)
        )
    if draw(st.booleans()):
        deposits.append(Deposit(draw(st.sampled_from(region.cities)), draw(amounts)))
    return spelled(
        draw,
        EnclaveCompact,
        region,
        Annuity(horizon, Fraction(draw(st.integers(0, 2)), 20)),
        region.cities,
        transfers=tuple(transfers),
        payments=tuple(payments),
        deposits=tuple(deposits),
    )
