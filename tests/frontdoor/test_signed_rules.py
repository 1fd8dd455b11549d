"""Rules of a trade or a project, as signed: every lie is tried; what is proposed is read back."""

import itertools
import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from scipy.optimize import linprog

from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.checkup.schema import report_schema
from intercity.equations import model_text
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import Verdict
from intercity.topics.private_values.best_rule import PostPrice
from intercity.topics.private_values.check import SealedReports
from intercity.topics.private_values.exchange import Auction
from intercity.topics.private_values.project import FixedShares
from intercity.topics.private_values.signed import NamedRule, RuleFlaw
from tests.frontdoor import private_scenarios as forms

ROOT = Path(__file__).parents[2]
RUN_BY = 'run_by = "the province\'s exchange"\n'
F = Fraction


def decimal(x, digits=12):
    """A number as TOML has it, cut after so many digits."""
    x = F(int(x * 10**digits), 10**digits)
    return f"{Decimal(x.numerator) / Decimal(x.denominator):f}"


def quantity(x):
    return f'{{ v = {decimal(F(x))}, src = "derived" }}'


def types(side, given):
    return "".join(
        f"[[information.{side}.types]]\nvalue = {quantity(x)}\nweight = {quantity(w)}\n"
        for x, w in given.items()
    )


def ranged(side, low, high):
    return f"[information.{side}]\nlowest = {quantity(low)}\nhighest = {quantity(high)}\n"


def trade(value, cost, *, units=10, names=("B", "S")):
    buyer, seller = names
    text = 'format = 1\ntitle = "A trade"\n'
    text += f"cities = {{ {buyer} = {{}}, {seller} = {{}} }}\n[information]\n"
    text += f'buyer = "{buyer}"\nseller = "{seller}"\namount = {quantity(units)}\n'
    for side, given in (("value", value), ("cost", cost)):
        text += ranged(side, *given) if isinstance(given, tuple) else types(side, given)
    return text


def rule(**given):
    lines = "[information.rule]\n"
    for key, x in given.items():
        if key == "by":
            lines += f'by = "{x}"\n'
        elif key == "shares":
            lines += "".join(f"shares.{city} = {quantity(share)}\n" for city, share in x.items())
        else:
            lines += f"{key} = {quantity(x)}\n"
    return lines + ("" if {"price", "shares"} & set(given) else RUN_BY)


def table(rows):
    """Rows as (value, cost, chance, price)."""
    lines = "[information.rule]\n" + RUN_BY
    for value, cost, chance, price in rows:
        lines += f"[[information.rule.deals]]\nvalue = {decimal(value)}\ncost = {decimal(cost)}\n"
        lines += f"chance = {decimal(chance)}\n"
        lines += "" if price is None else f"price = {decimal(price)}\n"
    return lines


def found(text):
    report = check_up(parse_scenario(text), ranges=False)
    return next(f for f in report.findings if f.name == "private values")


def drawn(seed, most=4):
    """Lists of values and costs that overlap, with weights."""
    luck = random.Random(seed)

    def side(top):
        kinds = luck.sample(range(top), luck.randint(2, most))
        return {F(x, 2): luck.randint(1, 4) for x in sorted(kinds)}

    return side(16), side(12)


def shares(given):
    whole = sum(given.values())
    return {x: F(w, whole) for x, w in given.items()}


def most_left_in_the_fund(value, cost, deal):
    """A linear program: payments by report with which nobody lies and nobody refuses."""
    f, g = shares(value), shares(cost)
    v, c = list(f), list(g)
    n, m = len(v), len(c)
    x = [float(sum(g[cost_] for cost_ in c if deal(w, cost_))) for w in v]
    y = [float(sum(f[w] for w in v if deal(w, cost_))) for cost_ in c]
    rows, bounds = [], []
    for i, r in itertools.product(range(n), range(n)):
        row = np.zeros(n + m)
        row[i] += 1
        row[r] -= r != i
        rows.append(row if r != i else np.eye(n + m)[i])
        bounds.append(float(v[i]) * (x[i] - (x[r] if r != i else 0)))
    for j, r in itertools.product(range(m), range(m)):
        row = np.zeros(n + m)
        row[n + j] -= 1
        row[n + r] += r != j
        rows.append(row)
        bounds.append(-float(c[j]) * (y[j] - (y[r] if r != j else 0)))
    goal = [-float(p) for p in f.values()] + [float(q) for q in g.values()]
    result = linprog(goal, A_ub=np.array(rows), b_ub=bounds, bounds=(None, None))
    assert result.status == 0
    return -result.fun


