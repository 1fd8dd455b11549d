"""Many cities: worths are asked for, in place of a table, and the figures are the same.

Regions are drawn with fixed seeds; the route that asks is forced on small ones, so that the table,
which looks at every group, is the independent calculation.
"""

import functools
import itertools
import json
import math
import random
from dataclasses import replace
from fractions import Fraction

import pytest

from games.coalitional import CoalitionalGame
from games.errors import InvalidInput, TooLarge
from games.production import LinearProductionGame
from intercity.checkup.check_up import check_up
from intercity.checkup.replay import verify_report
from intercity.equations import model_text
from intercity.notation import number
from intercity.page.charts import charts
from intercity.proofs import Recorder
from intercity.region import effort
from intercity.scenario.errors import ScenarioError
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.clauses.clause import NoLawfulClause
from intercity.topics.hold_up import check as hold_up
from intercity.topics.negotiation.negotiated import negotiated, talks_over
from intercity.topics.registry import context_of
from mechanisms.compact.negotiation import Negotiation
from solvers import coalitional_form
from solvers.families import stable_optimum
from tests.frontdoor.starter import found_by
from tests.frontdoor.test_many_cities import region
from tests.properties.strategies import NIGHTLY

ASSUMED = "low = 0, high = 1000"
SAME = ("surplus", "the park", "terms", "firms' choice", "walk-away", "consistency")


def drawn(seed, hills=4, coast=3, parks=2, *, deal=True):
    """Counties with quota, a coast that builds and has firms, and parks in some of its cities."""
    r = random.Random(seed)
    hill, town = [f"H{k}" for k in range(hills)], [f"C{k}" for k in range(coast)]
    hosts = town[:parks]

    def owned(cities, *steps):
        return [f"owned.{c} = {{ v = {r.randrange(*steps)}, {ASSUMED} }}" for c in cities]

    lines = ["format = 1", 'title = "Drawn"', "[time]", "horizon = { v = 20, low = 1, high = 40 }"]
    lines += ["interest = { v = 0.05, low = 0, high = 0.1 }"]
    lines += [f"[cities.{c}]" for c in (*hill, *town)]
    lines += ["[resources.quota]", 'kind = "tradable"', *owned(hill, 40, 400, 20)]
    lines += ["[resources.projects]", 'kind = "tradable"', *owned(town, 10, 60, 5)]
    lines += ["[resources.buildable]", 'kind = "bound"', *owned(town, 100, 900, 50)]
    lines += [*owned(hill, 20, 120, 10)]
    lines += ["[resources.factory_land]", 'kind = "bound"', *owned(hill, 40, 300, 20)]
    for c in hosts:
        lines += [f"[platforms.park_{c}]", f'site = "{c}"']
        lines += [f"cost_one_off = {{ v = {r.randrange(80, 320, 20)}, {ASSUMED} }}"]
        lines += [f"floor = {{ v = {r.randrange(15, 70, 5)}, {ASSUMED} }}"]
    lines += [
        "[project]",
        f"floor = {{ v = 0.5, {ASSUMED} }}",
        f"plant_mu = {{ v = 8, {ASSUMED} }}",
    ]
    lines += [f"tax_per_mu = {{ v = 0.4, {ASSUMED} }}", f"plant_quota = {{ v = 0.5, {ASSUMED} }}"]
    lines += ["local_share = { v = 0.4, low = 0, high = 1 }"]
    lines += [f"stay_tax.{c} = {{ v = {r.choice([0.25, 0.4])}, {ASSUMED} }}" for c in town]
    for c in hill:
        for host in r.sample(hosts, 1 + seed % len(hosts)):
            rate = r.choice([0.25, 0.5])
            lines.append(f"return_rate.{host}.{c} = {{ v = {rate}, low = 0, high = 1 }}")
    lines.append("[build]")
    lines += [f"{c} = {{ v = {r.choice([0.05, 0.1, 0.15])}, {ASSUMED} }}" for c in town]
    lines += [f"{c} = {{ v = 0.02, {ASSUMED} }}" for c in hill]
    if deal:
        lines += ["[compact]", 'members = ["C2", "H0"]', "[[compact.transfer]]"]
        lines += ['resource = "quota"', 'from = "H0"', 'to = "C2"', "reversible = false"]
        lines += [f"amount = {{ v = 20, {ASSUMED} }}", "[[compact.payment]]", 'from = "C2"']
        lines += ['to = "H0"', f"amount = {{ v = {r.choice([1, 2])}, {ASSUMED} }}"]
        lines += ["years = [1, 20]", "enforceable = true"]
    return "\n".join(lines)


