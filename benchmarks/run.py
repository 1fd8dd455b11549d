"""How long an answer takes with its proof, and how that compares with other libraries.

    python benchmarks/run.py            # all of it, on stdout, as Markdown; ten minutes
    python benchmarks/run.py --quick    # up to 8 cities, without the ranges of assumed numbers

An answer is timed as a user gets it: found in floating point, solved again in rational arithmetic,
with its certificate. That certificate is verified once, outside the timed region. The peers answer
the same games in the same rounds, so that a busy moment slows all alike; what is worth reading is
the ratios. Games, seeds and rounds are fixed.
"""

from __future__ import annotations

import os
import platform
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import coalitional  # noqa: E402
import families  # noqa: E402
import mechanism_design  # noqa: E402
import pairing  # noqa: E402
import races  # noqa: E402
import strategic  # noqa: E402
from timing import QUICK, ROUNDS, table  # noqa: E402

WHO = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN
EXAMPLE = ROOT / "examples" / "quzhou_hangzhou" / "scenario.toml"
# --------------------------------------------------------------------------------- the check-up


def check_up_once(*, ranges: bool) -> tuple[float, float, float, int]:
    """The processor's seconds to load, to check up and to re-check, peak MB, certificates.

    Run in a process of its own, for its memory.
    """
    began = processor_time()
    from intercity import check_up, load_scenario, verify_report

    scenario = load_scenario(EXAMPLE)
    report = check_up(scenario, ranges=ranges)
    seconds = processor_time() - began
    # Linux counts in KB, macOS in bytes. A worker of the ranges is a process beside this one.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    peak = max(resource.getrusage(who).ru_maxrss for who in WHO)
    told = report.to_json()
    began = processor_time()
    outcome = verify_report(scenario, told)
    if not outcome.ok:
        raise SystemExit(f"the check-up's report is refuted: {outcome.reason}")
    return seconds, processor_time() - began, peak / unit, outcome.checked


def processor_time() -> float:
    """Of this process and of those that it has ended, in seconds."""
    return sum(sum(resource.getrusage(who)[:2]) for who in WHO)


def fresh(*, ranges: bool) -> tuple[float, float, float, int]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(check_up_once, ranges=ranges).result()


def check_ups() -> list[list[str]]:
    rows = []
    for ranges, runs in ((False, ROUNDS),) if QUICK else ((False, ROUNDS), (True, 1)):
        what = f"check-up {'with' if ranges else 'without'} ranges"
        print(f"the {what} ...", file=sys.stderr)
        seconds, again, peak, checked = zip(
            *(fresh(ranges=ranges) for _ in range(runs)), strict=True
        )
        times = [f"{median(seconds):.2f} s", f"{median(again):.2f} s"]
        rows.append([what, str(runs), *times, f"{max(peak):.0f} MB", str(checked[0])])
    return rows


# ------------------------------------------------------------------------------------ the report


def main() -> None:
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, "
        f"numpy {version('numpy')}, highspy {version('highspy')}, "
        f"python-flint {version('python-flint')}"
    )
    coalitional.announce()

    # First, while this process is small: Linux hands its peak of memory on to a new process.
    examined = check_ups()
    coalitional.main()

    print(f"{EXAMPLE.parent.name}, each run in a process of its own, imports included: what the")
    print("processor takes\n")
    table(["", "runs", "time", "re-checked in", "peak memory", "certificates"], examined)
    print("\nGames in which each city chooses an action:\n")
    strategic.main()
    races.main()

    if not QUICK:
        print("\nGames with a structure of their own:\n")
        families.main()

    print("\nWho pairs with whom:\n")
    pairing.main()

    print("\nRules for cities that know more about themselves:\n")
    mechanism_design.main()


if __name__ == "__main__":
    main()
