"""Hypothesis profiles: the same examples at every run, or new ones with more patience.

``pytest --hypothesis-profile=explore`` looks for counterexamples that ``ci`` does not try. So does
``nightly`` (``make nightly``), in coalitional games of up to six cities and not four.
"""

from hypothesis import HealthCheck, settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.register_profile(
    "nightly", deadline=None, max_examples=1000, suppress_health_check=list(HealthCheck)
)
settings.load_profile("ci")