def checked(text):
    """The report, and facts by check: without who has to act together, which a table alone says."""
    return _checked(text, effort.MOST)


@functools.cache
def _checked(text, _most):
    """Once for each text and route."""
    report = check_up(parse_scenario(text), ranges=False)
    found = {finding.name: finding.facts for finding in report.findings}
    found["surplus"] = replace(found["surplus"], parts=None, parts_of_all=None)
    return report, found


@pytest.fixture
def by_both_routes(monkeypatch):
    """What one check finds, by the table and asking for worths."""

    def facts(name, text):
        by_table = found_by(name, parse_scenario(text)).facts
        with monkeypatch.context() as small:
            small.setattr(effort, "MOST", 1)
            return by_table, found_by(name, parse_scenario(text)).facts

    return facts


@pytest.fixture
def asked(monkeypatch):
    """The check-up of a region, worths asked for however few its cities are."""

    def check(text):
        with monkeypatch.context() as small:
            small.setattr(effort, "MOST", 1)
            return checked(text)

    return check


# Hills, towns and parks of regions of seven cities, and of ten: the most that are soon tabulated.
SMALL, LARGER = (4, 3, 2), (6, 4, 3) if NIGHTLY else (5, 3, 3)
CASES = [(SMALL, seed) for seed in (range(40) if NIGHTLY else (1,))]
CASES += [(LARGER, seed) for seed in range(20 if NIGHTLY else 0)]


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_both_routes_find_the_same_of_a_deal(asked, size, seed):
    text = drawn(seed, *size)
    (report, found), (other, told) = checked(text), asked(text)
    for name in SAME:
        assert told[name] == found[name], name
    same_together(found["all together"], told["all together"])
    for column in ("alone", "signed", "planned", "at_signing", "with_bonus", "lowest", "highest"):
        assert getattr(other.payoffs, column) == getattr(report.payoffs, column), column
    one, two = found["outside offers"], told["outside offers"]
    if two.verdict == "undecided" and not two.offers:
        assert one.verdict != "fails"
    else:
        assert (two.verdict, two.shortfall) == (one.verdict, one.shortfall)
    assert two.stable_outsiders == one.stable_outsiders
    assert two.gain_from_asking_all == one.gain_from_asking_all
    assert two.beyond_stable == one.beyond_stable
    assert two.elsewhere_exact or size != SMALL
    if two.elsewhere_exact:
        assert two.elsewhere == one.elsewhere
    for city, most in one.elsewhere.items():
        assert two.elsewhere_at_split[city] <= two.elsewhere[city] <= most
        assert most <= two.elsewhere_at_most[city]
    if other.context.outsiders_split is None and report.context.outsiders_split is None:
        assert other.context.talk_floors == report.context.talk_floors
    if isinstance(one.repair, NoLawfulClause) and isinstance(two.repair, NoLawfulClause):
        least, at_one_split = one.repair.outside, two.repair.outside
        assert least == at_one_split or (least < at_one_split and two.repair.bound)


def same_together(one, two):
    """Of a deal or of none: the core, and what it takes where there is none."""
    assert (two.verdict, two.worth, two.costs) == (one.verdict, one.worth, one.costs)
    if one.verdict == "stands":
        assert (two.lowest, two.highest) == (one.lowest, one.highest)
        assert (two.veto_player, two.all_owned) == (one.veto_player, one.all_owned)
    else:
        assert (two.fine, two.outside_money) == (one.fine, one.outside_money)