def gained(value, cost, deal):
    f, g = shares(value), shares(cost)
    return sum(f[v] * g[c] * (v - c) for v in f for c in g if deal(v, c))


@pytest.mark.parametrize("seed", range(10))
def test_a_posted_price_by_all_pairs(seed):
    value, cost = drawn(seed)
    price = F(random.Random(seed).randint(0, 32), 4)
    signed = found(trade(value, cost) + rule(price=price)).facts.signed
    first = gained(value, cost, lambda v, c: v > c)
    if signed is None:
        assert not first
        return
    assert signed.gain == 10 * gained(value, cost, lambda v, c: v >= price >= c)
    assert (signed.lie, signed.refusal, signed.kept) == (None, None, 0)


@pytest.mark.parametrize("seed", range(10))
def test_sealed_reports_against_a_linear_program_of_their_payments(seed):
    value, cost = drawn(seed)
    least = F(random.Random(seed).randint(0, 8), 4)

    def deal(v, c):
        return v > c and v - c >= least

    facts = found(trade(value, cost) + rule(least_gain=least)).facts
    if facts.signed is None:
        assert not facts.gain
        return
    assert facts.signed.gain == 10 * gained(value, cost, deal)
    left = most_left_in_the_fund(value, cost, deal)
    assert float(facts.signed.kept) == pytest.approx(min(0, 10 * left), abs=1e-9)
    assert (RuleFlaw.NEEDS_MONEY in facts.signed.flaws) == (left < -1e-9)


@pytest.mark.parametrize("seed", range(10))
def test_offers_in_a_double_auction_by_trying_all(seed):
    """Each type tries every offer in steps of 1/8 against honest offers of the other side."""
    value, cost = drawn(seed)
    k = F(random.Random(seed).randint(0, 4), 4)
    signed = found(trade(value, cost) + rule(k=k)).facts.signed
    if signed is None:
        return
    f, g = shares(value), shares(cost)
    offers = [F(i, 8) for i in range(70)]

    def buys(v, bid):
        return sum(p * (v - (1 - k) * c - k * bid) for c, p in g.items() if bid >= c)

    def sells(c, ask):
        return sum(p * ((1 - k) * ask + k * v - c) for v, p in f.items() if v >= ask)

    best = max(
        [buys(v, bid) - buys(v, v) for v in f for bid in offers]
        + [sells(c, ask) - sells(c, c) for c in g for ask in offers]
    )
    assert (F(0) if signed.lie is None else signed.lie.gain) == 10 * max(F(0), best)
    if signed.lie is not None:
        own = buys if signed.lie.city == "B" else sells
        gain = own(signed.lie.true, signed.lie.report) - own(signed.lie.true, signed.lie.true)
        assert 10 * gain == signed.lie.gain > 0


