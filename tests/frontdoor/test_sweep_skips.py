"""A sweep that wants verdicts alone skips points, and finds what a check-up of them finds."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest

import intercity as ic
from intercity.findings.checks import CHECKS as ALL_CHECKS
from intercity.findings.checks import evaluate
from intercity.sweeps import settled
from intercity.sweeps.design import design
from intercity.topics.registry import context_of
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.properties.strategies import NIGHTLY

pytest.importorskip("pyarrow")

TEXT = quota_for_a_price(price=(0, 5, 40), amount=(0, 5, 10))
SCENARIO = ic.parse_scenario(TEXT)
PRICE, AMOUNT = "compact.transfer.0.price_one_off", "compact.transfer.0.amount"
HORIZON = "time.horizon"
OVER = {PRICE: "-1:6:8", AMOUNT: "0:12:7"}  # below 0 a price is none; 10 is all there is
CHECKS = ["surplus", "terms", "arms race"]


def swept(over=OVER, scenario=SCENARIO, checks=CHECKS, backend=1, figures=False, **how):
    return ic.sweep(scenario, over, checks=checks, backend=backend, figures=figures, **how)


@pytest.fixture(scope="module", autouse=True)
def _few_points_are_enough():
    """A look at a box is worth it even for few points."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(settled, "WORTH", 4)
        patched.setattr(settled, "STEP", 0)
        yield


@pytest.fixture(scope="module")
def here():
    return swept()


@pytest.fixture(scope="module")
def every_point():
    """The same, each point checked up."""
    return swept(figures=True)


def test_verdicts_are_those_of_the_same_points_checked_up(here, every_point):
    assert here.verdict_at() == every_point.verdict_at()
    assert here.reasons == every_point.reasons
    assert set(every_point.counts["terms"]) == {"stands", "fails", "undecided", "error"}
    assert sum(every_point.skipped.values()) == 0


def test_nothing_is_skipped_of_what_no_map_is_made_of():
    """Of checks that are not proven on boxes, and of more than two numbers."""
    places = [(Fraction(x), Fraction(y)) for x in range(4) for y in range(4)]
    open_ = [name for name in ALL_CHECKS if name not in settled.COVERED]
    assert open_
    assert not settled.settled_verdicts(SCENARIO, (PRICE, AMOUNT), places, open_[0])
    three = [(*place, Fraction(1)) for place in places]
    assert not settled.settled_verdicts(SCENARIO, (PRICE, AMOUNT, HORIZON), three, "terms")
    assert settled.settled_verdicts(SCENARIO, (PRICE, AMOUNT), places, "terms")


def test_each_row_says_whether_its_point_was_skipped(here):
    table = here.verdicts()
    assert set(table.by) == {"map", "check-up"}
    counted = table[table.by == "map"].check.value_counts().to_dict()
    assert counted == {check: n for check, n in here.skipped.items() if n}
    assert here.skipped["terms"] > 10
    assert here.skipped["arms race"] == 0  # which the scenario does not ask for
    assert f"terms at {here.skipped['terms']:,}" in str(here)
    assert table.margin.isna().all()


def test_points_at_which_numbers_do_not_fit_are_checked_up(here):
    table = here.verdicts()
    assert set(table[table.verdict == "error"].by) == {"check-up"}
    assert here.reasons


@pytest.mark.parametrize("how", ["lhs", "sobol"])
def test_points_on_no_grid_are_skipped_too(how):
    over = {PRICE: "0:6:32", AMOUNT: "0:10:32"}
    asked = {"design": how, "checks": ["terms"]}
    found = swept(over, **asked)
    assert found.skipped["terms"] > 0
    assert found.verdict_at() == swept(over, figures=True, **asked).verdict_at()


def test_a_number_that_stays_whole_and_one_that_has_a_source():
    text = TEXT.replace("horizon = { v = 1, low = 1, high = 1 }", "horizon = { v = 1, src = 'S' }")
    scenario = ic.parse_scenario(text + "\n[sources]\nS = 'somebody'")
    over = {HORIZON: [1, 2, 3], PRICE: "0:6:20"}
    found = swept(over, scenario, ["terms"])
    assert found.skipped["terms"] > 30
    assert found.verdict_at() == swept(over, scenario, ["terms"], figures=True).verdict_at()