CASES = [(SMALL, seed) for seed in (range(20) if NIGHTLY else (1,))]
CASES += [(LARGER, seed) for seed in range(20 if NIGHTLY else 0)]


@pytest.mark.parametrize(("size", "seed"), CASES)
def test_both_routes_find_the_same_without_a_deal(asked, size, seed):
    text = drawn(seed, *size, deal=False)
    (report, found), (other, told) = checked(text), asked(text)
    assert told["surplus"] == found["surplus"]
    assert told["the park"] == found["the park"]
    same_together(found["all together"], told["all together"])
    for column in ("alone", "lowest", "highest"):
        assert getattr(other.payoffs, column) == getattr(report.payoffs, column), column
    exact, sampled = report.payoffs.shapley, other.payoffs.shapley_sampled
    assert sum(sampled.values()) == sum(exact.values())
    assert not other.payoffs.shapley
    assert not report.payoffs.shapley_sampled
    lowest, highest = other.payoffs.shapley_lowest, other.payoffs.shapley_highest
    for city, truth in exact.items():
        # The draws are the same in each run, and these intervals hold.
        assert other.payoffs.alone[city] <= lowest[city] + Fraction(1, 10**9)
        assert lowest[city] <= truth <= highest[city]
    assert any("confidence for all at once" in one for one in other.certificates.unproven)
    assert "sampled" in charts(other)["gains"].title


def test_where_nobody_gains_each_adds_what_it_has_alone(asked):
    text = region(3)
    (report, found), (other, _) = checked(text), asked(text)
    assert found["surplus"].gain_of_all == 0
    assert other.payoffs.shapley == report.payoffs.shapley == report.payoffs.alone
    assert not other.payoffs.shapley_sampled


def test_a_core_that_is_empty_is_proven_so_by_both_routes(asked):
    """Three towns, a park for two: pairs make 60, all make 60, and so 30 is lacking."""
    lines = ["format = 1", 'title = "Three"', "cities = { A = {}, B = {}, C = {} }"]
    lines += ["[resources.batches]", 'kind = "tradable"']
    lines += [f"owned.{c} = {{ v = 1, {ASSUMED} }}" for c in "ABC"]
    lines += ["[resources.room]", 'kind = "tradable"']
    for c in "ABC":
        lines += [
            f"[platforms.park_{c}]",
            f'site = "{c}"',
            f"provides.room = {{ v = 2, {ASSUMED} }}",
        ]
        lines += [f"cost_per_year = {{ v = 100, {ASSUMED} }}"]
        lines += ["[[activities]]", f'name = "work in {c}"', f'sites = ["{c}"]']
        lines += ['uses = [{ resource = "batches" }, { resource = "room" }]']
        value = f"{{ v = 80, {ASSUMED} }}"
        lines += [f'values = [{{ city = "{c}", kind = "cash", amount = {value} }}]']
    _, told = asked("\n".join(lines))
    found = told["all together"]
    assert (found.verdict, found.worth, found.fine, found.outside_money) == ("fails", 60, 20, 30)
    assert found.groups_worth == 90
    assert sum(found.groups.values()) * 60 >= 90


def test_a_city_whose_range_is_not_found_in_time_is_left_out(asked, monkeypatch):
    proven = stable_optimum.stable_optimum

    def bounded(subject):
        found = proven(subject)
        return replace(found, attained=False) if "H0" in subject.objective else found

    whole = asked(drawn(1, *SMALL))[0]
    monkeypatch.setattr(stable_optimum, "stable_optimum", bounded)
    monkeypatch.setattr(effort, "MOST", 1)
    part = check_up(parse_scenario(drawn(1, *SMALL)), ranges=False)
    known = {city: x for city, x in whole.payoffs.lowest.items() if city != "H0"}
    assert "H0" in part.context.members
    assert part.payoffs.lowest == known
    assert len(known) == len(part.context.cities) - 1
    assert f"stable deal of all {len(part.context.cities)}" in str(part)


