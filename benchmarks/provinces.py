"""province.toml, ten drawn provinces with parks, and markets of 100 cities: what is exact, when.

python benchmarks/provinces.py             # --quick: two of each; 2 7: these two seeds alone
"""

from __future__ import annotations

import json
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK

from intercity.checkup.check_up import check_up
from intercity.report import Report
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import load_scenario, parse_scenario
from intercity.topics.all_together.check import NoStableSplit
from intercity.topics.outside_offers.check import OffersInALargeRegion

CHOSEN = [int(word) for word in sys.argv[1:] if word.isdigit()]
SEEDS = CHOSEN or range(2 if QUICK else 10)
PROVINCE = Path(__file__).parent.parent / "examples" / "zhejiang" / "province.toml"


def assumed(value: float, low: float, high: float) -> str:
    return f"{{ v = {value}, low = {low}, high = {high} }}"


def province(seed: int, hills: int = 26, coast: int = 11, parks: int = 6) -> str:
    """Counties with quota, a coast that builds and has firms, and a deal of one pair.

    With numbers of the size of those of ``examples/zhejiang/province.toml``.
    """
    rng = random.Random(f"province {seed}")
    hill, town = [f"H{k}" for k in range(hills)], [f"C{k}" for k in range(coast)]
    hosts = rng.sample(town, parks)

    def owned(cities: list[str], low: int, high: int, step: int) -> list[str]:
        return [
            f"owned.{c} = {assumed(rng.randrange(low, high + 1, step), 0, 2000)}" for c in cities
        ]

    lines = ["format = 1", 'title = "Drawn"', "[time]"]
    lines += ["horizon = { v = 20, low = 1, high = 40 }", f"interest = {assumed(0.05, 0, 0.1)}"]
    lines += [f"[cities.{c}]" for c in hill + town]
    lines += ["[resources.quota]", 'kind = "tradable"', *owned(hill, 40, 300, 20)]
    lines += ["[resources.buildable]", 'kind = "bound"', *owned(town, 150, 600, 50)]
    lines += owned(hill, 20, 80, 10)
    if parks:
        lines += ["[resources.projects]", 'kind = "tradable"', *owned(town, 10, 40, 5)]
        lines += ["[resources.factory_land]", 'kind = "bound"', *owned(hill, 40, 180, 20)]
    for c in hosts:
        lines += [f"[platforms.park_{c}]", f'site = "{c}"']
        lines += [f"cost_one_off = {assumed(rng.randrange(80, 260, 10), 0, 1000)}"]
        lines += [f"floor = {assumed(rng.randrange(25, 65, 5), 0, 1000)}"]
    if parks:
        lines += ["[project]", f"floor = {assumed(0.67, 0.4, 1)}"]
        lines += [f"tax_per_mu = {assumed(0.4, 0, 1)}", f"plant_mu = {assumed(8, 5, 15)}"]
        lines += [f"plant_quota = {assumed(0.5, 0, 1)}", f"local_share = {assumed(0.4, 0.3, 0.5)}"]
        lines += [f"rent = {assumed(0.18, 0, 0.36)}"]
        lines += [f"stay_tax.{c} = {assumed(rng.choice([0.25, 0.35]), 0.1, 0.6)}" for c in town]
        lines += [f"spillover.{c} = {assumed(0.08, 0, 0.2)}" for c in hosts]
        lines += [f"congestion_rd.{c} = {assumed(0.1, 0.05, 0.3)}" for c in hosts]
    for c in hosts:
        for h in rng.sample(hill, rng.randrange(3, hills // 2 + 1)):
            rate = rng.choice([0.2, 0.3, 0.4])
            lines.append(f"return_rate.{c}.{h} = {assumed(rate, 0.05, 0.6)}")
    lines.append("[build]")
    lines += [f"{c} = {assumed(rng.choice([0.07, 0.08, 0.1, 0.12]), 0, 1)}" for c in town]
    lines += [f"{c} = {assumed(rng.choice([0.02, 0.03]), 0, 1)}" for c in hill]
    host = hosts[0] if hosts else town[0]
    lines += ["[compact]", f'members = ["{host}", "H0"]', "[[compact.transfer]]"]
    lines += ['resource = "quota"', 'from = "H0"', f'to = "{host}"', "reversible = false"]
    lines += [f"amount = {assumed(20, 0, 100)}", "[[compact.payment]]", f'from = "{host}"']
    lines += ['to = "H0"', f"amount = {assumed(1, 0, 100)}", "years = [1, 20]"]
    return "\n".join([*lines, "enforceable = true"])


def claims(report: Report) -> dict[str, tuple[bool, float | None]]:
    """By claim whether it is exact, and how wide its bounds are, in per cent of the gain of all.

    The numbers of *all together* and *outside offers* are claims of their own; of any other check
    that is asked all it says is one. No width: a lower bound alone, or undecided.
    """
    facts = {found.name: found.facts for found in report.findings}
    together, gain = facts["all together"], facts["surplus"].gain_of_all
    told: dict[str, tuple[bool, float | None]] = {}
    for found in report.findings:
        if found.verdict == "not asked":
            continue
        decided = found.verdict != "undecided"
        own = found.name in ("all together", "outside offers")
        told[found.name] = decided and (own or found.proof.kind == "exact"), None
    if isinstance(together, NoStableSplit):
        context = report.context
        bounds = {
            "outside money": context.cost_of_stability.proof.radius,
            "fine": context.least_core.proof.radius,
        }
        for name, width in bounds.items():
            told[name] = not width, float(100 * (width or 0) / gain)
    offers = facts["outside offers"]
    if isinstance(offers, OffersInALargeRegion):
        most = offers.shortfall_at_most
        short = None if most is None else float(100 * (most - offers.shortfall) / gain)
        told["shortfall"] = offers.shortfall_exact, short
        at_most = offers.elsewhere_at_most
        open_ = max(at_most[city] - least for city, least in offers.elsewhere.items())
        told["elsewhere"] = offers.elsewhere_exact, float(100 * open_ / gain)
    return told


def bounds(report: Report) -> int:
    """How many of the numbers that the report counts as claims are bounds, not exact."""
    facts = {found.name: found.facts for found in report.findings}
    together, context = facts["all together"], report.context
    found = sum(getattr(one.repair, "bound", False) for one in facts.values())
    if isinstance(together, NoStableSplit):
        answers = context.cost_of_stability, context.least_core
        found += sum(bool(one.proof.radius) for one in answers)
    offers = facts["outside offers"]
    if isinstance(offers, OffersInALargeRegion):
        at_most = offers.elsewhere_at_most
        found += 2 * sum(at_most[city] > least for city, least in offers.elsewhere.items())
        found += 2 * (not offers.shortfall_exact)
    return found


def row(name: str, scenario: Scenario) -> str:
    """A line of the table: seconds, how many claims are exact, and those that are not."""
    began = time.perf_counter()
    report = check_up(scenario, ranges=False, processes=2)  # as ``intercity check`` does
    spent = time.perf_counter() - began
    told = claims(report)
    left = [
        claim if width is None else f"{claim} ({width:.2f}%)"
        for claim, (exact, width) in told.items()
        if not exact
    ]
    size = len(json.dumps(report.to_json())) / 1e6
    together = {found.name: found.verdict for found in report.findings}["all together"]
    return (
        f"| {name} | {spent:.0f} | {together} | {len(told) - len(left)} of {len(told)} | "
        f"{', '.join(left)} | {bounds(report)} of {report.claims} | {size:.0f} |"
    )


def main() -> None:
    head = "| | s by the clock | all together | exact | not exact (width) | bounds told | MB |"
    head += f"\n|{'---|' * 7}"
    print(f"\n37 cities with six parks:\n\n{head}")
    if not CHOSEN:
        print(row("province.toml", load_scenario(PROVINCE)), flush=True)
    for seed in SEEDS:
        print(row(f"seed {seed}", parse_scenario(province(seed, 26, 11, 6))), flush=True)
    print(f"\n100 cities without:\n\n{head}")
    for seed in SEEDS[:2] if not CHOSEN else ():
        print(row(f"seed {seed}", parse_scenario(province(seed, 70, 30, 0))), flush=True)


if __name__ == "__main__":
    main()
