"""The main example, as it is and if none returns, against arithmetic by hand, in fractions."""

from fractions import Fraction
from itertools import pairwise

import pytest

from intercity.scenario_file import parse_scenario
from intercity.topics.arms_race.builder import competition, subsidy_race
from tests.frontdoor.starter import NONE_RETURNS, checked, found_by, rendered, report_of, staying
from tests.frontdoor.starter import finding as found

YEARLY = Fraction(5, 100) / (1 - Fraction(100, 105) ** 20)  # 1 now, over 20 years at 5%
BUY, SELL = Fraction(1, 2) * YEARLY, Fraction(3, 10) * YEARLY
PARK = 320 * YEARLY
CREDIT = 2  # of the province, a year, while the pair holds
PLANT_TAX = 8 * Fraction(4, 10) * Fraction(4, 10)
STAYER = (
    Fraction(4, 10) + Fraction(1, 10) - Fraction(15, 100) - Fraction(10, 100)
)  # a project in Hangzhou without a park
FIVE_OF_TWENTY = sum(Fraction(100, 105) ** t for t in range(1, 6)) * YEARLY


@pytest.fixture(scope="module")
def report():
    return checked(NONE_RETURNS)


def with_bonus(text):
    """The deal with the bonus of a tenth, at which 30 projects return."""
    bonus = '[[compact.bonus]]\nfrom = "Quzhou"\namount = { v = 0.1, low = 0, high = 0.5 }\n'
    limits = "  [compact.limits]"
    assert text.count(limits) == 1
    return checked(text.replace(limits, bonus + limits))


@pytest.fixture(scope="module")
def mended():
    return with_bonus(NONE_RETURNS)


def test_what_was_seen_happens_in_the_example():
    """Open since 2016; some of its firms have returned; both go on (Hu and Zhang 2024)."""
    report = report_of("quzhou_hangzhou")
    told = {one.name: one for one in report.findings}
    assert report.scenario.compact.platforms["hai_chuang"].paid_by == "Quzhou"
    assert told["firms' choice"].facts.returns_as_signed == 30
    assert not report.payoffs.planned  # as they signed it
    kept = ("the park", "terms", "outside offers", "walk-away", "hold-up", "double effect")
    assert {told[name].verdict for name in kept} == {"stands"}
    assert told["the park"].facts.adds > 0
    assert all(gain > 0 for gain in told["terms"].facts.gains.values())
    # As the paper fears, parks in one hub bid against each other.
    assert told["arms race"].verdict == "fails"


def test_plants_that_return_unpaid_leave_what_those_do_that_are_paid_for_it():
    """They earn 1.30 - 0.25 against 1 in the hub; at 1.15 a bonus of 0.1 moves as many, 30."""
    report = report_of("quzhou_hangzhou")
    paid = with_bonus(NONE_RETURNS)
    gains = {"Hangzhou": 0, "Quzhou": 3}  # of the bonus
    for city, more in gains.items():
        assert report.payoffs.signed[city] == paid.payoffs.signed[city] + more


def test_hangzhou_alone_keeps_its_projects_and_builds_on_what_it_may_buy(report):
    alone = 90 * STAYER + 100 * (Fraction(12, 100) - BUY)
    assert report.payoffs.alone["Hangzhou"] == alone
    assert round(float(alone), 1) == 30.5


def test_quzhou_alone_builds_a_little_and_sells_what_the_exchange_takes(report):
    alone = 4 * Fraction(1, 10) + 100 * Fraction(3, 100) + 100 * SELL
    assert report.payoffs.alone["Quzhou"] == alone
    assert round(float(alone), 1) == 5.8


def test_deal_with_thirty_returns(report):
    """As planned; the province's credit of 2 a year is Hangzhou's while the pair holds."""
    refund = Fraction(1, 2) * 70 * Fraction(4, 10) * FIVE_OF_TWENTY
    hangzhou = (
        10 * STAYER
        + 300 * Fraction(12, 100)
        + 100 * (Fraction(12, 100) - BUY)
        + 100 * (Fraction(10, 100) - Fraction(15, 100))
        + 70 * (Fraction(40, 100) - Fraction(10, 100))
        - refund
        + CREDIT
    )
    quzhou = (
        30 * PLANT_TAX
        - 20 * BUY
        + 4 * Fraction(1, 10)
        + 100 * Fraction(67, 100) * Fraction(18, 100)
        - PARK
        + refund
    )
    assert report.payoffs.planned == {"Hangzhou": hangzhou, "Quzhou": quzhou}
    assert [round(float(x), 1) for x in (hangzhou, quzhou)] == [59.6, 29.2]


