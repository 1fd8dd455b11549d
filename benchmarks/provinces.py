"""Ten drawn provinces of 37 cities with parks, and markets of 100 without: what is proven, when.

python benchmarks/provinces.py             # --quick: two of each
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from timing import QUICK

from intercity.checkup.check_up import check_up
from intercity.report import Report
from intercity.scenario_file import parse_scenario
from intercity.topics.all_together.check import NoStableSplit

SEEDS = range(2 if QUICK else 10)


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


def told(report: Report) -> str:
    """The core, how wide its bounds are in parts of the whole gain, and what is undecided."""
    facts = {found.name: found.facts for found in report.findings}
    together, gain = facts["all together"], facts["surplus"].gain_of_all
    widths = ""
    if isinstance(together, NoStableSplit):
        context = report.context
        stability = context.core.certificate.stability
        bounds = stability.proof.radius or 0, context.least_core.proof.radius or 0
        widths = "outside money {:.2%}, fine {:.2%}".format(*(float(x / gain) for x in bounds))
    undecided = [found.name for found in report.findings if found.verdict == "undecided"]
    return f"{together.verdict} | {widths} | {', '.join(undecided)}"


def main() -> None:
    for title, sizes in (("37 cities with six parks", (26, 11, 6)), ("100 without", (70, 30, 0))):
        print(f"\n{title}:\n\n| seed | CPU s | all together | width of bounds | undecided |")
        print("|---|---|---|---|---|")
        for seed in SEEDS if sizes[2] else SEEDS[:2]:
            scenario = parse_scenario(province(seed, *sizes))
            began = time.process_time()
            report = check_up(scenario, ranges=False)
            print(f"| {seed} | {time.process_time() - began:.0f} | {told(report)} |", flush=True)


if __name__ == "__main__":
    main()
