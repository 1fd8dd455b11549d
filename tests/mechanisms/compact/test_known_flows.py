"""Flows that are worked out once for several years and groups, against each by itself."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from games.annuity import Annuity
from games.production import LinearProductionGame
from mechanisms.compact.clauses import Payment
from mechanisms.compact.continuation import Continuation
from mechanisms.compact.deal_payoffs import deal_payoffs
from mechanisms.compact.enclave_compact import EnclaveCompact
from tests.mechanisms.compact.dated_deals import deals


class EachByItself(Continuation):
    """Remembers no flow of another year, of another date of leaving, or in another group."""

    def _terms(self, city, kept, closed):
        return city, kept, closed

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
    sizes = range(1, len(compact.members) + 1)
    groups = [group for size in sizes for group in combinations(compact.members, size)]
    for after in range(compact.annuity.last):
        for group in groups:
            assert path.among(group, after) == plain.among(group, after)
            assert path.runs(group, after) == plain.runs(group, after)


def test_who_has_no_clause_with_a_member_changes_nothing_for_it():
    """Of nine members each has a clause with the next alone: few cases for 2^8 groups of each."""
    cities = tuple("ABCDEFGHI")
    region = LinearProductionGame(cities, (), ())
    paid = [Payment(one, other, 1) for one, other in pairwise(cities)]
    deal = EnclaveCompact(region, Annuity(3, 0), cities, payments=paid)
    path, seen = Continuation(deal, deal_payoffs(deal)), Counter()
    work_out = path._work_out
    path._work_out = lambda city, *rest: seen.update([city]) or work_out(city, *rest)
    for size in range(1, len(cities)):
        for group in combinations(cities, size):
            worths = path.worths_among(group, 0)
            for k, city in enumerate(cities):
                if city in group:
                    gets, pays = {*cities[max(0, k - 1) : k]}, {*cities[k + 1 : k + 2]}
                    assert worths[city] == len(gets & {*group}) - len(pays & {*group})
    assert max(seen.values()) <= 2 * 2 * 2  # with or without each neighbour, at two dates


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
