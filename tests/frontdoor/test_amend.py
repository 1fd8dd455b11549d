"""Amending a deal: least change, what excludes what, the file that is written, and bad input."""

from dataclasses import replace
from fractions import Fraction

import cbcbox
import pulp
import pytest

from intercity.amendment import amend
from intercity.amendment.amendable_clause import Kind
from intercity.amendment.english import _uneven, clause_words
from intercity.amendment.writing import amended_text
from intercity.checkup.check_up import check_up
from intercity.scenario_file import parse_scenario
from solvers.linear_program import to_pulp
from solvers.optimum import solve
from tests.frontdoor.amended_deals import IN_TRANCHES, all_drafts, amended, context_of, swapped
from tests.frontdoor.small_scenarios import assumed, quota_for_a_price, quota_scenario
from tests.frontdoor.starter import SWAP
from tests.frontdoor.test_amended_file import NO_MORE_LAND, SHORT


def price_of(scenario):
    return scenario.compact.transfer[0].price_one_off.value


def gains_of(amendment):
    signed, alone = amendment.after.payoffs.signed, amendment.after.payoffs.alone
    return {city: signed[city] - alone[city] for city in signed}


def test_the_least_price_at_which_the_seller_does_not_lose():
    """Ten units, worth 1 each to who sells and 3 to who buys, given away: 1 each is the least."""
    found = amended(quota_for_a_price())
    assert price_of(found.amended) == 1
    assert [one.change.kind for one in found.clauses] == [Kind.PRICE]
    assert found.clauses[0].gives == {"Hub": -10, "Hills": 10}
    assert "terms" in found.clauses[0].mends
    assert set(found.not_standing) <= {"efficiency"}
    assert found.conflict is None


@pytest.mark.parametrize("aim", ["equal gains", "Kalai-Smorodinsky", "Nash"])
def test_bargained_prices_halve_the_gain(aim):
    """20 to share: 10 each, at a price of 2."""
    found = amended(quota_for_a_price(), aim=aim)
    assert price_of(found.amended) == 2
    assert gains_of(found) == {"Hub": 10, "Hills": 10}


def test_who_is_left_with_hardly_anything_is_named_and_pointed_to_equal_gains():
    """At the least price nothing of the 20 is the seller's; by equal gains it has 10."""
    assert _uneven(amended(quota_for_a_price())) == (
        ' Hills has less than 1% of what members then gain by the deal; --aim "equal gains" looks '
        "for a deal that is best for whoever gains least."
    )
    assert _uneven(amended(quota_for_a_price(), aim="equal gains")) == ""


def test_by_another_aim_only_who_is_left_is_named_and_in_a_deal_that_is_kept_nobody():
    found = amended(quota_for_a_price())
    assert _uneven(replace(found, aim="Nash")).endswith("members then gain by the deal.")
    kept = amended(quota_for_a_price(price=(0, 1.001, 40)))
    assert (kept.clauses, kept.after.context.hardly_gaining) == ((), ("Hills",))
    assert _uneven(kept) == ""


def test_where_members_count_later_years_otherwise_it_says_at_which_rate():
    bare = quota_for_a_price()
    text = swapped(bare, ("[cities.Hills]", f"[cities.Hills]\ndiscount = {assumed(0.4, 0.5, 0.6)}"))
    told = " ".join(str(amended(text)).split())
    assert "Hills has less than 1% of what members then gain by the deal at the region's" in told


def test_where_wishes_exclude_each_other_no_aim_is_pointed_to():
    """A port outside would pay 3.1 each: at 3 the hub gains nothing, whatever the aim."""
    rival = quota_for_a_price(worth_in_port=(0, 3.1, 4), price=(0, 2, 40))
    found, equal = amended(rival), amended(rival, aim="equal gains")
    assert gains_of(found) == gains_of(equal) == {"Hub": 0, "Hills": 20}
    assert "Hub has less than 1% of what members then gain by the deal. Only" in " ".join(
        str(found).split()
    )


@pytest.mark.parametrize(
    ("price", "left"),
    [(1.02, ()), (1.019, ("Hills",)), (0.9, ()), (2.98, ()), (2.981, ("Hub",))],
)
def test_hardly_anything_is_less_than_a_hundredth_where_nobody_loses(price, left):
    """20 to share: the seller gains ten times what the price is above 1, the buyer the rest."""
    assert context_of(quota_for_a_price(price=(0, price, 40))).hardly_gaining == left


def test_of_a_deal_that_cannot_be_carried_out_nobody_has_hardly_anything():
    assert context_of(quota_for_a_price(amount=(11, 11, 11))).hardly_gaining == ()


