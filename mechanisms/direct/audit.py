"""The audit of a rule: what it keeps of the properties that cities ask for, and what breaks the
others.
"""

from __future__ import annotations

from collections.abc import Iterable

from games.errors import InvalidInput, of_kind
from mechanisms.direct.audit_answer import Audit
from mechanisms.direct.continuous_mechanism import ContinuousMechanism
from mechanisms.direct.direct_mechanism import DirectMechanism
from mechanisms.direct.finite_audit import audit_types
from mechanisms.direct.properties import PROPERTIES, property_names
from mechanisms.direct.range_audit import audit_ranges

__all__ = ["audit"]


def audit(
    mechanism: DirectMechanism | ContinuousMechanism,
    properties: str | Iterable[str] | None = None,
) -> Audit:
    """The audit of a rule: what it keeps of the properties that cities ask for, and what breaks the
    others.

    Each verdict is one of four: the property *holds*, exactly and for all cases; it *fails*, with
    the misreport, the walk-out or the profile that breaks it; it was *not refuted* in so many
    cases, where a full search would be too long; or it *does not apply*. On finite types a verdict
    is about these types and this prior. For all types between two figures no grid is a proof: see
    ``ContinuousMechanism``.

    What the rule keeps of the property named, or of several, or of all in ``PROPERTIES``.

    Of a rule on ranges of types the verdicts are about all of them, see ``RangeAudit``. On finite
    types all verdicts are exhaustive, but for collusion where there are more than some hundred
    million joint misreports: there a sample is tried. A city alone cannot collude, and what nobody
    can misreport holds.

    Errors: ``InvalidInput`` for a property of another name, and where none is named.

    >>> from games.bayesian_problem import BayesianProblem
    >>> swap = BayesianProblem.bilateral_trade({"Hangzhou": [1, 3]}, {"Quzhou": [0, 2]})
    >>> def split_the_difference(reports):
    ...     value, cost = reports["Hangzhou"], reports["Quzhou"]
    ...     price = (value + cost) / 2
    ...     return ("trade", [price, -price]) if value >= cost else ("no trade", [0, 0])
    >>> report = audit(DirectMechanism.from_rule(swap, split_the_difference))
    >>> print(report["dominant-strategy incentive compatibility"])
    fails: Hangzhou of type 3 gains 1 by reporting 1 when Quzhou reports 0
    >>> print(report["exact budget balance ex post"], report["efficiency"].by, sep="; ")
    holds (all 4 profiles); all 4 profiles

    Source: as in the files of checks; Myerson and Satterthwaite (1983) say why no rule can keep
    all.
    """
    of_kind(mechanism, DirectMechanism, ContinuousMechanism, place="mechanism to audit")
    given = PROPERTIES if properties is None else properties
    asked = property_names(given, "the list of properties")
    if not asked:
        raise InvalidInput("the list of properties", "empty", "one property or more")
    if isinstance(mechanism, ContinuousMechanism):
        return audit_ranges(mechanism, asked)
    return audit_types(mechanism, asked)
