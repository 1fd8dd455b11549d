"""Flows that are worked out once for several years, against each worked out by itself."""

from dataclasses import replace
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from tests.mechanisms.compact.dated_deals import deals


class EachByItself(Continuation):
    """Remembers no flow of another year, or of another date of leaving."""

    def _flow(self, city, kept, year, closed):
        return self._work_out(city, kept, year, closed)

    def _flows(self, city, kept, years, closed):
        self._changes = list(range(self.last + 2))  # each year is looked at
        return super()._flows(city, kept, years, closed)


@given(deals())
def test_flows_are_the_same_as_each_worked_out_by_itself(deal):
    compact = deal.compact()
    payoffs = deal_payoffs(compact)
    if payoffs is None:
        return
    path, plain = Continuation(compact, payoffs), EachByItself(compact, payoffs)
    for city in compact.members:
        for year in range(1, compact.annuity.last + 1):
            assert path.leaving(city, year) == plain.leaving(city, year)
    for after in range(compact.annuity.last):
        for group in (compact.members[:1], compact.members[1:], compact.members):
            assert path.among(group, after) == plain.among(group, after)
            assert path.runs(group, after) == plain.runs(group, after)


@given(deals(), st.integers(1, 2), st.integers(0, 1))
def test_a_grant_of_some_years_is_had_in_these_alone(deal, first, more):
    compact = deal.compact()
    granted = {compact.members[0]: Fraction(7)}
    last = min(first + more, compact.annuity.horizon)
    compact = replace(compact, grant=granted, grant_years=(first, last))
    payoffs = deal_payoffs(compact)
    if payoffs is None:
        return
    path, plain = Continuation(compact, payoffs), EachByItself(compact, payoffs)
    for after in range(compact.annuity.last):
        assert path.among(compact.members, after) == plain.among(compact.members, after)