@pytest.mark.parametrize(
    ("year", "amount", "left"), [(10, 10240, ("Hills",)), (10, 5000, ()), (9, 60000, ())]
)
def test_who_keeps_hardly_anything_of_its_gain_at_its_own_factor(year, amount, left):
    """Ten years without interest: 10 a year are given up; a year later counts half as much.

    10,240 in year 10 is 1,024 a year, 1,014 of it gain; to Hills it is 10.01 a year. By 5,000 it
    loses as it counts, and keeps nothing. 60,000 in year 9 is
    6,000 a year, and 117 to Hills: 1.8% of its gain is kept.
    """
    long = assumed(1, 10, 10)
    text = swapped(
        quota_for_a_price(),
        ("horizon = { v = 1, low = 1, high = 1 }", f"horizon = {long}"),
        ("side_payment = { v = 0, low = 0, high = 0 }", f"side_payment = {assumed(1, 9000, 9000)}"),
        ("[cities.Hills]", f"[cities.Hills]\ndiscount = {assumed(0.4, 0.5, 0.6)}"),
    )
    text += f"""
[[compact.payment]]
from = "Hub"
to = "Hills"
amount = {assumed(amount, amount, amount)}
years = [{year}, {year}]
enforceable = true
"""
    assert context_of(text).hardly_gaining_at_own_factor == left


def test_a_deal_that_stands_is_left_alone():
    scenario = quota_scenario(price=(0, 2, 40))
    found = amend(scenario)
    assert (found.clauses, found.not_standing) == ((), ())
    assert found.text == scenario.text


def test_wishes_that_exclude_each_other_are_named_and_proven():
    """Ten units, worth 3 to who sells and 1 to who buys: 20 are lost, whatever is paid."""
    found = amended(quota_for_a_price(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)))
    assert "terms" in found.not_standing
    assert {one.cities for one in found.conflict.wishes} == {("Hub",), ("Hills",)}
    assert found.conflict.proven
    assert found.conflict.verify()
    [grant] = [one for one in found.help if one.kind == "grant"]
    assert sum(grant.amounts.values()) == 20
    assert grant.unmet == ()  # nobody gains, and nobody loses
    helped = amend(
        quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)), outside="grant"
    )
    assert helped.amended.province.grant.value == 20
    assert set(helped.not_standing) <= {"efficiency"}


def test_the_screen_points_to_it_only_where_a_clause_can_bear_on_what_fails():
    """Of the deal at a loss the terms fail, on which money bears, and the surplus, on which not."""
    whole = check_up(quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)), ranges=False)
    failing = {one.name for one in whole.findings if one.verdict == "fails"}
    assert {"terms", "surplus"} <= failing
    for name, told in (("terms", True), ("surplus", False)):
        one = replace(whole, findings=tuple(f for f in whole.findings if f.name == name))
        assert ("intercity amend" in " ".join(str(one).split())) == told


def test_a_share_that_is_no_more_is_said_to_be_none():
    """Half of the tax, which Harbour would stop to pay, is given up for equal gains."""
    found = amended(NO_MORE_LAND, aim="equal gains")
    [share] = [one for one in found.clauses if one.change.kind is Kind.SHARE]
    assert share.value == 0
    told = clause_words(found, share)
    assert "gives Uplands 0% of the tax of projects that stay" in told
    assert "in years 1 to 5 (was 50%)" in told


@pytest.mark.parametrize(("worth", "price"), [(0.96, "0.96"), (1250, "1,250"), (20, "20")])
def test_a_clause_is_told_as_it_is_written(worth, price):
    """Ten units, worth so much each to who sells: for 0.9 in place of 0.96 it would lose."""
    found = amend(
        quota_scenario(worth_in_hub=(9999, 9999, 9999), worth_in_hills=(worth, worth, worth))
    )
    assert price_of(found.amended) == Fraction(str(worth))
    [clause] = found.clauses
    assert f"pays Hills {price} once per" in clause_words(found, clause)


def test_a_share_is_told_as_it_is_written():
    found = amended(SHORT, aim="equal gains")
    [share] = [one for one in found.clauses if one.change.kind is Kind.SHARE]
    told = clause_words(found, replace(share, value=Fraction(1, 16)))
    assert "gives Uplands 6.25% of the tax of projects that stay" in told


def asks(one):
    """Whether it is about the deal, and not about another part of the file."""
    return one.topic.of_the_deal or one.topic.of_waste


def test_what_is_not_standing_is_what_the_check_up_says():
    """Nothing is said to stand that was not asked, and what does not stand is named."""
    found = amended(SHORT)
    after = {one.name: one.verdict for one in found.after.findings if asks(one)}
    assert set(found.not_standing) == {n for n, v in after.items() if v in ("fails", "undecided")}
    said = str(found).split("CHANGES")[0]
    for name, verdict in after.items():
        assert (name in said) == (verdict in ("fails", "undecided"))


def test_each_change_taken_back_alone_undoes_what_it_mends():
    """Judged on a file without that one clause."""
    found = amended(SHORT)
    [deposit] = found.clauses
    assert deposit.mends == ("walk-away",)
    before = {
        one.name: one.verdict for one in check_up(parse_scenario(SHORT), ranges=False).findings
    }
    assert before["walk-away"] == "fails"
    assert not any(deposit.gives.values())  # at the region's interest it costs nobody


def test_what_is_not_proven_is_not_said_to_be():
    """Found, or not found: the sentence follows ``proven``."""
    found = amended(quota_for_a_price(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3)))
    assert "were found" not in str(found)
    guessed = replace(found, conflict=replace(found.conflict, proven=False))
    assert "were found" in " ".join(str(guessed).split())