def test_deal_as_signed_when_none_returns(report):
    refund = Fraction(1, 2) * 100 * Fraction(4, 10) * FIVE_OF_TWENTY
    quzhou = (
        100 * Fraction(3, 100)
        + 4 * Fraction(1, 10)
        + 100 * Fraction(67, 100) * Fraction(18, 100)
        - PARK
        + refund
    )
    assert report.payoffs.signed["Quzhou"] == quzhou
    assert round(float(report.payoffs.signed["Hangzhou"]), 1) == 66.5
    assert round(float(quzhou), 1) == -3.3


def test_what_the_two_can_make_together(report):
    """With the bonus of a tenth that makes firms return, which the two pay, and the credit."""
    per_project = (
        Fraction(10, 100)
        - Fraction(15, 100)
        + Fraction(3, 10) * PLANT_TAX
        + Fraction(7, 10) * (Fraction(40, 100) - Fraction(10, 100))
        + Fraction(67, 100) * Fraction(18, 100)
    )
    # 400 mu of their own and 200 from the exchange; plants take 120, Hangzhou builds on the rest.
    bonus = 30 * Fraction(1, 10)
    pair = 100 * per_project - bonus + 14 * STAYER - PARK + 480 * Fraction(12, 100) - 200 * BUY
    pair += CREDIT
    game = report.context.game
    assert game.worth(["Hangzhou", "Quzhou"]) == pair
    gain = found(report, "surplus").facts.gain_of_members
    assert gain == pair - sum(report.payoffs.alone[c] for c in ("Hangzhou", "Quzhou"))
    assert round(float(gain), 1) == 56.6
    exchange = found(report, "surplus").facts.without_platforms.gain
    assert round(float(exchange - CREDIT), 1) == 51.2  # the pair may hold without a park


def test_firms_stay_for_a_tenth_and_a_bonus_of_a_tenth_moves_them(report):
    finding = found(report, "firms' choice")
    assert finding.verdict == "fails"
    assert finding.facts.returns_planned == 30
    assert finding.facts.returns_as_signed == 0
    (bonus,) = finding.facts.repair.clauses
    assert (bonus.payer, bonus.amount, bonus.cost) == ("Quzhou", Fraction(1, 10), 3)
    assert finding.mends == 1
    # Quzhou's payoff at k <= 25 returns, less the bonus: linear in k; it gains from the root on.
    none = report.payoffs.signed["Quzhou"]
    per_return = (
        PLANT_TAX
        - 4 * Fraction(3, 100)
        - Fraction(1, 2) * Fraction(4, 10) * FIVE_OF_TWENTY
        - Fraction(1, 10)
    )
    root = (report.payoffs.alone["Quzhou"] - none) / per_return
    assert finding.facts.break_even["Quzhou"] == root


def test_with_the_bonus_all_goes_as_planned(report, mended):
    assert not mended.payoffs.planned
    paid = {"Hangzhou": 0, "Quzhou": 3}
    planned = report.payoffs.planned
    assert mended.payoffs.signed == {c: planned[c] - paid[c] for c in paid}
    assert report.payoffs.with_bonus == mended.payoffs.signed
    fails = {f.name for f in mended.findings if f.verdict == "fails"}
    assert fails == {"efficiency", "walk-away", "arms race", "truce clubs"}
    assert found(mended, "terms").verdict == found(mended, "statistics").verdict == "stands"


OWN = Fraction(76, 100)  # 0.95 (1 - 1 / 5), as officials stay five years


def at_own_factor(report, refund):
    """Quzhou's gain at 0.76: the refund is paid in years 1 to 5, the park spread at 5 per cent."""
    years = sum(OWN**t for t in range(1, 21))
    even = report.payoffs.signed["Quzhou"] - report.payoffs.alone["Quzhou"]
    return even + refund * (sum(OWN**t for t in range(1, 6)) / years - FIVE_OF_TWENTY)


def test_what_is_refunded_early_weighs_more_on_quzhou_at_its_own_factor(report, mended):
    told = []
    for one, refund in ((report, 20), (mended, 14)):
        finding = found(one, "terms")
        own = finding.facts.own_gains["Quzhou"]
        assert own == at_own_factor(one, refund)
        told.append((finding.verdict, round(float(own), 1)))
    assert told == [("fails", -1.0), ("stands", 26.1)]