@pytest.mark.parametrize("deal", [True, False] if NIGHTLY else [True])
def test_a_report_of_many_cities_is_the_same_twice_and_verifies_without_solvers(deal, monkeypatch):
    monkeypatch.setattr(effort, "MOST", effort.MOST if NIGHTLY else 5)
    scenario = parse_scenario(drawn(1, *((11, 6) if NIGHTLY else (3, 3)), deal=deal))
    assert len(scenario.players) > effort.MOST
    texts = [json.dumps(check_up(scenario, ranges=False).to_json()) for _ in range(2)]
    assert texts[0] == texts[1]
    outcome = verify_report(scenario, texts[0])
    assert outcome, outcome.reason
    assert outcome.checked > 20


def test_a_grant_counts_alike_on_both_routes(by_both_routes):
    grant = f"[province]\ngrant = {{ v = 7, {ASSUMED} }}\ncredit.H0 = {{ v = 3, {ASSUMED} }}"
    one, two = by_both_routes("surplus", f"{drawn(2)}\n{grant}")
    assert two.gain_of_members == one.gain_of_members
    assert two.gain_of_all == one.gain_of_all


def test_what_needs_consent_is_barred_on_both_routes(by_both_routes):
    text = drawn(3, hills=4 if NIGHTLY else 2) + '\n[province]\nconsent = ["quota transfer"]'
    one, two = by_both_routes("outside offers", text)
    assert two.verdict == one.verdict
    assert two.with_consent.verdict == one.with_consent.verdict


def market(seed, hills=4, coast=3):
    """The same region without its parks, so that all that is scarce has an owner."""
    kept, skip = [], False
    for line in drawn(seed, hills, coast).split("\n"):
        if line.startswith("["):
            skip = line.startswith(("[platforms", "[project]"))
        if not skip:
            kept.append(line)
    return "\n".join(kept)


@pytest.mark.parametrize("seed", range(20 if NIGHTLY else 1))
def test_owens_split_is_stable_and_his_prices_are_what_one_more_and_one_less_bring(asked, seed):
    text = market(seed)
    (report, found), (_, told) = checked(text), asked(text)
    together = told["all together"]
    best = report.context.best
    assert sum(together.owen.values()) == best.grand_worth == together.worth
    for group in best:
        assert sum(together.owen[city] for city in group) >= best.worth(group)
    assert found["surplus"] == told["surplus"]
    (quota,) = (one for one in together.prices if one.resource == "quota")
    step, owner = Fraction(1, 10**6), "H0"
    own = dict(report.scenario.quantities())[f"resources.quota.owned.{owner}"].value
    for sign, price in ((1, quota.least), (-1, quota.most)):
        moved = report.scenario.moved({f"resources.quota.owned.{owner}": own + sign * step})
        worth = context_of(moved, Recorder()).best.grand_worth
        assert worth - best.grand_worth == sign * step * price


def test_a_hundred_cities_without_parks_have_prices_and_a_stable_split():
    context = context_of(parse_scenario(market(1, hills=70, coast=30)), Recorder())
    assert len(context.cities) == 100
    core = context.core
    assert core is not None
    assert not core.empty
    assert core.certificate.stability.highest == 0
    assert core.certificate.verify(context.best.production)


def test_a_report_of_a_market_verifies_without_solvers_and_a_wrong_price_does_not(monkeypatch):
    monkeypatch.setattr(effort, "MOST", effort.MOST if NIGHTLY else 5)
    scenario = parse_scenario(market(1, *((11, 6) if NIGHTLY else (5, 3))))
    assert len(scenario.players) > effort.MOST
    report = check_up(scenario, ranges=False).to_json()
    text = json.dumps(report)
    assert verify_report(scenario, text)
    together = next(one for one in report["findings"] if one["name"] == "all together")
    price = together["facts"]["prices"][0]["least"]
    price["exact"], price["value"] = "7", 7.0
    assert not verify_report(scenario, json.dumps(report))