@pytest.mark.parametrize("seed", range(10))
def test_a_table_with_prices_by_trying_all_reports(seed):
    value, cost = drawn(seed, most=3)
    luck = random.Random(seed)
    rows = {
        (v, c): (F(luck.randint(0, 4), 4), F(luck.randint(0, 16), 2)) for v in value for c in cost
    }
    text = trade(value, cost) + table([(v, c, p, t) for (v, c), (p, t) in rows.items()])
    signed = found(text).facts.signed
    if signed is None:
        return
    f, g = shares(value), shares(cost)

    def buys(v, report):
        return sum(q * rows[report, c][0] * (v - rows[report, c][1]) for c, q in g.items())

    def sells(c, report):
        return sum(p * rows[v, report][0] * (rows[v, report][1] - c) for v, p in f.items())

    lies = [buys(v, r) - buys(v, v) for v in f for r in f]
    lies += [sells(c, r) - sells(c, c) for c in g for r in g]
    loses = [-buys(v, v) for v in f] + [-sells(c, c) for c in g]
    assert (0 if signed.lie is None else signed.lie.gain) == 10 * max(F(0), *lies)
    assert (0 if signed.refusal is None else signed.refusal.loss) == 10 * max(F(0), *loses)
    assert signed.kept == 0  # prices go from hand to hand
    own = sum(f[v] * g[c] * p * (v - c) for (v, c), (p, _) in rows.items())
    assert signed.gain == 10 * own


def test_a_table_without_prices_is_what_its_deals_say():
    """The deals of a least gain, one by one, mean the same as that."""
    for seed in range(8):
        value, cost = drawn(seed)
        rows = [(v, c, F(v > c and v - c >= 1), None) for v in value for c in cost]
        one = found(trade(value, cost) + table(rows)).facts
        other = found(trade(value, cost) + rule(least_gain=1)).facts
        if one.signed is None:
            continue
        assert (one.signed.gain, one.signed.kept) == (other.signed.gain, other.signed.kept)
        assert (one.verdict, one.margin) == (other.verdict, other.margin)


def test_no_payments_make_a_table_honest_that_gives_the_eager_less():
    value, cost = {F(2): 1, F(5): 1}, {F(1): 1}
    signed = found(
        trade(value, cost) + table([(2, 1, 1, None), (5, 1, F(1, 2), None)])
    ).facts.signed
    # at 2 for the one and 2 - 5/2 for the other: T_2 = 2, T_5 = 2 + 5 (1/2 - 1) = -1/2;
    # a buyer worth 2 gains 2/2 + 1/2 by posing as one worth 5
    assert (signed.lie.city, signed.lie.true, signed.lie.report) == ("B", 2, 5)
    assert signed.lie.gain == 10 * F(3, 2)


RANGES = [((0, 1), (0, 1)), ((2, 9), (1, 6)), ((3, 5), (0, 4)), ((6, 8), (1, 3))]


@pytest.mark.parametrize(("value", "cost"), RANGES)
@pytest.mark.parametrize("given", [{"price": F(5, 2)}, {"k": F(1, 2)}])
def test_ranges_against_many_midpoints(value, cost, given):
    """The same on 40 values in place of each range, which the list's formulas answer."""
    whole = found(trade(value, cost) + rule(**given)).facts.signed

    def cut(ends):
        low, high = ends
        return {low + F(high - low) * (2 * i + 1) / 80: 1 for i in range(40)}

    fine = found(trade(cut(value), cut(cost)) + rule(**given)).facts.signed
    assert float(whole.gain) == pytest.approx(float(fine.gain), rel=0.03, abs=0.03)
    assert float(whole.kept) == pytest.approx(float(fine.kept), rel=0.1, abs=0.5)
    assert (whole.lie is None) == (fine.lie is None)
    if whole.lie is not None:
        assert float(whole.lie.gain) == pytest.approx(float(fine.lie.gain), rel=0.08)


@pytest.mark.parametrize(("value", "cost"), RANGES)
@pytest.mark.parametrize("least", [F(0), F(1, 4), F(3, 2)])
def test_sealed_reports_between_ranges_by_the_areas_under_the_chances(value, cost, least):
    """A buyer pays v X(v) less the area under X up to v; a seller gets c Y(c) and that beyond c."""
    signed = found(trade(value, cost) + rule(least_gain=least)).facts.signed
    count = 2000
    v, c = (low + (high - low) * (np.arange(count) + 0.5) / count for low, high in (value, cost))
    deal = v[:, None] - c[None, :] >= float(least)
    x, y = deal.mean(axis=1), deal.mean(axis=0)
    pays = v * x - np.cumsum(x) * (value[1] - value[0]) / count
    gets = c * y + np.cumsum(y[::-1])[::-1] * (cost[1] - cost[0]) / count
    gain = ((v[:, None] - c[None, :]) * deal).mean()
    assert float(signed.gain) == pytest.approx(10 * gain, rel=0.005, abs=0.005)
    left = 10 * (pays.mean() - gets.mean())
    assert float(signed.kept) == pytest.approx(min(0, left), rel=0.02, abs=0.03)


