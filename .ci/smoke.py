"""What an extra is for, used once; without it, the sentence that says how to get it."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import intercity as ic

EXTRA, COMMAND = sys.argv[1:]
PARK = ic.CoalitionalGame.from_function(["A", "B", "C"], lambda s: [0, 0, 60, 72][len(s)])
FIRST = {
    "plots": "matplotlib",
    "tables": "pandas",
    "sweep": "joblib",
    "cluster": "distributed",
    "engines": "pygambit",
    "classroom": "marimo",
    "docs": "sphinx",
}
LESSON = Path(__file__).resolve().parents[1] / "examples" / "classroom" / "cobweb_and_matthew.py"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([COMMAND, *arguments], capture_output=True, text=True, check=False)


def main() -> None:
    place = Path(ic.__file__).resolve()
    assert place.is_relative_to(Path(sys.prefix).resolve()), place
    assert ic.nucleolus(PARK).certificate.verify(PARK)
    there = {package for package in FIRST.values() if find_spec(package) is not None}
    assert FIRST[EXTRA] in there if EXTRA else not there, there

    pictures = run("check", "region.toml", "--no-ranges", "--pictures", "drawn")
    if "matplotlib" in there:  # pygambit needs it, too
        assert pictures.returncode == 0, pictures.stderr
        assert list(Path("drawn").glob("*.png"))
    else:
        assert pictures.returncode == 2, pictures.stderr
        assert "pip install" in pictures.stderr, pictures.stderr

    tables = run("check", "region.toml", "--no-ranges", "--xlsx", "report.xlsx")
    if find_spec("openpyxl") is not None:
        assert tables.returncode == 0, tables.stderr
        assert Path("report.xlsx").stat().st_size > 0
        assert len(ic.nucleolus(PARK).to_frame()) == 3
    else:
        assert tables.returncode == 2, tables.stderr
        assert "pip install" in tables.stderr, tables.stderr

    sweep = run("sweep", "region.toml", "--over", "firm.stay_hub=::3", "--checks", "terms")
    if find_spec("pyarrow") is not None:  # joblib, for several processes
        assert sweep.returncode == 0, sweep.stderr
        assert "3 points" in sweep.stdout, sweep.stdout
    else:
        assert sweep.returncode == 2, sweep.stderr
        assert "pip install" in sweep.stderr, sweep.stderr

    if EXTRA == "cluster":
        from distributed import LocalCluster

        region, over = ic.load_scenario("region.toml"), {"firm.stay_hub": [1]}
        with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
            found = ic.sweep(region, over, checks=["terms"], backend=cluster.scheduler_address)
        assert found.counts["terms"] == {"stands": 1}, found.counts
    if EXTRA == "classroom":
        lesson = subprocess.run([sys.executable, LESSON], capture_output=True, check=False)
        assert lesson.returncode == 0, lesson.stderr
    if EXTRA == "engines":
        pennies = ic.StrategicGame.from_payoffs(["A", "B"], [[1, -1], [-1, 1]], [[-1, 1], [1, -1]])
        assert len(ic.nash_equilibria(pennies)) == 1
    if EXTRA == "docs":
        for package in ("myst_parser", "pydata_sphinx_theme", "sphinx_copybutton", "sphinx_design"):
            import_module(package)
    print(f"intercity {ic.__version__} works with extra {EXTRA or '(none)'}")


main()
