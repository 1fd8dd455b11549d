"""A sweep against files with the same numbers, and whatever may end it before its time."""

from __future__ import annotations

import errno
import gc
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from fractions import Fraction
from pathlib import Path

import pytest

import intercity as ic
from games.errors import IntercityError, InvalidInput
from intercity.checkup.garbage import rarely_collecting
from intercity.findings.checks import CHECKS as CHECKS_OF_ALL
from intercity.sweeps import backends, store
from intercity.sweeps.english import summary
from intercity.sweeps.runs import Task, run_key, work_out
from solvers.progress import listening
from tests.frontdoor.sleeper import quit_at_once
from tests.frontdoor.small_scenarios import quota_for_a_price

pq = pytest.importorskip("pyarrow.parquet")
joblib = pytest.importorskip("joblib")

ROOT = Path(__file__).parents[2]
TEXT = quota_for_a_price(price=(0, 5, 40), amount=(0, 5, 10))
SCENARIO = ic.parse_scenario(TEXT)
PRICE, AMOUNT = "compact.transfer.0.price_one_off", "compact.transfer.0.amount"
OVER = {PRICE: "0:4:3", AMOUNT: [2, 5, 10]}
CHECKS = ["surplus", "terms", "outside offers", "arms race"]


def swept(over=OVER, scenario=SCENARIO, checks=CHECKS, backend=1, **how):
    return ic.sweep(scenario, over, checks=checks, backend=backend, **how)


@pytest.fixture(scope="module")
def here():
    """The sweep that others are compared with, worked out in this process."""
    return swept()


def parts(folder):
    return sorted((folder / "parts").iterdir())


# ------------------------------------------------------------------------------ what is found


def test_verdicts_and_margins_are_those_of_a_file_with_the_same_numbers(here):
    """The check-up reads the numbers from a file, and knows nothing of other points."""
    found = here.verdicts().set_index(["moves", "check"])
    assert len(found) == 9 * len(CHECKS)
    for price in (0, 2, 4):
        for amount in (2, 5, 10):
            text = quota_for_a_price(price=(price, price, 40), amount=(amount, amount, 10))
            report = ic.check_up(ic.parse_scenario(text), ranges=False)
            for one in report.findings:
                if one.name in CHECKS:
                    row = found.loc[json.dumps({PRICE: str(price), AMOUNT: str(amount)}), one.name]
                    assert (row.verdict, row.exact) == (one.verdict, str(one.margin or "none"))
                    assert row[PRICE] == price
                    assert row[AMOUNT] == amount


def test_facts_stand_as_floats_and_exactly(here):
    found = here.to_frame()
    gains = found[(found.check == "terms") & (found.fact == "gains")]
    assert len(gains) == 9 * 2
    for _, row in gains.iterrows():  # the hub makes 3 of a unit, the hills 1
        price, amount = Fraction(row[PRICE]), Fraction(row[AMOUNT])
        paid = price * amount
        assert Fraction(row.exact) == (3 * amount - paid if row.of == "Hub" else paid - amount)
        assert row.value == float(Fraction(row.exact))


def test_a_notebook_shows_the_summary_with_names_as_text():
    text = TEXT.replace("Hills", "<b>Hills").replace("[cities.<b>Hills]", '[cities."<b>Hills"]')
    text = text.replace("owned.<b>Hills", 'owned."<b>Hills"')
    key = 'resources.quota.owned."<b>Hills"'
    shown = swept({key: [10]}, ic.parse_scenario(text), ["surplus"])._repr_html_()
    assert "&lt;b&gt;Hills" in shown
    assert "<b>" not in shown


def test_the_points_come_in_the_order_of_the_design(here):
    points = [tuple(map(Fraction, json.loads(m).values())) for m in here.verdicts().moves]
    assert list(dict.fromkeys(points)) == list(here.design.points)


def test_a_number_that_was_moved_before_stays_so():
    moved = SCENARIO.moved({PRICE: 2})
    found = swept({AMOUNT: [2, 5]}, moved).verdicts()
    same = swept({PRICE: [2], AMOUNT: [2, 5]}).verdicts()
    assert found.drop(columns=["run", "moves"]).equals(same.drop(columns=["run", "moves", PRICE]))
    assert moved.text == ""
    assert set(found.run).isdisjoint(swept({AMOUNT: [2, 5]}).verdicts().run)