@pytest.mark.parametrize("given", [{"price": 3}, {"least_gain": F(1, 2)}, {"k": F(1, 4)}])
@pytest.mark.parametrize("turn", [False, True])
def test_a_range_beside_a_list_against_many_midpoints(given, turn):
    ends, kinds = (F(1), F(7)), {F(2): 1, F(4): 2, F(5): 1}
    mid = {F(1) + 6 * F(2 * i + 1, 80): 1 for i in range(40)}
    whole, fine = (
        found(trade(kinds, one) + rule(**given))
        if turn
        else found(trade(one, kinds) + rule(**given))
        for one in (ends, mid)
    )
    one, other = whole.facts.signed, fine.facts.signed
    assert float(one.gain) == pytest.approx(float(other.gain), rel=0.04)
    assert float(one.kept) == pytest.approx(float(other.kept), rel=0.1, abs=0.5)
    if one.lie is not None:
        assert one.lie.city == other.lie.city
        assert float(one.lie.gain) == pytest.approx(float(other.lie.gain), rel=0.08)


def test_the_square_by_hand():
    """On [0, 1] twice: 1/6 to gain; by a gain from 1/4 on 9/64; a price of 1/2 leaves 1/8."""
    square = (0, 1), (0, 1)
    best = found(trade(*square, units=1) + rule(least_gain=F(1, 4)))
    assert (best.verdict, best.facts.signed.gain, best.facts.signed.kept) == ("stands", F(9, 64), 0)
    eager = found(trade(*square, units=1) + rule(least_gain=0))
    assert eager.facts.signed.flaws == (RuleFlaw.NEEDS_MONEY,)
    assert eager.margin == F(-1, 6)
    assert eager.facts.repair.clauses[0].rounded_gain == F(1, 4)
    price = found(trade(*square, units=1) + rule(price=F(1, 2)))
    assert price.facts.signed.flaws == (RuleFlaw.LOSES_MORE,)
    assert price.facts.signed.share_left == F(3, 4)
    # honest offers: a buyer worth 1 bids b, gains b (1 - 3b/4), best at 2/3: 1/3 instead of 1/4
    offers = found(trade(*square, units=1) + rule(k=F(1, 2)))
    assert offers.facts.signed.lie.gain == F(1, 12)
    assert "B gains 0.083 a year on average if it reports 0.6666666667" in offers.says


@pytest.mark.parametrize("least", [F(1, 4), F(51, 200), F(13, 50), F(3, 10)])
def test_a_rule_may_lose_up_to_a_hundredth_more_than_it_must(least):
    """On [0, 1] twice deals from t on gain (1 - t)^2 (1 + 2 t) / 6: at 1/4 9/64, of 1/6."""
    found_ = found(trade((0, 1), (0, 1), units=1) + rule(least_gain=least))
    gain = (1 - least) ** 2 * (1 + 2 * least) / 6
    assert found_.facts.signed.gain == gain
    more = (F(9, 64) - gain) * 6
    assert (found_.verdict == "fails") == (more > F(1, 100)) == (least >= F(13, 50))


# ------------------------------------------------------------------ written and read back