def test_terms_interval_is_where_each_gain_is_zero():
    """If Quzhou's officials stay, so that it discounts at 0.95."""
    mended = with_bonus(staying(NONE_RETURNS, "Quzhou"))
    finding = found(mended, "terms")
    assert finding.verdict == "stands"
    low, high = finding.facts.open_amount.lowest, finding.facts.open_amount.highest
    assert low < 300 <= high
    assert high == 380  # of 400 and 100 that it may buy, plants need 120
    # Refunds are paid in the first five years, which count for more at Hangzhou's 0.76.
    d = Fraction(76, 100)
    refund = 14 * sum(d**t for t in range(1, 6)) / sum(d**t for t in range(1, 21))
    assert low == found_zero(mended, refund - 14 * FIVE_OF_TWENTY)
    assert round(float(low), 1) == 104.1


def test_statistics_counted_once(report):
    """Half of 100 projects each; Hangzhou counts 80 of them today."""
    finding = found(report, "statistics")
    assert (finding.verdict, finding.facts.hangs_on) == ("undecided", ("Quzhou",))
    told = finding.facts.gains
    assert list(told) == ["Hangzhou", "Quzhou"]
    gains = {c: report.payoffs.signed[c] - report.payoffs.alone[c] for c in told}
    assert told["Hangzhou"] == gains["Hangzhou"] + Fraction(5, 100) * (50 - 80)
    assert told["Quzhou"] == gains["Quzhou"] + Fraction(10, 100) * 50
    # Counted at 91 per cent in Quzhou, none of them would lose at 5 per cent: nothing has to be
    # counted twice. At its own factor Quzhou loses 1.0 of the 5.0 that half of them are worth.
    assert not finding.facts.must
    assert finding.facts.own_gains["Quzhou"] == at_own_factor(report, 20) + Fraction(10, 100) * 50
    least = finding.facts.least_shares["Quzhou"]
    assert least * 10 == -gains["Quzhou"]
    assert round(float(least), 2) == 0.91
    assert finding.mends == 1


def test_the_deal_promises_twenty_mu_more_than_quzhou_owns(report):
    finding = found(report, "consistency")
    (quota,) = finding.facts.beyond
    assert (quota.city, quota.resource, quota.beyond_owned) == ("Quzhou", "quota", 20)
    assert finding.verdict == "stands"  # the exchange sells up to 100


def leaving(refund):
    """What Hangzhou gains by stopping in year t: refunds due less the credit, which lasts a year.

    By its discount factor of 0.76; its quota is its own, and the park runs on.
    """
    d = Fraction(76, 100)
    return {
        t: sum(
            d ** (s - t) * ((refund if s <= 5 else 0) - (CREDIT if s > t else 0))
            for s in range(t, 21)
        )
        for t in range(1, 21)
    }


def test_hangzhou_gains_most_by_stopping_at_once(report, mended):
    for one, refund in ((report, 20), (mended, 14)):
        gain = leaving(refund)
        finding = found(one, "walk-away")
        assert finding.verdict == "fails"
        assert max(gain, key=gain.get) == 1
        path = finding.facts.paths["Hangzhou"]
        assert (path.gain_of_leaving, path.pays_most_in) == (gain[1], 1)
    assert round(float(leaving(20)[1]), 1) == 55.9


def test_the_deposit_is_worth_as_much_in_every_year_as_leaving(report):
    """In escrow at 5 per cent, returned after year 5: worth 0.76^(5 - t) 1.05^5 in year t."""
    d, growth = Fraction(76, 100), Fraction(105, 100)
    needed = max(gain / (d ** (5 - t) * growth**5) for t, gain in leaving(20).items() if t <= 5)
    finding = found(report, "walk-away")
    assert finding.facts.paths["Hangzhou"].deposit.amount == needed
    assert round(float(needed), 1) == 131.3


def test_quzhou_is_talked_down_to_what_its_own_park_leaves_it(report):
    """Without refunds: 300 mu stay with Hangzhou, the park runs on for who paid for it."""
    finding = found(report, "hold-up")
    refund = Fraction(1, 2) * 100 * Fraction(4, 10) * FIVE_OF_TWENTY
    signed = report.payoffs.signed
    quzhou = signed["Quzhou"] - refund
    hangzhou = signed["Hangzhou"] + refund - CREDIT
    going_on = sum(signed.values()) - hangzhou - quzhou
    assert going_on == CREDIT  # all that is lost if nobody goes on
    (step,) = finding.facts.steps
    assert step.falls_back_on == {"Quzhou": quzhou, "Hangzhou": hangzhou}
    assert step.going_on_adds == CREDIT
    assert step.ends_with["Quzhou"] == quzhou + going_on / 2
    assert step.ends_with["Hangzhou"] == hangzhou + going_on / 2
    assert finding.verdict == "fails"
    assert round(float(quzhou + going_on / 2), 1) == -9.2


