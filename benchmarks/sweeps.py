"""What a sweep costs, how much of that is reuse, and how it spreads over workers.

    python benchmarks/sweeps.py             # some minutes
    python benchmarks/sweeps.py --quick     # fewer points

Seconds are the processor's, of all processes, without what it takes to start them. The workers of
the last table sleep for as long as their points would take: so more of them can be tried than the
machine has processors, and what shows is what it costs to hand out the work and take in the parts.
"""

from __future__ import annotations

import json
import os
import platform
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from distributed import Client, LocalCluster
from timing import QUICK, table

import intercity as ic
from intercity.findings.checks import evaluate
from intercity.sweeps import backends
from intercity.sweeps.runs import Done
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call

FILE = Path(__file__).resolve().parents[1] / "examples" / "quzhou_hangzhou" / "scenario.toml"
CHECKS = ("terms", "walk-away", "arms race")
PAIRS = (
    ("subsidies.mu", "firm.stay_hub"),
    ("subsidies.mu", "project.local_share"),
    ("compact.transfer.0.amount", "project.stay_tax.Hangzhou"),
    ("project.plant_mu", "project.plant_quota"),
)
SIDE = 10 if QUICK else 30
ALONE = 40
"""So many points are looked at without what is known from others, each of a few tenths a second."""
SLEEPERS = (1, 2, 4, 8, 16)
POINT = 0.015
"""Seconds for which a sleeping worker sleeps for each point."""


def used() -> float:
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return sum(sum(resource.getrusage(one)[:2]) for one in who)


def over(pair: tuple[str, str]) -> dict[str, str]:
    return dict.fromkeys(pair, f"::{SIDE}")


def costs(scenario: ic.Scenario) -> Iterator[list[str]]:
    """Milliseconds a point, with reuse in one process, and each point by itself."""
    for pair in PAIRS:
        begun = used()
        found = ic.sweep(scenario, over(pair), checks=CHECKS, backend=1)
        swept = (used() - begun) / len(found.runs)
        begun = used()
        points = found.design.points[:: len(found.runs) // ALONE][:ALONE]
        for point in points:
            moved = scenario.moved(dict(zip(pair, point, strict=True)))
            context = context_of(moved, call, brief=True)
            for check in CHECKS:
                evaluate(context, check)
        alone = (used() - begun) / len(points)
        whole = f"{10_000 * swept:.0f} s"
        yield [" and ".join(pair), f"{1000 * alone:.0f} ms", f"{1000 * swept:.1f} ms", whole]


def skipping(scenario: ic.Scenario) -> Iterator[list[str]]:
    """Seconds of the processor for verdicts alone, with and without skipping points."""
    for pair in PAIRS:
        took = {}
        for figures in (True, False):
            begun = used()
            found = ic.sweep(scenario, over(pair), checks=CHECKS[:2], backend=1, figures=figures)
            took[figures] = used() - begun
        points = len(found.runs)
        shares = [f"{check} {100 * n / points:.0f}%" for check, n in found.skipped.items()]
        yield [
            " and ".join(pair),
            f"{took[True]:.1f} s",
            f"{took[False]:.1f} s",
            ", ".join(shares),
        ]


@contextmanager
def cluster(workers: int, *, processes: bool) -> Iterator[str]:
    with LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=processes,
        protocol="tcp",
        dashboard_address=":0",
        scheduler_port=0,
    ) as found:
        yield found.scheduler_address


def spread(scenario: ic.Scenario) -> Iterator[list[str]]:
    """Seconds of the processor on one process, and on clusters of one and of two workers."""
    begun = used()
    alone = ic.sweep(scenario, over(PAIRS[1]), checks=CHECKS, backend=1)
    first = used() - begun
    yield ["this process", f"{first:.1f} s", ""]
    for workers in (1, 2):
        with cluster(workers, processes=True) as address, Client(address) as client:

            def spent(client: Client = client) -> float:
                return used() + sum(client.run(time.process_time).values())

            few = {"project.rent": f"::{8 * workers}"}
            ic.sweep(scenario, few, checks=CHECKS, backend=address)  # what is imported
            begun = spent()
            found = ic.sweep(scenario, over(PAIRS[1]), checks=CHECKS, backend=address)
            took = spent() - begun
        assert found.to_frame().equals(alone.to_frame())
        yield [f"Dask, workers: {workers}", f"{took:.1f} s", f"{100 * first / took:.0f}%"]


def sleep(told: str) -> Done:
    runs = len(json.loads(told)["runs"])
    time.sleep(POINT * runs)
    return Done(b"", runs, POINT * runs)


def sleeping(scenario: ic.Scenario) -> Iterator[list[str]]:
    """How close many workers come to an even share of the time each."""
    backends.work_out = sleep
    side = 20 if QUICK else 80
    for workers in SLEEPERS:
        with cluster(workers, processes=False) as address:
            begun = time.perf_counter()
            spans = dict.fromkeys(PAIRS[1], f"::{side}")
            ic.sweep(scenario, spans, checks=CHECKS, backend=address)
            took = time.perf_counter() - begun
        ideal = POINT * side**2 / workers
        yield [str(workers), f"{ideal:.1f} s", f"{took:.1f} s", f"{100 * ideal / took:.0f}%"]


if __name__ == "__main__":
    scenario = ic.load_scenario(FILE)
    ic.sweep(scenario, {"project.rent": [0]}, checks=CHECKS, backend=1)  # what is imported
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load", end=" ")
    print(", ".join(f"{one:.1f}" for one in os.getloadavg()))
    print(f"\n{SIDE} x {SIDE} points, {', '.join(CHECKS)}\n")
    table(["numbers", "a point alone", "in the sweep", "10,000 points"], list(costs(scenario)))
    print(f"\n{SIDE} x {SIDE} points, {', '.join(CHECKS[:2])}\n")
    table(["numbers", "each point", "skipping", "skipped"], list(skipping(scenario)))
    print(f"\n{SIDE} x {SIDE} points of {' and '.join(PAIRS[1])}\n")
    table(["worked out in", "processor", "efficiency"], list(spread(scenario)))
    print(f"\nworkers that sleep {1000 * POINT:.0f} ms a point\n")
    table(["workers", "ideal", "took", "efficiency"], list(sleeping(scenario)))