COMMON = '[resources.pool]\nkind = "common"\namount = { v = 9, low = 1, high = 20 }\n'


@pytest.mark.parametrize("conjecture", ["stay_home", "race", "residual"])
def test_sixty_cities_with_a_common_pool_are_refused_in_a_sentence(tmp_path, call, conjecture):
    names = [f"C{k}" for k in range(60)]
    lines = ["format = 1", 'title = "Pool"', *(f"[cities.{c}]" for c in names), COMMON]
    lines += [f'conjecture = "{conjecture}"']
    for c in names:
        lines += ["[[activities]]", f'name = "draw in {c}"', f'sites = ["{c}"]']
        lines += ['uses = [{ resource = "pool" }]']
        value = "{ v = 3, low = 1, high = 9 }"
        lines += [f'values = [{{ city = "{c}", kind = "cash", amount = {value} }}]']
    file = tmp_path / "pool.toml"
    file.write_text("\n".join(lines), encoding="utf-8")
    code, out, err = call("check", file)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "pool is a common pool of 60 cities" in err
    assert "owned by city" in err
    with pytest.raises(InvalidInput, match=r"common pool of 60 cities.*owned by city"):
        check_up(load_scenario(file))


def test_a_deal_of_nine_of_many_cities_is_held_against_all_groups_at_once():
    """Groups of members double with each of them: hold-up is no wish of an amendment."""
    text, pair = drawn(1, 12, 5, 1), 'members = ["C2", "H0"]'
    assert pair in text
    members = ["C2", *(f"H{k}" for k in range(8))]
    scenario = parse_scenario(text.replace(pair, f"members = {json.dumps(members)}"))
    report = check_up(scenario, ranges=False)
    verdicts = {found.name: found.verdict for found in report.findings}
    assert (verdicts["outside offers"], verdicts["hold-up"]) == ("fails", "stands")
    assert report.payoffs is not None
    assert report.negotiated.undecided is None
    assert report.negotiated.clauses
    offers = next(found for found in report.findings if found.name == "outside offers").facts
    assert set(offers.elsewhere) == set(members)
    context = context_of(scenario, Recorder())
    assert hold_up.conditions(context) == {}  # amendments ask for none either
    alone = context.status_quo
    for city, most in offers.elsewhere_at_most.items():
        assert alone[city] <= offers.elsewhere[city] <= most
    assert {verdicts[name] for name in ("surplus", "terms", "consistency")} <= {"stands", "fails"}
    assert verify_report(scenario, json.loads(json.dumps(report.to_json())))


def test_talks_of_five_members_are_held_to_the_floor_of_each_group(monkeypatch):
    """Though what groups have elsewhere is told of each member alone, and asked of few groups."""
    monkeypatch.setattr(effort, "MOST", 1)
    text = drawn(1, 4, 2, 1).replace("C2", "C1")
    members = json.dumps(["C1", "H0", "H1", "H2", "H3"])
    scenario = parse_scenario(text.replace('["C1", "H0"]', members))
    context = context_of(scenario, lambda solver, subject: solver(subject))
    assert len(context.floors) == len(context.talk_floors) == 5
    offers, names = context.among_many, context.members
    groups = [g for size in range(1, 5) for g in itertools.combinations(names, size)]
    every = {group: offers.floor_at_split(group).amount for group in groups}
    for clause in negotiated(context).clauses:
        assert not clause.agreed
        assert len(clause.floors) < len(groups)
        talks = talks_over(context, context.compact.at_signing, clause.instruments)
        all_known = Negotiation(
            talks.compact, talks.status_quo, talks.instruments, floors=every, caps=talks.caps
        )
        assert clause.shortfall == all_known.shortfall > 0


