"""How long a check-up takes, against the version of the commit ``BEFORE``, in one run.

    python benchmarks/checkup.py            # some minutes; needs the repository's history
    python benchmarks/checkup.py --quick    # without the ranges of quzhou_hangzhou

Of 16 cities, drawn, the earlier version has no table; what this one takes stands by itself. Without
parks each city works with a neighbour; with three parks and a deal it is a small province.

Both versions take turns, each run in a process of its own, so that a busy moment slows both alike:
the ratios are what is worth reading. Seconds are the processor's, of all processes of a run, and
those that pass. Start-up is told apart: what is imported before a check-up begins.
"""

from __future__ import annotations

import json
import os
import platform
import random
import subprocess
import sys
import tarfile
import tempfile
from io import BytesIO
from pathlib import Path
from statistics import median

from provinces import province
from timing import QUICK, brief, table

BEFORE = "cf962ea9"
ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = "quzhou_hangzhou", "three_city_park"
SEED, ROUNDS = 19, 3
RUN = """
import json, resource, sys, time
def used():
    who = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
    return time.perf_counter(), sum(sum(resource.getrusage(one)[:2]) for one in who)
times = {"start": used()}
from intercity import check_up, load_scenario, verify_report
scenario = load_scenario(sys.argv[1])
import intercity.checkup.check_up
times["begin"] = used()
report = check_up(scenario, ranges=sys.argv[2] == "ranges", processes=2)
report.negotiated  # worked out when first asked for; the earlier version does so at once
times["found"] = used()
told = json.loads(json.dumps(report.to_json()))
times["written"] = used()
assert verify_report(scenario, told)
times["verified"] = used()
facts = {key: told[key] for key in ("claims", "findings", "payoffs", "switching_values")}
print(json.dumps([times, facts]))
"""
PARTS = {
    "start-up": ("start", "begin"),
    "check-up": ("begin", "found"),
    "re-checked without solvers": ("written", "verified"),
}


def extracted(commit: str, folder: Path) -> Path:
    """The files of a commit."""
    asked = ["git", "archive", commit]
    packed = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True).stdout  # noqa: S603
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def region(cities: int) -> str:
    """Cities with quota and land of their own, drawn: each builds, and neighbours work together."""
    draw = random.Random(SEED)
    names = [f"City{k}" for k in range(cities)]

    def number(low: int, high: int) -> str:
        return f'{{ v = {draw.randint(low, high)}, src = "derived" }}'

    lines = ["format = 1", f'title = "{cities} cities"', "[time]"]
    lines += ['horizon = { v = 10, src = "derived" }', 'interest = { v = 0.05, src = "derived" }']
    lines += [f"[cities.{name}]" for name in names]
    for resource, kind in (("quota", "tradable"), ("land", "bound")):
        lines += [f"[resources.{resource}]", f'kind = "{kind}"']
        lines += [f"owned.{name} = {number(0, 9)}" for name in names]
    for k, name in enumerate(names):
        lines += ["[[activities]]", f'name = "build in {name}"', f'sites = ["{name}"]']
        lines += [f'uses = [{{ resource = "quota" }}, {{ resource = "land", site = "{name}" }}]']
        lines += [f'values = [{{ city = "{name}", kind = "cash", amount = {number(1, 9)} }}]']
        other = names[(k + 1) % cities]
        lines += ["[[activities]]", f'name = "{name} with {other}"']
        lines += [f'sites = ["{name}", "{other}"]', f"limit = {number(1, 4)}"]
        lines += [f'uses = [{{ resource = "land", site = "{other}" }}]']
        lines += [f'values = [{{ city = "{name}", kind = "cash", amount = {number(1, 9)} }}]']
    lines += ["[compact]", f'members = ["{names[0]}", "{names[1]}"]', "[[compact.transfer]]"]
    lines += [f'resource = "quota"\nfrom = "{names[0]}"\nto = "{names[1]}"']
    lines += ["reversible = true", f"amount = {number(1, 1)}", f"price_one_off = {number(20, 40)}"]
    return "\n".join(lines)


def run(folder: Path, file: Path, how: str) -> tuple[dict[str, list[float]], object]:
    """When each part of a run begins, and what was found."""
    world = {**os.environ, "PYTHONPATH": str(folder)}
    world.pop("PYTHONDONTWRITEBYTECODE", None)  # from the second round on, nothing is compiled
    done = subprocess.run(  # noqa: S603 - this interpreter, these files
        [sys.executable, "-c", RUN, str(file), how],
        cwd=folder,
        env=world,
        check=True,
        capture_output=True,
        text=True,
    )
    times, facts = json.loads(done.stdout)
    return times, facts


def alone(file: Path) -> list[list[str]]:
    """A row for each part of one run of this version: what passes, and what the processor takes."""
    times, _ = run(ROOT, file, "no ranges")
    return [
        [part, *(f"{times[last][k] - times[first][k]:.2f}" for k in (0, 1))]
        for part, (first, last) in PARTS.items()
    ]


def compare(versions: dict[str, Path], file: Path, how: str, rounds: int) -> list[list[str]]:
    """A row for each part: what passes and what the processor takes, before and now, and ratios."""
    taken: dict[tuple[str, str, int], list[float]] = {}
    found = {}
    for _ in range(rounds):
        for version, folder in versions.items():
            times, found[version] = run(folder, file, how)
            for part, (first, last) in PARTS.items():
                for k in (0, 1):
                    passed = times[last][k] - times[first][k]
                    taken.setdefault((version, part, k), []).append(passed)
    same = "yes" if found["before"] == found["now"] else "no"
    rows = []
    for part in PARTS:
        cells = []
        for k in (0, 1):
            before, now = (median(taken[version, part, k]) for version in ("before", "now"))
            cells += [f"{before:.2f}", f"{now:.2f}", brief(now / before)]
        rows.append([part, *cells, same if part == "check-up" else ""])
    return rows


def main() -> None:
    load = os.getloadavg()[0]
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, load {load:.1f}\n")
    head = ["", *("before, s", "now, s", "ratio"), *("processor before, s", "now, s", "ratio")]
    with tempfile.TemporaryDirectory() as scratch:
        before, now = Path(scratch) / "before", Path(scratch) / "now"
        versions = {"before": extracted(BEFORE, before), "now": ROOT}
        now.mkdir()
        twelve = now / "twelve.toml"
        twelve.write_text(region(12), "utf-8")
        large, small = (ROOT / "examples" / name / "scenario.toml" for name in EXAMPLES)
        cases = [
            (EXAMPLES[0], large, "no ranges", ROUNDS),
            ("12 cities, drawn", twelve, "no ranges", 1),
            (EXAMPLES[1], small, "ranges", ROUNDS),
            *([] if QUICK else [(EXAMPLES[0], large, "ranges", 1)]),
        ]
        for name, file, how, rounds in cases:
            print(f"{name}, {how}:\n")
            table([*head, "same findings"], compare(versions, file, how, rounds))
        sixteen = now / "sixteen.toml"
        for parks, drawn in (
            ("no", region(16)),
            ("three", province(1, hills=11, coast=5, parks=3)),
        ):
            sixteen.write_text(drawn, "utf-8")
            print(f"16 cities, drawn, with a table, {parks} parks and a deal, no ranges:\n")
            table(["", "now, s", "processor now, s"], alone(sixteen))


if __name__ == "__main__":
    main()