def written(clause, value=None, cost=None):
    """A clause of a repair as the file has it."""
    if isinstance(clause, PostPrice):
        return rule(price=clause.price)
    if isinstance(clause, FixedShares):
        return rule(shares=clause.shares)
    if isinstance(clause, NamedRule | Auction):
        return rule(by=clause.by if isinstance(clause, NamedRule) else clause.rule)
    assert isinstance(clause, SealedReports)
    if clause.rounded_gain is not None:
        return rule(least_gain=clause.rounded_gain)
    if not clause.deals or isinstance(value, tuple) or isinstance(cost, tuple):
        return rule(by="best voluntary rule")
    rows = []
    for at in clause.deals:
        for other in value if clause.by_cost else cost:
            sure = at.surely_from
            reached = sure is not None and (other >= sure if clause.by_cost else other <= sure)
            chance = next((one.chance for one in at.at_times if one.report == other), F(reached))
            pair = (other, at.report) if clause.by_cost else (at.report, other)
            rows.append((*pair, chance, None))
    return table(rows)


@pytest.mark.parametrize("seed", range(25))
def test_what_is_proposed_for_a_trade_stands_once_it_is_signed(seed):
    value, cost = drawn(seed, most=6)
    text = trade(value, cost)
    first = found(text)
    if first.verdict == "stands":
        return
    (clause,) = first.facts.repair.clauses
    after = found(text + written(clause, value, cost))
    assert after.verdict == "stands", after.says
    assert after.facts.signed.share_left == pytest.approx(1 - first.facts.share_lost, abs=0.01)


@pytest.mark.parametrize(
    ("value", "cost"), [*RANGES, ((0, 4), {1: 1, 3: 1}), ({1: 1, 4: 2}, (0, 3))]
)
def test_what_is_proposed_for_ranges_stands_once_it_is_signed(value, cost):
    text = trade(value, cost)
    first = found(text + rule(k=F(1, 2)))  # a rule that nobody plays honestly
    assert first.verdict == "fails"
    (clause,) = first.facts.repair.clauses
    after = found(text + written(clause, value, cost))
    assert after.verdict == "stands", after.says


MARKETS = [
    ({"A": {4: 1, 8: 1}, "B": {5: 1, 9: 1}}, {"C": {2: 1, 6: 1}, "D": {3: 1}}),
    ({"A": {2: 1, 8: 2}}, {"C": {1: 1, 6: 1}, "D": {3: 1, 5: 2}}),
]


@pytest.mark.parametrize(("buyers", "sellers"), MARKETS)
def test_a_posted_price_of_several_by_all_profiles(buyers, sellers):
    price = F(9, 2)
    signed = found(forms.market(buyers, sellers) + rule(price=price)).facts.signed
    own = F(0)
    sides = [*buyers.values(), *sellers.values()]
    for profile in itertools.product(*(one.items() for one in sides)):
        chance = F(1)
        for (_, w), one in zip(profile, sides, strict=True):
            chance *= F(w, sum(one.values()))
        kinds = [x for x, _ in profile]
        likes = [x - price for x in kinds[: len(buyers)] if x >= price]
        gives = [price - x for x in kinds[len(buyers) :] if x <= price]
        deals = min(len(likes), len(gives))
        if deals:  # lots are drawn on the longer side
            own += chance * deals * (sum(likes) / len(likes) + sum(gives) / len(gives))
    assert signed.gain == 10 * own


@pytest.mark.parametrize(("buyers", "sellers"), MARKETS)
def test_what_is_proposed_for_several_stands_once_it_is_signed(buyers, sellers):
    text = forms.market(buyers, sellers)
    bad = found(text + rule(by="VCG"))
    assert RuleFlaw.NEEDS_MONEY in bad.facts.signed.flaws
    (clause,) = bad.facts.repair.clauses
    after = found(text + written(clause))
    assert after.verdict == "stands", after.says
    best = found(text + rule(by="best voluntary rule"))
    assert best.verdict == "stands"
    assert best.facts.signed.gain == best.facts.best_gain
    for auction in ("balanced double auction", "McAfee's double auction", "trade reduction"):
        facts = found(text + rule(by=auction)).facts
        left = facts.rules[Auction(rule=auction).rule].share_left
        assert facts.signed.share_left == left
        loses_more = clause_share(after) - left > F(1, 100)
        assert (facts.verdict is Verdict.FAILS) == loses_more


def clause_share(finding):
    return finding.facts.signed.share_left


