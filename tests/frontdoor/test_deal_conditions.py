"""The conditions of a deal's checks: a check stands exactly where none of its conditions fails.

And a deal that is looked at by ``Context.with_deal`` is the one that its file, read anew, has.
"""

from dataclasses import fields
from fractions import Fraction
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from intercity.amendment.aim import AIMS
from intercity.amendment.amendable_clause import amendable_clauses
from intercity.amendment.law import allowed_together
from intercity.amendment.linear_deal import linear_deal, wishes_of
from intercity.amendment.search import verdicts
from intercity.amendment.writing import amended_text
from intercity.findings.checks import evaluate
from intercity.region.deal.money import unlawful_money
from intercity.scenario_file import parse_scenario
from intercity.topics.condition import Wish
from intercity.topics.outcome import Verdict
from intercity.topics.registry import TOPICS
from intercity.topics.statistics.check import conditions
from tests.frontdoor.amended_deals import all_drafts, context_of, dated, parks
from tests.frontdoor.drafted_deals import drafts as drawn
from tests.frontdoor.small_regions import text
from tests.frontdoor.test_statistics_check import counted
from tests.properties.strategies import simulations

OPEN = (Verdict.UNDECIDED, Verdict.NOT_ASKED)
FILES = st.one_of(dated().map(text), parks(), drawn(limited=True).map(lambda one: one.text()))
MONEY = st.one_of(dated().map(text), parks())


@simulations(30)
@given(FILES)
def test_a_check_stands_where_none_of_its_conditions_is_negative(file):
    context = context_of(file)
    if context.deal is None:
        return
    for topic in TOPICS:
        conditions = topic.contents.conditions(context)
        verdict = (
            Verdict(evaluate(context, topic.name).verdict) if conditions else Verdict.UNDECIDED
        )
        if verdict not in OPEN:
            stands = min(conditions.values()) >= 0
            waste = topic.name == "outside offers" and not context.members_alone_count(
                context.free, context.payoffs_by_date
            )
            assert (verdict is Verdict.STANDS) == stands or (waste and not stands), topic.name


@simulations(8)
@given(MONEY, st.sampled_from(["none", "loan", "grant"]), st.sampled_from(AIMS))
def test_a_draft_written_and_read_back_means_the_same(file, outside, aim):
    scenario, before = parse_scenario(file), context_of(file)
    verdicts(before)  # what it found of the deal as signed must not be kept
    for draft in all_drafts(file, aim, outside):
        anew = context_of(amended_text(scenario, draft))
        for field in fields(draft.compact):
            if field.name not in ("region", "loan_limit"):
                written = getattr(anew.region.compact, field.name)
                assert written == getattr(draft.compact, field.name), field.name
        there = before.with_deal(draft.compact)
        assert verdicts(there) == verdicts(anew)
        assert wishes_of(there) == wishes_of(anew)


@simulations(8)
@given(MONEY, st.integers(0, 9))
def test_lines_that_hold_for_all_numbers_do(file, seed):
    """However far the numbers are moved: the gains, and what groups and statistics say of them."""
    context, rolled = context_of(file), Random(seed)
    deal = linear_deal(
        context, context.region.compact, amendable_clauses(context, context.region.compact)
    )
    if deal is None:
        return
    values = {}
    for one in deal.clauses:
        high = one.lowest + 40 if one.highest is None else one.highest
        part = Fraction(rolled.choice([0, 1, 3, 4]), 4)
        values[one.name] = one.lowest + part * (high - one.lowest)
    there = wishes_of(context.with_deal(deal.amended(values)))
    for wish, (_, worth) in there.items():
        line = deal.now[wish] + sum(
            deal.slopes[wish].get(one.name, 0) * (values[one.name] - one.signed)
            for one in deal.clauses
        )
        if deal.everywhere(wish):
            own = wish.wish in (Wish.OWN_GAIN, Wish.OWN_GAIN_IN_STATISTICS)
            # where a deposit ends later it costs more
            assert worth <= line if own else worth == line, wish


@simulations(8)
@given(MONEY, st.integers(0, 9))
def test_what_is_allowed_together_is_what_a_file_may_say(file, seed):
    context, rolled = context_of(file), Random(seed)
    compact, scenario = context.region.compact, parse_scenario(file)
    clauses = amendable_clauses(context, compact)
    together = allowed_together(compact, clauses)
    values = {c.name: c.signed + Fraction(rolled.randint(0, 12), 4) for c in clauses}
    payments = [c for c in clauses if c.kind.name == "PAYMENT"]
    amended = compact
    for one in payments:
        amended = one.at(amended, values[one.name])
    change = {c.name: (values[c.name] - c.signed) * (c in payments) for c in clauses}
    limit = compact.side_payment_limit
    lawful = limit is None or all(
        amended.net_payment(a, b) <= limit
        for a in compact.members
        for b in compact.members
        if a != b
    )
    assert all(one.holds(change) for one in together) == lawful
    assert not list(unlawful_money(scenario.compact, compact.annuity))


def test_statistics_that_fail_beside_every_gain_have_no_conditions():
    """Counted twice all gain, counted once no money does it: no clause would change that."""
    report, found = counted(400, 1, 1, share=Fraction(1))
    assert min(found.facts.gains.values()) >= 0
    assert found.verdict == Verdict.FAILS
    assert not conditions(report.context)