def test_a_point_that_fails_is_a_row_with_its_reason():
    scenario = ic.load_scenario(ROOT / "examples/quzhou_hangzhou/scenario.toml")
    found = swept({"compact.refund.0.share": "0.5:1.5:3"}, scenario, ["consistency"])
    assert found.counts == {"consistency": {"stands": 2, "error": 1}}
    (reason,) = found.reasons
    assert "compact.refund.0.share" in reason
    assert "3/2" in reason or "1.5" in reason
    table = found.to_frame()
    assert list(table[table.verdict == "error"].fact) == ["margin", "error"]


def test_a_point_at_which_tables_do_not_fit_together_is_one_too():
    """A file with these numbers is refused, though each number by itself is as it may be."""
    text = (ROOT / "examples/quzhou_hangzhou/scenario.toml").read_text("utf-8")
    buy, sell = "{ v = 0.50, low = 0.30, high = 0.70 }", "{ v = 0.30, low = 0.20, high = 0.40 }"
    assert text.count(buy) == text.count(sell) == 1
    dear = text.replace(buy, buy.replace("0.50", "0.30"))
    dear = dear.replace(sell, sell.replace("0.30,", "0.40,", 1))
    with pytest.raises(ic.ScenarioError) as refusal:
        ic.parse_scenario(dear)
    key = "resources.quota.exchange."
    over = {f"{key}buy_one_off": [0.3, 0.5], f"{key}sell_one_off": [0.2, 0.4]}
    found = swept(over, ic.parse_scenario(text), ["consistency"])
    assert found.verdict_at()["consistency"] == ["stands", "error", "stands", "stands"]
    assert f"scenario.toml: {next(iter(found.reasons))}" == str(refusal.value)


def test_a_fault_at_one_point_is_no_other_points(monkeypatch):
    from intercity.sweeps import runs

    whole = runs.TracedContext.find

    def broken(context, check):
        if context.scenario.quantity(PRICE).value == 2:
            raise ZeroDivisionError("by zero")
        return whole(context, check)

    monkeypatch.setattr(runs.TracedContext, "find", broken)
    found = swept(checks=["terms"])
    assert found.counts["terms"]["error"] == 3
    assert "ZeroDivisionError" in next(iter(found.reasons))


def test_checks_are_those_asked_for_in_the_order_of_the_report():
    assert swept({AMOUNT: [5]}, checks=["terms", "surplus"]).checks == ("surplus", "terms")
    assert len(swept({AMOUNT: [5]}, checks=None).checks) > 10


# ----------------------------------------------------------------------- wherever it is worked out


@pytest.fixture
def cluster():
    """A Dask cluster whose two workers are threads of this process, reached by TCP."""
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2,
        threads_per_worker=1,
        processes=False,
        protocol="tcp",
        dashboard_address=":0",
        scheduler_port=0,
    ) as found:
        yield found


def test_a_dask_cluster_finds_the_same(here, cluster):
    assert swept(backend=cluster.scheduler_address).to_frame().equals(here.to_frame())


def test_a_cluster_that_goes_away_loses_nothing(tmp_path, cluster):
    def close(done, of, seconds):
        if done:
            cluster.close()

    over = {PRICE: "0:4:12", AMOUNT: "1:10:12"}
    with pytest.raises(IntercityError, match="gone away"):
        swept(over, checks=["terms"], backend=cluster.scheduler_address, output=tmp_path / "s",
              progress=close)  # fmt: skip
    kept = sum(len(set(pq.read_table(part)["run"].to_pylist())) for part in parts(tmp_path / "s"))
    assert kept > 0
    assert swept(over, checks=["terms"], output=tmp_path / "s").computed == 144 - kept


def test_a_cluster_without_workers_is_waited_for_and_then_given_up(monkeypatch, cluster):
    monkeypatch.setattr(backends, "PATIENCE", 0)
    cluster.scale(0)
    with pytest.raises(IntercityError, match="no workers"):
        swept(backend=cluster.scheduler_address)