@pytest.mark.parametrize("example", ["quota_exchange", "shared_dyke", "private_quota"])
def test_what_is_proposed_for_the_examples_stands_once_it_is_signed(example):
    text = (ROOT / "examples" / example / "scenario.toml").read_text("utf-8")
    first = found(text)
    (clause,) = first.facts.repair.clauses
    after = found(text + "\n" + written(clause))
    assert (first.verdict, after.verdict) == ("fails", "stands"), after.says


DYKES = [
    {"A": {2: 1, 6: 1}, "B": {1: 1, 5: 2}, "C": {1: 1}},
    {"A": {0: 1, 9: 1}, "B": {2: 1, 5: 1}},
]


@pytest.mark.parametrize("members", DYKES)
def test_fixed_shares_by_all_profiles(members):
    own = dict.fromkeys(members, F(6, len(members)))
    own[next(iter(own))] += F(1, 2)
    signed = found(forms.project(members) + rule(shares=own)).facts.signed
    gain = paid = F(0)
    for profile in itertools.product(*(one.items() for one in members.values())):
        chance = F(1)
        for (_, w), one in zip(profile, members.values(), strict=True):
            chance *= F(w, sum(one.values()))
        if all(x >= share for (x, _), share in zip(profile, own.values(), strict=True)):
            gain += chance * (sum(x for x, _ in profile) - 6)
            paid += chance * F(1, 2)
    assert (signed.gain, signed.kept) == (gain, paid)


@pytest.mark.parametrize("members", DYKES)
def test_what_is_proposed_for_a_project_stands_once_it_is_signed(members):
    text = forms.project(members)
    short = found(text + rule(shares=dict.fromkeys(members, F(1))))
    assert short.verdict == "fails"
    (clause,) = short.facts.repair.clauses
    after = found(text + written(clause))
    assert after.verdict == "stands", after.says
    if short.facts.signed.gain:
        assert RuleFlaw.NEEDS_MONEY in short.facts.signed.flaws
    for by in ("Clarke pivot", "expected externality", "VCG with a veto"):
        facts = found(text + rule(by=by)).facts
        fund = next(x for name, x in facts.rules.items() if name == by)
        summed = by == "expected externality" and bool(facts.yearly_sums)
        assert (facts.signed.refusal is not None) == (fund.worst.payoff < 0 and not summed)
        assert (RuleFlaw.NEEDS_MONEY in facts.signed.flaws) == (fund.kept < 0)


# ------------------------------------------------------------------ what changes nothing


def test_names_and_money_change_nothing():
    for seed in range(5):
        value, cost = drawn(seed)
        for given in ({"price": F(7, 2)}, {"least_gain": F(3, 2)}, {"k": F(1, 2)}):
            one = found(trade(value, cost) + rule(**given)).facts
            if one.signed is None:
                continue
            other = found(trade(value, cost, names=("Zed", "Ann")) + rule(**given)).facts
            assert (one.signed.flaws, one.margin) == (other.signed.flaws, other.margin)
            many = {key: x * (1 if key == "k" else 1000) for key, x in given.items()}
            scaled = [{1000 * x: w for x, w in side.items()} for side in (value, cost)]
            thousand = found(trade(*scaled) + rule(**many)).facts
            assert thousand.signed.flaws == one.signed.flaws
            assert thousand.signed.gain == 1000 * one.signed.gain


def test_numbers_may_be_moved_past_each_other():
    """The k-th lowest type gives the k-th lowest report, wherever its number is moved.

    With 1/2 in place of 4 the buyer is worth 1/2 or 1: the one gets the deals of a report of 1, at
    a cost of 0, the other all those of 4: (1/2 + 1 + 1 - 3) / 4.
    """
    text = trade({F(1): 1, F(4): 1}, {F(0): 1, F(3): 1})
    text = text.replace('{ v = 4, src = "derived" }', "{ v = 4, low = 0, high = 9 }")
    scenario = parse_scenario(text + table([(1, 0, 1, None), (4, 0, 1, None), (4, 3, 1, None)]))
    key = next(key for key, x in scenario.quantities() if x.value == 4)
    report = check_up(scenario.moved({key: F(1, 2)}), ranges=False)
    signed = next(f for f in report.findings if f.name == "private values").facts.signed
    assert signed.gain == 10 * F(-1, 8)
    # with ranges: 4 is moved from 0 to 9
    assert check_up(scenario).findings


