"""Hypothesis profiles: the same examples at every run, or new ones with more patience.

``pytest --hypothesis-profile=explore`` looks for counterexamples that ``ci`` does not try.
"""

from hypothesis import settings

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None, max_examples=1000)
settings.load_profile("ci")