def test_the_park_costs_more_than_it_brings_where_none_returns(report):
    each = (
        Fraction(10, 100)
        - Fraction(15, 100)
        + (Fraction(40, 100) - Fraction(10, 100))
        + Fraction(67, 100) * Fraction(18, 100)
    )
    # 100 projects, 20 of them new to the region and 80 that would have stayed without a park.
    added = 100 * each - 80 * STAYER - PARK
    assert found(report, "the park").facts.adds == added < 0


KINKS = (0, 80, 180, 280, 380)  # of 280 mu left: builds 100, sells 100, has 80 too many


def gains_at(report, amount):
    """Both gains if this much quota is handed over, from what the signed 300 bring."""
    planned, alone = report.payoffs.signed, report.payoffs.alone
    hangzhou = planned["Hangzhou"] - alone["Hangzhou"] + Fraction(12, 100) * (amount - 300)

    def makes(left):
        """The best of what Quzhou is left with: build on 100, sell up to 100, buy what lacks."""
        if left < 0:
            return left * BUY
        return Fraction(3, 100) * min(left, 100) + SELL * max(0, min(left - 100, 100))

    quzhou = planned["Quzhou"] - alone["Quzhou"] + makes(280 - amount) - makes(-20)
    return hangzhou, quzhou


def lines(report):
    """Both gains as a + b q between the kinks, from their values there."""
    for start, end in pairwise(KINKS):
        pair = zip(gains_at(report, start), gains_at(report, end), strict=True)
        slopes = [(y, (z - y) / (end - start)) for y, z in pair]
        yield start, end, [(y - b * start, b) for y, b in slopes]


def open_clause(report, kind):
    return next(clause for clause in report.negotiated.clauses if clause.kind == kind)


def test_the_quota_under_three_solutions(mended):
    report = mended
    ideal = [
        max(gains_at(report, q)[i] for q in KINKS if min(gains_at(report, q)) >= 0) for i in (0, 1)
    ]
    proportions = {"equal_gains": (1, 1), "kalai_smorodinsky": ideal}
    quota = open_clause(report, "amount")
    for name, (g, h) in proportions.items():
        (found,) = [
            q
            for start, end, ((a, b), (c, d)) in lines(report)
            if start <= (q := (g * c - h * a) / (h * b - g * d)) <= end
        ]
        terms = quota.agreed[name]
        assert list(terms.terms.values()) == [found]
        assert tuple(terms.gains.values()) == gains_at(report, found)
    roots = [-(b * c + d * a) / (2 * b * d) for _, _, ((a, b), (c, d)) in lines(report) if d]
    candidates = [q for q in (*KINKS, *roots) if 74 < q <= 380]
    best = max(candidates, key=lambda q: gains_at(report, q)[0] * gains_at(report, q)[1])
    assert list(quota.agreed["nash"].terms.values()) == [best] == [380]
    told = [round(float(*found.terms.values()), 1) for found in quota.agreed.values()]
    assert told == [243.4, 303.2, 380.0]
    floor = quota.floors["Hangzhou",] - report.payoffs.alone["Hangzhou"]
    assert round(float(floor), 1) == 3.3  # what it could have with the other three
    assert quota.range == (found_zero(report, floor), 380)


def found_zero(report, least=0):
    """Where Hangzhou begins to gain, or to gain so much."""
    first, second = (gains_at(report, q)[0] for q in (0, 80))
    return 80 * (least - first) / (second - first)


def test_the_tax_share_and_money_under_three_solutions(mended):
    report = mended
    planned, alone = report.payoffs.signed, report.payoffs.alone
    hangzhou, quzhou = (planned[c] - alone[c] for c in ("Hangzhou", "Quzhou"))
    in_full = 70 * Fraction(4, 10) * FIVE_OF_TWENTY
    share = open_clause(report, "share")
    assert share.range == (0, 1)  # at either end both still gain
    most = hangzhou + in_full / 2, quzhou + in_full / 2
    total = hangzhou + quzhou
    for name, part in (
        ("equal_gains", total / 2),
        ("nash", total / 2),
        ("kalai_smorodinsky", total * most[0] / sum(most)),
    ):
        agreed = share.agreed[name]
        assert agreed.gains == {"Hangzhou": part, "Quzhou": total - part}
        assert list(agreed.terms.values()) == [Fraction(1, 2) + (hangzhou - part) / in_full]
    for agreed in open_clause(report, "money").agreed.values():
        assert list(agreed.terms.values()) == [(hangzhou - quzhou) / 2]
    assert round(float((hangzhou - quzhou) / 2), 1) == 4.3