def test_the_model_text_has_the_rule():
    text = model_text(parse_scenario(trade((0, 1), (0, 1)) + rule(least_gain=F(1, 4))))
    assert "p(v, c) = 1 iff v - c >= 0.25" in text
    assert "no more than 1% of the first best below" in " ".join(text.split())


LISTED = trade({F(1): 1, F(4): 1}, {F(0): 1, F(3): 1})
MARKET, DYKE = forms.market(*MARKETS[0]), forms.project(DYKES[1])


@pytest.mark.parametrize(
    ("text", "signed", "words"),
    [
        (LISTED, "[information.rule]\n", "one of price, least_gain, k, deals and by"),
        (LISTED, rule(price=2) + f"k = {quantity(0.5)}\n", "k is given beside price"),
        (LISTED, rule(least_gain=1).replace(RUN_BY, ""), "run_by is missing"),
        (LISTED, rule(k=1).replace("the province's exchange", "S"), '"S", a city that takes part'),
        (LISTED, rule(k=2), "a share from 0 to 1"),
        (LISTED, rule(least_gain=-1), "not negative"),
        (LISTED, rule(by="VCG"), '"VCG", given for one buyer and one seller'),
        (LISTED, rule(by="a raffle"), "a raffle"),
        (LISTED, rule(shares={"B": 1}), "shares is given for one buyer and one seller"),
        (LISTED, table([(1, 0, 1, None)]), "2 different reports, one for each type"),
        (LISTED, table([(1, 0, 1, 1), (4, 3, 1, None)]), "price is missing"),
        (LISTED, table([(1, 0, 2, 1), (4, 3, 1, 1)]), "chance"),
        (LISTED, table([(1, 0, 1, 1), (4, 3, 1, 1), (1, 0, 1, 1)]), "a pair of reports"),
        (trade((0, 1), (0, 1)), table([(1, 0, 1, None)]), "a range beside rule.deals"),
        (MARKET, rule(least_gain=1), "least_gain is given for several buyers and sellers"),
        (MARKET, rule(by="Clarke pivot"), '"Clarke pivot", given for several buyers'),
        (DYKE, rule(price=1), "price is given for a shared project"),
        (DYKE, rule(shares={"A": 3}), "[information.rule.shares] B is missing"),
        (DYKE, rule(shares={"A": 3, "B": 2, "D": 1}), "an unknown member of the project"),
        (DYKE, rule(by="trade reduction"), '"trade reduction", given for a shared project'),
    ],
)
def test_bad_rules_are_refused_in_a_sentence(text, signed, words):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text + signed)
    told = str(caught.value)
    assert words in told
    assert "information" in told
    assert len(told.splitlines()) <= 2


@pytest.mark.parametrize(
    "text",
    [
        trade((0, 1), (0, 1)) + rule(k=F(1, 2)),
        LISTED + table([(1, 0, 1, F(1, 2)), (4, 0, 1, 2), (4, 3, 1, F(7, 2))]),
        MARKET + rule(by="VCG"),
        DYKE + rule(by="Clarke pivot"),
        DYKE + rule(shares={"A": 3, "B": 2}),
    ],
)
def test_reports_on_signed_rules_are_in_order_and_replayed(text):
    scenario = parse_scenario(text)
    report = check_up(scenario, ranges=False)
    told = json.loads(json.dumps(report.to_json()))
    jsonschema.validate(told, report_schema())
    assert verify_report(scenario, told).ok
    finding = next(one for one in report.findings if one.name == "private values")
    for words in (finding.line, finding.says):
        assert words
        assert "Fraction" not in words
    assert len(finding.line) <= 90