def test_garbage_is_looked_for_as_before_a_sweep_in_which_a_check_up_ended(monkeypatch):
    """A check-up in another thread, begun before the sweep."""
    from intercity.sweeps import runs

    whole, before, other = runs.TracedContext.find, gc.get_threshold(), ExitStack()

    def ending(context, check):
        other.close()
        return whole(context, check)

    monkeypatch.setattr(runs.TracedContext, "find", ending)
    other.enter_context(rarely_collecting())
    with other:
        swept({PRICE: [1]}, checks=["terms"])
    assert gc.get_threshold() == before


def test_a_worker_of_another_version_takes_no_part():
    task = Task(TEXT, {}, ("terms",), "0.0.1", (PRICE,), ("a",), (("1",),), True, ({},))
    told = task.to_json()
    with pytest.raises(IntercityError, match=r"0\.0\.1"):
        work_out(told)


def test_a_process_that_ends_before_its_time_is_told(monkeypatch):
    monkeypatch.setattr(backends, "_apart", quit_at_once)
    with pytest.raises(IntercityError, match="ended before its time"):
        swept(backend=2)


@pytest.mark.parametrize("backend", [0, -1, True, 1.5, "many", "localhost:8786"])
def test_a_backend_is_a_number_of_processes_or_an_address(backend):
    with pytest.raises(InvalidInput, match="backend"):
        swept(backend=backend)


def test_a_task_is_text():
    points, settled = (("1",), ("2",)), ({}, {"terms": "stands"})
    runs = ("a", "b")
    task = Task(TEXT, {AMOUNT: "3"}, ("terms",), "0.1.0", (PRICE,), runs, points, False, settled)
    assert Task.from_json(task.to_json()) == task


def test_a_run_is_known_by_all_that_it_depends_on():
    given = TEXT, {PRICE: "1"}, ["terms"], "0.1.0"
    keys = [run_key(*given)]
    for k, other in enumerate((f"{TEXT} ", {PRICE: "2"}, ["surplus"], "0.2.0")):
        keys.append(run_key(*given[:k], other, *given[k + 1 :]))
    assert len(set(keys)) == 5


# --------------------------------------------------------------------- whatever ends it


class Ended(Exception):
    """Whatever ends a sweep."""


def end_after(n):
    def progress(done, of, seconds):
        if done >= n:
            raise Ended

    return progress


def test_what_is_kept_is_not_worked_out_again(tmp_path, here):
    for _ in range(2):
        with pytest.raises(Ended):
            swept(output=tmp_path / "s", progress=end_after(1))
    assert len(parts(tmp_path / "s")) == 1
    found = swept(output=tmp_path / "s")
    assert found.computed == 8
    assert found.to_frame().equals(here.to_frame())
    assert swept(output=tmp_path / "s").computed == 0


def test_a_sweep_that_is_killed_as_it_begins_can_be_begun_again(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / ".lock").touch()
    (tmp_path / ".sweep.json.abc").touch()
    assert swept(output=tmp_path).computed == 9
    assert not (tmp_path / ".sweep.json.abc").exists()


@pytest.mark.parametrize(
    ("name", "told"), [("moved", {"a": "1e999999999"}), ("moved", {"a": "x"}), ("moved", 7)]
)
def test_what_a_folder_says_of_its_sweep_must_be_readable(tmp_path, name, told):
    swept(output=tmp_path)
    about = tmp_path / "sweep.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), name: told}))
    refused(tmp_path, "sweep.json can be read")


@pytest.mark.parametrize(("name", "told"), [("keys", [1]), ("checks", [2]), ("text", 3)])
def test_a_folder_of_something_else_is_refused_in_a_sentence(tmp_path, name, told):
    swept(output=tmp_path)
    about = tmp_path / "sweep.json"
    about.write_text(json.dumps({**json.loads(about.read_text()), name: told}))
    refused(tmp_path)


def test_parts_of_an_unknown_sweep_are_not_taken_for_ones_own(tmp_path):
    swept(output=tmp_path)
    (tmp_path / "sweep.json").unlink()
    refused(tmp_path, "other files", output=tmp_path)


def test_a_finer_grid_goes_on_from_a_coarse_one(tmp_path, here):
    coarse = swept({PRICE: "0:4:2", AMOUNT: [2, 5, 10]}, output=tmp_path / "s")
    assert coarse.computed == 6
    fine = swept(output=tmp_path / "s")
    assert fine.computed == 3
    assert fine.to_frame().equals(here.to_frame())
    assert len(coarse.verdicts()) == 6 * len(CHECKS)  # the others are there, and are not its own


