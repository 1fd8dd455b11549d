"""What all tests share, those in the docstrings of the library too.

Hypothesis profiles: the same examples at every run, or new ones with more patience.

``pytest --hypothesis-profile=explore`` looks for counterexamples that ``ci`` does not try. So does
``nightly`` (``make nightly``), in coalitional games of up to six cities and not four; ``wide`` is
its second part, all other tests with four times as many examples.
"""

import gc
import os
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings

import mechanisms  # noqa: F401 - and what it stands on: else pytest imports a file a second time

# No clock decides: Hypothesis would fail a test whose cases it could not draw in a second.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
# What a counterexample hinges on is not looked for: tracing each line would slow down those that
# examples and documentation find on purpose.
briefly = set(Phase) - {Phase.explain}
settings.register_profile("ci", patient, max_examples=12, derandomize=True, phases=briefly)
settings.register_profile("wide", patient, max_examples=100)
settings.register_profile("explore", patient, max_examples=1000)
settings.register_profile(
    "nightly", deadline=None, max_examples=1000, suppress_health_check=list(HealthCheck)
)
# A mutant is dead with the first red case (tests/mutants): it need not be made smaller.
settings.register_profile(
    "mutants",
    patient,
    max_examples=12,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
settings.load_profile("ci")

# Files whose names begin so share what takes seconds: answers with certificates, amended deals,
# reports with ranges. One process has all of them.
TOGETHER = {
    "tests/solvers/test_certificates_": "certificates",
    "tests/frontdoor/test_amend": "amendments",
    "tests/frontdoor/test_least_change": "amendments",
    "tests/frontdoor/test_page": "amendments",
    "tests/frontdoor/test_another_language": "ranges",
    "tests/frontdoor/test_deals": "ranges",
    "tests/frontdoor/test_first_screen": "ranges",
    "tests/frontdoor/test_flips_between_ends": "ranges",
    "tests/frontdoor/test_ranges": "ranges",
    "tests/frontdoor/test_report_schema": "ranges",
    "tests/frontdoor/test_tables": "ranges",
}

# Much is made and kept, little of it in circles: with Python's 700 objects between its rounds the
# garbage collector takes a quarter of the collection of tests, and a twentieth of their time.
gc.set_threshold(100_000)


def pytest_configure(config: pytest.Config) -> None:
    """Two processes collect from both ends, and each finds compiled what the other did before.

    In a new checkout, in which nothing is compiled, that is half of the collection.
    """
    if os.environ.get("PYTEST_XDIST_WORKER") == "gw1":
        config.args.reverse()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """With ``--dist loadfile`` a file's tests run in one process, as do those of ``TOGETHER``."""
    if config.getoption("dist") != "loadfile":
        return None
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = super()._split_scope(nodeid)
            return next((of for begun, of in TOGETHER.items() if file.startswith(begun)), file)

    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """In the same order in all processes: pages first, and what is short, the docstrings, last.

    For xdist goes by how many tests a file has, and a page is one, however long: among the files
    with one test they would come last, and one process wait for the other.
    """
    items.sort(key=lambda i: (i.path.suffix != ".md", not i.path.stem.startswith("test_"), i.path))


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """All modules and tests stay to the end: the garbage collector need not go through them."""
    gc.freeze()
