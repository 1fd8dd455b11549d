"""How much of maps of proof is settled, and how far all numbers may be off together.

    python benchmarks/maps.py               # about an hour of one processor
    python benchmarks/maps.py --quick       # fewer pairs
    python benchmarks/maps.py all.together  # of checks and examples with this in their names alone

For each example and each check that it asks and that boxes cover, maps of some pairs of assumed
numbers, drawn with a seed. Open is the share of the rectangle of which nothing is proven; seconds
are the processor's.
"""

from __future__ import annotations

import platform
import random
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from timing import QUICK, table

import intercity as ic
from intercity.checkup.sensitivity import movable
from intercity.findings.checks import evaluate
from intercity.map_of_proof.verdict_on_box import COVERED
from intercity.topics.registry import context_of
from mechanisms.compact.run_solver import call

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
FILES = (
    "quzhou_hangzhou/scenario.toml",
    "three_city_park/scenario.toml",
    "stock_land/scenario.toml",
    "jing_jin_ji/scenario.toml",
    "two_compacts/land_for_funds.toml",
    "two_compacts/land_for_innovation.toml",
)
PAIRS = 4 if QUICK else 40
SEED = 1
ONLY = [name for name in sys.argv[1:] if not name.startswith("-")]


def asked(scenario: ic.Scenario) -> list[str]:
    """The checks that boxes cover and that this scenario asks."""
    context = context_of(scenario, call, brief=True)
    return [name for name in COVERED if evaluate(context, name).verdict != "not asked"]


def pairs(scenario: ic.Scenario) -> list[list[str]]:
    """Pairs of assumed numbers with a range, all of them where there are few."""
    keys = [
        key
        for key in movable(scenario)
        if scenario.quantity(key).low != scenario.quantity(key).high
    ]
    draw, found = random.Random(SEED), list[list[str]]()
    while len(found) < min(PAIRS, len(keys) * (len(keys) - 1) // 2):
        pair = draw.sample(keys, 2)
        if pair not in found and pair[::-1] not in found:
            found.append(pair)
    return found


def percent(share: float) -> str:
    return f"{100 * share:.2g} %"


def maps(name: str, scenario: ic.Scenario) -> Iterator[list[str]]:
    """Of each check: pairs, open shares, how many pairs are settled to 99 per cent, seconds."""
    for check in asked(scenario):
        if ONLY and not any(re.search(one, f"{name} {check}") for one in ONLY):
            continue
        left, took = list[float](), list[float]()
        for pair in pairs(scenario):
            begun = time.process_time()
            left.append(float(ic.proof_map(scenario, *pair, check=check).open))
            took.append(time.process_time() - begun)
        settled = sum(1 for share in left if share <= 0.01)
        yield [
            name, check, f"{settled} of {len(left)}", percent(median(left)), percent(max(left)),
            f"{median(took):.1f} s", f"{max(took):.0f} s",
        ]  # fmt: skip
        print(name, check, percent(max(left)), file=sys.stderr, flush=True)


def radius(name: str, scenario: ic.Scenario) -> list[str]:
    """The proven radius, the example above it, and seconds."""
    begun = time.process_time()
    found = ic.robustness(scenario)
    took = time.process_time() - begun
    above = "none found" if found.turned is None else f"{float(found.turned.part):.3f}"
    turns = "" if found.turned is None else f"{found.turned.check}: {found.turned.becomes}"
    return [name, str(found.numbers), f"{float(found.proven):.3f}", above, turns, f"{took:.0f} s"]


if __name__ == "__main__":
    print(f"Python {platform.python_version()}, seed {SEED}, pairs of numbers: {PAIRS}\n")
    known = {
        name.removesuffix("/scenario.toml"): ic.load_scenario(EXAMPLES / name) for name in FILES
    }
    rows = [row for name, scenario in known.items() for row in maps(name, scenario)]
    head = ["example", "check", "99 % settled", "open, median", "open, worst", "median", "longest"]
    table(head, rows)
    if not ONLY:
        rows = [radius(name, scenario) for name, scenario in known.items()]
        table(["example", "numbers", "proven", "turned at", "what turns", "took"], rows)