KILLED = """
import sys
import intercity as ic
scenario = ic.parse_scenario(sys.stdin.read())
ic.sweep(scenario, {over}, checks=["terms"], backend={backend}, output={folder!r})
"""


def children(process):
    """The processes that a process has started, by their numbers."""
    listed = Path(f"/proc/{process}/task/{process}/children").read_text("ascii")
    return [int(number) for number in listed.split()]


def running(process):
    try:
        status = Path(f"/proc/{process}/stat").read_text("utf-8")
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="a system with /proc")
def test_a_sweep_that_is_killed_twice_loses_and_repeats_nothing(tmp_path):
    """Once in two processes of joblib, which end with it, and once in one."""
    over = {PRICE: "0:4:14", AMOUNT: "1:10:14"}
    folder, kept = tmp_path / "s", set()
    for backend in (2, 1):
        script = KILLED.format(over=over, backend=backend, folder=str(folder))
        process = subprocess.Popen(
            [sys.executable, "-c", script], stdin=subprocess.PIPE, cwd=ROOT, text=True
        )
        process.stdin.write(TEXT)
        process.stdin.close()
        begun = time.monotonic()
        while len(set(folder.glob("parts/*.parquet")) - kept) < 2:
            assert process.poll() is None
            assert time.monotonic() - begun < 240
            time.sleep(0.01)
        workers = children(process.pid)
        assert bool(workers) == (backend > 1)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        while any(map(running, workers)):
            assert time.monotonic() - begun < 240
            time.sleep(0.1)
        assert kept < set(folder.glob("parts/*.parquet"))
        kept = set(folder.glob("parts/*.parquet"))
    runs = [run for part in kept for run in set(pq.read_table(part)["run"].to_pylist())]
    assert len(runs) == len(set(runs)) < 196  # the second did nothing of the first again
    found = swept(over, checks=["terms"], output=folder)
    assert found.computed == 196 - len(runs)
    everything = [
        run for part in parts(folder) for run in set(pq.read_table(part)["run"].to_pylist())
    ]
    assert len(everything) == len(set(everything)) == 196
    assert found.verdicts().equals(swept(over, checks=["terms"]).verdicts())
    assert not [file for file in parts(folder) if file.name.startswith(".")]


def test_a_disk_that_is_full_in_the_middle_loses_nothing(tmp_path, monkeypatch, here):
    written = []

    def full(handle):
        # A part has no name of a part before it is whole.
        assert len(list(tmp_path.glob("parts/*.parquet"))) == len(written)
        if written:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(handle)

    with monkeypatch.context() as patched:
        patched.setattr(store.os, "fsync", full)
        with pytest.raises(InvalidInput, match=r"(?i)no space left.*is kept"):
            swept(output=tmp_path)
    assert len(parts(tmp_path)) == 1  # and no draft beside it
    found = swept(output=tmp_path)
    assert found.computed == 8
    assert found.to_frame().equals(here.to_frame())


def test_two_sweeps_at_once_do_not_write_into_one_folder(tmp_path):
    pytest.importorskip("fcntl")

    def second(done, of, seconds):
        with pytest.raises(InvalidInput, match="another sweep"):
            swept(output=tmp_path / "s")

    assert swept(output=tmp_path / "s", progress=second).computed == 9


# ------------------------------------------------------------------------ what is refused


def refused(folder, *words, **how):
    before = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    with pytest.raises(InvalidInput) as told:
        swept(**{"output": folder, **how})
    for word in words:
        assert word in str(told.value)
    assert "\n" not in str(told.value)
    assert {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()} == before


def test_a_scenario_that_was_changed_does_not_go_on(tmp_path):
    swept(output=tmp_path)
    worth = "activities.0.values.0.amount"
    refused(tmp_path, worth, "was 3 and is 4 now", scenario=SCENARIO.moved({worth: 4}))
    changed = ic.parse_scenario(TEXT.replace("reversible = false", "reversible = true"))
    refused(tmp_path, "another scenario", scenario=changed)


def test_a_scenario_in_which_only_a_remark_was_changed_goes_on(tmp_path):
    swept(output=tmp_path)
    assert swept(scenario=ic.parse_scenario(f"# a remark\n{TEXT}"), output=tmp_path).computed == 0