def test_quota_and_tax_share_together_leave_nothing_on_the_table(mended):
    """All of the tax goes to Quzhou before equal gains or Nash ask for less quota."""
    report = mended
    in_full = 70 * Fraction(4, 10) * FIVE_OF_TWENTY
    both = open_clause(report, "amount_and_share")
    for agreed in both.agreed.values():
        quota, share = agreed.terms.values()
        hangzhou, quzhou = gains_at(report, quota)
        moved = (share - Fraction(1, 2)) * in_full
        assert agreed.gains == {"Hangzhou": hangzhou - moved, "Quzhou": quzhou + moved}
        assert share == 1
    quota, _ = both.agreed["equal_gains"].terms.values()
    slope = Fraction(12, 100) + BUY
    at_most = gains_at(report, 380)
    assert quota == 380 - (at_most[0] - at_most[1] - in_full) / slope


def test_the_truce_moves_no_money_where_the_law_allows_none(report):
    """All bids are cut alike, so that each keeps more than in the race."""
    truce, race = report.negotiated.truce, report.context.once(subsidy_race)
    assert race is not None
    assert (truce.how, truce.size) == ("cut", Fraction(74, 100))
    told = report.negotiated.to_json()["truce"]
    assert (told["how"], told["size"]["exact"]) == ("cut", "37/50")
    assert not any(truce.paid.values())
    kept = {c: (1 - truce.size) * s for c, s in race.equilibrium.subsidies.items()}
    payoffs = report.context.once(competition).payoffs(kept)
    for city, gain in truce.gains.items():
        assert float(gain) == pytest.approx(payoffs[city] - float(race.equilibrium.payoffs[city]))
    assert {c: round(float(x), 1) for c, x in truce.gains.items()} == {
        "Quzhou": 4.3,
        "Lishui": 2.6,
        "Jinhua": 2.7,
    }


def test_quota_that_comes_later_counts_from_then_on_with_statistics_too(report):
    text = NONE_RETURNS.replace("when = 0", "when = 5")
    late = {name: found_by(name, parse_scenario(text)) for name in ("terms", "statistics")}
    at_once = {name: found(report, name) for name in late}
    beyond = []
    for one in (at_once, late):
        money, counted = one["terms"].facts.gains, one["statistics"].facts.gains
        beyond.append({city: counted[city] - money[city] for city in ("Hangzhou", "Quzhou")})
    assert beyond[0] == beyond[1]
    assert late["terms"].facts.gains != at_once["terms"].facts.gains


def test_the_agreed_price_loses_at_hangzhous_own_factor_what_the_signed_deal_then_does(report):
    price = open_clause(report, "price")
    for agreed in price.agreed.values():
        (value,) = {value for values in agreed.values.values() for value in values}
        old = "price_one_off = { v = 0, low = 0, high = 0.5 }"
        text = NONE_RETURNS
        assert text.count(old) == 1
        at_once = f"price_one_off = {{ v = {float(value / YEARLY)!r}, low = 0, high = 2 }}"
        own = found_by("terms", parse_scenario(text.replace(old, at_once))).facts.own_gains
        lost = agreed.lost
        assert set(lost) == {"Hangzhou"}
        assert float(lost["Hangzhou"]) == pytest.approx(-float(own["Hangzhou"]))
        assert own["Quzhou"] > 0


def test_that_a_bonus_mends_it_is_said_where_it_does(report, mended):
    """With the bonus both gain what the deal with it brings; once it is signed nothing is said."""
    told = " ".join(rendered(report).split())
    alone, bonus = report.payoffs.alone, report.context.with_bonus
    assert bonus == {city: mended.payoffs.signed[city] for city in bonus}
    gains = ", ".join(f"{c} {float(x - alone[c]):+.1f}" for c, x in bonus.items())
    assert "A bonus mends that" in told
    assert f": {gains} a year." in told[told.index("A bonus mends that") :]
    assert "A bonus mends that" not in " ".join(rendered(mended).split())
