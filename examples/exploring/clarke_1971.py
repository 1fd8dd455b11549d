"""Clarke (1971): nobody gains by a lie, and the fund is never short. But who would join?

Two laws, tried in 100 problems each, and the smallest problem that breaks a third.
"""

from hypothesis import HealthCheck, find, given, settings

import intercity as ic
from intercity import testing


def kept(problem):
    return ic.audit(ic.clarke_pivot(problem), ["DSIC", "no deficit", "ex post IR"])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # on a busy machine
@given(testing.bayesian_problems(max_types=2))
def honest_and_paid_for(problem):
    report = kept(problem)
    assert report["DSIC"] and report["no deficit"]  # noqa: PT018 - the script has to be short


print("honest and paid for:", honest_and_paid_for() or "not refuted")
problem = find(testing.bayesian_problems(), lambda problem: not kept(problem)["ex post IR"])
print("some would rather not have joined:", len(problem.cities), "cities suffice")
