"""Flows that are worked out once for several years, against each worked out by itself."""

from hypothesis import given

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