@pytest.mark.parametrize(
    "over", [{PRICE: "0:6:60"}, {PRICE: "0:6:4", AMOUNT: "1:9:4", HORIZON: [1]}]
)
def test_of_other_than_two_numbers_no_point_is_skipped(over):
    found = swept(over, checks=["terms"])
    assert found.skipped == {"terms": 0}
    assert "SKIPPED     none" in str(found)


def test_a_sweep_that_was_ended_goes_on_and_skips_the_rest(tmp_path, here):
    class Ended(Exception):
        """Whatever ends it."""

    def end(done, of, seconds):
        if done:
            raise Ended

    with pytest.raises(Ended):
        swept(output=tmp_path, progress=end)
    found = swept(output=tmp_path)
    assert 0 < found.computed < len(here.runs)
    assert found.verdict_at() == here.verdict_at()
    assert found.skipped["terms"] > 0


def test_other_processes_find_the_same(here):
    pytest.importorskip("joblib")
    assert swept(backend=2).to_frame().equals(here.to_frame())


def test_a_cluster_finds_the_same(here):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp",
        dashboard_address=":0", scheduler_port=0,
    ) as cluster:  # fmt: skip
        assert swept(backend=cluster.scheduler_address).to_frame().equals(here.to_frame())


def test_progress_counts_skipped_points_and_ends_with_none_left():
    told = []
    swept(checks=["terms"], progress=lambda *now: told.append(now))
    dones = [done for done, _, _ in told]
    assert all(one <= other for one, other in pairwise(dones))
    assert told[-1] == (56, 56, 0.0)


@pytest.mark.parametrize(
    ("keys", "checks"),
    [
        (("subsidies.mu", "project.local_share"), ["terms", "walk-away"]),
        (("compact.transfer.0.amount", "project.stay_tax.Hangzhou"), ["consistency"]),
        (("firm.separation_cost", "firm.return_small_city"), ["firms' choice"]),
    ],
)
def test_verdicts_of_an_example_are_those_of_a_check_up(keys, checks):
    scenario = ic.load_scenario("examples/quzhou_hangzhou/scenario.toml")
    points = design(scenario, dict.fromkeys(keys, "::40")).points
    checked = points[:: 7 if NIGHTLY else 211]
    known = {check: settled.settled_verdicts(scenario, keys, points, check) for check in checks}
    every = ic.sweep(
        scenario, design=[dict(zip(keys, point, strict=True)) for point in checked],
        checks=checks, backend=1,
    ).verdict_at()  # fmt: skip
    for check in checks:
        assert len(known[check]) > len(points) / 2
        for point, verdict in zip(checked, every[check], strict=True):
            assert known[check].get(points.index(point), verdict) == verdict


def test_on_the_command_line_figures_are_left_out_where_nobody_sees_them(tmp_path, call):
    pytest.importorskip("matplotlib")
    file = tmp_path / "quota.toml"
    file.write_text(TEXT, encoding="utf-8")
    asked = ["sweep", file, "--over", f"{PRICE}=0:4:5", "--over", f"{AMOUNT}=1:9:5"]
    asked += ["--checks", "terms", "--backend", 1]
    verdicts = call(*asked, "--pictures", tmp_path / "drawn")
    assert "SKIPPED     terms at " in verdicts.out
    for more in (["--figures"], ["-o", tmp_path / "kept"], ["--csv", tmp_path / "table.csv"]):
        told = call(*asked, *more)
        assert told.code == 0
        assert "SKIPPED" not in told.out
    kept = call(*asked, "--verdicts", "-o", tmp_path / "verdicts")
    assert "SKIPPED" in kept.out
    line = ["sweep", file, "--over", f"{PRICE}=0:4:9", "--checks", "terms", "--backend", 1]
    assert "SKIPPED" not in call(*line, "--pictures", tmp_path / "line").out  # it draws margins


def test_what_a_map_says_of_a_race_is_the_verdict_of_the_check():
    scenario = ic.load_scenario("examples/quzhou_hangzhou/scenario.toml")
    keys = "cities.Quzhou.discount", "subsidies.public_funds_cost"
    points = [(Fraction(85 + d, 100), Fraction(10 + p, 100)) for d in range(7) for p in range(7)]
    found = settled.settled_verdicts(scenario, keys, points, "arms race")
    assert len(found) == len(points)
    for place in (0, len(points) - 1):
        context = context_of(
            scenario.moved(dict(zip(keys, points[place], strict=True))), lambda f, x: f(x)
        )
        assert evaluate(context, "arms race").verdict == found[place]