def test_the_model_of_a_deal_of_nine_of_many_cities_is_written(monkeypatch):
    """By the floor of each member; what their many groups could have stopped it."""
    monkeypatch.setattr(effort, "MOST", 1)
    members = ["C0", "C1", *(f"H{k}" for k in range(7))]
    text = drawn(1, 7, 2, 1).replace("C2", "C1").replace('["C1", "H0"]', json.dumps(members))
    scenario = parse_scenario(text)
    facts, told = found_by("outside offers", scenario).facts, model_text(scenario)
    for city, floor in facts.elsewhere.items():
        assert f"floor({city}) = {number(floor)}" in told
    assert f"the shortfall is {number(facts.shortfall)}." in told
    several = [
        group
        for clause in negotiated(context_of(scenario, Recorder())).clauses
        if len(clause.instruments) == 1
        for group in clause.floors
        if len(group) > 1
    ]
    assert several
    assert all(f"floor({', '.join(group)}) = " in told for group in several)


def test_no_time_at_all_is_refused_in_a_sentence(tmp_path, call):
    file = tmp_path / "region.toml"
    file.write_text(drawn(0), encoding="utf-8")
    code, out, err = call("check", file, "--seconds", "0")
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "--seconds is '0'; it should be a number above 0, as 5; left out, the work is" in err
    for none in (0, -1, "5", math.nan, True):
        with pytest.raises(InvalidInput, match=r"^seconds is .*; it should be a number above 0"):
            check_up(load_scenario(file), seconds=none)


def test_a_table_of_forty_cities_is_refused_in_a_sentence(tmp_path, call):
    names = [f"C{k}" for k in range(40)]
    lines = ["format = 1", 'title = "Table"', "[game]", 'sense = "gain"', 'assumed = "all"']
    lines += ["[game.worths]"]
    file = tmp_path / "table.toml"
    file.write_text("\n".join([*lines, *(f"{c} = 1" for c in names)]), encoding="utf-8")
    code, out, err = call("check", file)
    assert (code, out) == (2, "")
    assert "40 cities" in err
    assert "[resources]" in err
    assert err.count("\n") == 1
    with pytest.raises(ScenarioError, match=r"40 cities.*need no table"):
        load_scenario(file)
    cities = [f"C{k}" for k in range(40)]
    with pytest.raises(TooLarge, match="an OracleGame needs no table"):
        CoalitionalGame.from_function(cities, len)
    with pytest.raises(InvalidInput, match=r"is 40; it should be at most 20.*shapley_estimate"):
        coalitional_form(LinearProductionGame(cities, [], []))


def test_a_run_that_ends_early_says_so(tmp_path, call, monkeypatch):
    monkeypatch.setattr(effort, "MOST", 5)
    file = tmp_path / "region.toml"
    file.write_text(drawn(1), encoding="utf-8")
    code, out, err = call("check", file, "--no-ranges", "--seconds", "0.001")
    assert code == 0
    assert "after 0.001 seconds" in err
    assert "CHECK-UP" in out


def test_numbers_are_not_moved_where_there_is_no_table(monkeypatch, tmp_path, call):
    """Each would take as long as the check-up; that an option left them out is not said."""
    monkeypatch.setattr(effort, "MOST", 1)
    text = drawn(1, hills=1, parks=1)
    few = parse_scenario(text)
    assert check_up(few, ranges=True).switching_values is None
    file = tmp_path / "region.toml"
    file.write_text(text, encoding="utf-8")
    told = call("check", file)
    assert "Numbers are not moved in their ranges among more than 1 cities" in told.err
    assert "--no-ranges" not in told.out
    with pytest.raises(InvalidInput, match="above 0"):
        check_up(parse_scenario(drawn(1)), seconds=0)


def test_a_repair_that_groups_of_members_ask_for_is_looked_for(monkeypatch):
    """Of many members, whose groups are not asked one by one, as of few."""
    monkeypatch.setattr(effort, "MOST", 1)
    text = drawn(1, *SMALL)
    few = found_by("outside offers", parse_scenario(text))
    monkeypatch.setattr("mechanisms.compact.floors_among_many._FEW", 1)
    many = found_by("outside offers", parse_scenario(text))
    assert (many.verdict, many.facts.shortfall) == ("fails", few.facts.shortfall)
    assert "not looked for" not in many.repair