def test_other_numbers_checks_and_versions_do_not_go_on(tmp_path):
    swept(output=tmp_path)
    refused(tmp_path, PRICE, "not", over={AMOUNT: [5]})
    refused(tmp_path, "surplus, terms", "not terms", checks=["terms"])
    refused(tmp_path, "with figures", "verdicts alone", figures=False)
    about = tmp_path / "sweep.json"
    about.write_text(about.read_text("utf-8").replace(ic.__version__, "0.0.1"), "utf-8")
    refused(tmp_path, "version 0.0.1", ic.__version__)
    about.write_text("{", "utf-8")
    refused(tmp_path, "sweep.json")


def test_a_part_that_cannot_be_read_is_named(tmp_path):
    swept(output=tmp_path)
    (part, *_) = parts(tmp_path)
    part.write_bytes(part.read_bytes()[:-20])
    refused(tmp_path, part.name, "delete it")
    part.unlink()
    assert swept(output=tmp_path).computed > 0


def test_parts_that_are_taken_away_are_missed(tmp_path):
    found = swept(output=tmp_path)
    parts(tmp_path)[0].unlink()
    with pytest.raises(IntercityError, match="no longer there"):
        found.counts  # noqa: B018 - it is worked out when looked at


@pytest.mark.parametrize("place", ["file", "file/below", "other"])
def test_a_folder_that_cannot_be_written_is_named(tmp_path, place):
    (tmp_path / "file").touch()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").touch()
    refused(tmp_path, str(tmp_path / place), output=tmp_path / place)


@pytest.mark.parametrize("checks", [["trems"], [], "terms", 7, [7]])
def test_checks_that_are_none_are_refused(checks):
    with pytest.raises(InvalidInput):
        swept(checks=checks)


def test_what_is_no_scenario_or_has_no_text_is_refused():
    with pytest.raises(InvalidInput, match="load_scenario"):
        ic.sweep(TEXT, OVER)
    with pytest.raises(InvalidInput, match="text"):
        swept(scenario=type(SCENARIO).model_validate(dict(SCENARIO)))


def test_checks_that_are_not_asked_take_one_line(here):
    assert "NOT ASKED   arms race" in str(here).splitlines()
    counts = {name: {"not asked": 9} for name in CHECKS_OF_ALL}
    told = [one for one in summary(here.design, counts, {}, None, 9) if "NOT ASKED" in one]
    assert told == [f"NOT ASKED   {len(counts)} checks: intercity check --full lists them"]


# ------------------------------------------------------------------------- progress


def test_whoever_waits_hears_of_each_run_and_its_checks(monkeypatch):
    """Of four points that are one task nothing was told before all of them were done."""
    monkeypatch.setattr("intercity.sweeps.sweep.FIRST", 4)
    heard, done = [], []
    with listening(lambda part, *_: heard.append(part)):
        swept({PRICE: [1, 2, 3, 4]}, checks=["surplus", "terms"], backend=1,
              progress=lambda so_far, *_: done.append((so_far, len(heard))))  # fmt: skip
    assert [so_far for so_far, _ in done] == [0, 4]
    before = heard[: done[1][1]]
    for k in range(1, 5):
        assert {f"run {k} of 4", f"run {k} of 4, surplus", f"run {k} of 4, terms"} <= {*before}
    assert [part for part in before if part.count(" ") == 3] == [
        f"run {k} of 4" for k in range(1, 5)
    ]


def test_a_later_run_is_told_with_the_time_left():
    heard = []
    with listening(lambda part, *_: heard.append(part)):
        swept({PRICE: [1, 2, 3, 4, 5]}, checks=["terms"], backend=1)
    assert any(re.fullmatch(r"run 5 of 5, \d+ s left, terms", part) for part in heard)


def test_progress_counts_every_run_and_ends_with_none_left():
    told = []
    swept(progress=lambda *now: told.append(now))
    done, of, left = zip(*told, strict=True)
    assert done[:2] == (0, 1)  # processes that share runs tell of tasks alone: the first has one
    assert list(done) == sorted(set(done))
    assert set(of) == {9}
    assert (done[-1], left[-1]) == (9, 0)
    assert threading.active_count() < 20
