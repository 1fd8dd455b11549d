"""Hypothesis profiles: the same examples at every run, or new ones with more patience.

``pytest --hypothesis-profile=explore`` looks for counterexamples that ``ci`` does not try. So does
``nightly`` (``make nightly``), in coalitional games of up to six cities and not four.
"""

from hypothesis import HealthCheck, settings

# No clock decides: Hypothesis would fail a test whose cases it could not draw in a second.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", patient, derandomize=True)
settings.register_profile("explore", patient, max_examples=1000)
settings.register_profile(
    "nightly", deadline=None, max_examples=1000, suppress_health_check=list(HealthCheck)
)
settings.load_profile("ci")