def test_the_program_is_that_of_the_least_money_moved(tmp_path, call):
    """Ten units at 1 each, and none less: so it is for another solver, too."""
    found = amended(quota_for_a_price())
    assert solve(found.program).optimum == 10
    problem = to_pulp(found.program, "amended")
    problem.solve(pulp.COIN_CMD(path=cbcbox.cbc_bin_path(), msg=False))
    assert round(pulp.value(problem.objective), 6) == 10
    file = tmp_path / "quota.toml"
    file.write_text(quota_for_a_price(), encoding="utf-8")
    call("amend", file, "--write-lp", tmp_path / "program.lp")
    assert "Hills_gains_at_the_region" in (tmp_path / "program.lp").read_text("utf-8")


def test_who_promises_more_than_it_has_hands_over_less():
    """Four of ten units are there: four are handed over, at a price of 1 each or more."""
    found = amended(quota_for_a_price(owned=(4, 4, 4)))
    assert found.amended.compact.transfer[0].amount.value == 4
    assert "consistency" in found.clauses[0].mends
    assert price_of(found.amended) == 1
    assert set(found.not_standing) <= {"efficiency"}


def test_what_a_delay_costs_is_counted():
    """Of all deals under which all checks stand, in none do members lose less than in that found.

    By what the file of each says: who has less, and how much less in all.
    """
    found, losses = amended(SWAP), {}
    before = found.before.payoffs.signed
    for draft in all_drafts(SWAP):
        if not draft.not_standing:
            now = context_of(amended_text(found.scenario, draft)).payoffs_by_date
            kinds = tuple(step.kind for step in draft.steps)
            losses[kinds, draft.moved] = sum(max(0, before[city] - now[city]) for city in before)
    assert {"tranches" in kinds for kinds, _ in losses} == {True, False}
    have = sum(max(0, x - found.after.payoffs.signed[c]) for c, x in before.items())
    assert have == min(losses.values())
    assert [kinds for kinds, moved in losses if moved == min(m for _, m in losses)] == [()]


def test_land_is_handed_over_in_tranches_where_that_costs_least():
    """Hill has room of its own, and needs a high price at once; tranches hold Port for less."""
    found = amended(IN_TRANCHES)
    whole = found.scenario.compact.transfer[0]
    parts = found.amended.compact.transfer
    assert [t.when for t in parts] == [0, 2, 3, 4]
    assert sum(t.amount.value for t in parts) == whole.amount.value
    assert found.clauses[0].mends == ("walk-away", "hold-up")
    paths = next(f for f in found.after.findings if f.name == "walk-away").facts.paths
    assert all(path.leaves_in is None for path in paths.values())


def test_tranches_leave_what_is_paid_in_all():
    """24 for 120 units at 0.2 each: in the file it is the price of the first tranche."""
    text = IN_TRANCHES.replace(
        "reversible = false",
        "price_one_off = { v = 0.2, low = 0, high = 1 }\nreversible = false",
        1,
    )
    [draft, *_] = [one for one in all_drafts(text) if any(s.kind == "tranches" for s in one.steps)]
    deal = parse_scenario(amended_text(parse_scenario(text), draft)).compact
    first, *later = deal.transfer
    assert later
    paid = first.price_one_off.value * first.amount.value
    assert 24 < paid < 24 + Fraction(1, 4000)  # six digits, and no less than was signed
    assert all(one.price_one_off is None for one in later)
    assert "The price of all, 24 once, is paid with the first part." in str(amended(text))


@pytest.mark.parametrize("price", [0.2, 0.02])
def test_what_tranches_give_is_told_beside_what_another_price_does(price):
    """At 0.2 the price stays, at 0.02 it rises: a delay costs Port 1.256 either way."""
    entry = f"price_one_off = {{ v = {price}, low = 0, high = 3 }}\nreversible = false"
    found = amended(IN_TRANCHES.replace("reversible = false", entry, 1))
    gives = {clause.change.kind: clause.gives for clause in found.clauses}
    assert (Kind.PRICE in gives) == (price == 0.02)
    assert float(gives["tranches"]["Port"]) == pytest.approx(-1.25605, abs=1e-5)


def test_json_holds_what_is_changed_apart_from_words():
    [told] = amended(quota_for_a_price()).to_json()["clauses"]
    assert told["change"]["kind"] == "price"
    assert (told["change"]["giver"], told["change"]["taker"]) == ("Hub", "Hills")
    assert told["change"]["places"] == [0]
    lost = quota_scenario(worth_in_hub=(1, 1, 1), worth_in_hills=(3, 3, 3))
    wishes = amend(lost).to_json()["conflict"]["wishes"]
    assert {tuple(one["cities"]) for one in wishes} == {("Hub",), ("Hills",)}
    [first, *_] = amended(IN_TRANCHES).to_json()["clauses"]
    assert (first["change"]["kind"], len(first["change"]["releases"])) == ("tranches", 3)
