"""The operator of a park: figures for which its effort has a best answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from intercity.scenario.errors import Keys, Violation
from intercity.scenario.names import unknown_names
from intercity.scenario.quantity import amount_of, toml_text
from intercity.topics.operator.section import Operator, SignedContract

if TYPE_CHECKING:
    from intercity.scenario.scenario import Scenario

__all__ = ["operator_violations"]


def operator_violations(s: Scenario) -> Iterator[Violation]:
    """Substitution below 1, something of value, and a look that is better than chance."""
    operator = s.section(Operator)
    if operator is None:
        return
    given = operator.substitution
    if 1 in (given.v, given.high):
        yield Violation(("operator", "substitution"), toml_text(1), "below 1, its range included")
    if not operator.value_quantity.v and not operator.value_quality.v:
        found = "0, as is value_quality"
        yield Violation(("operator", "value_quantity"), found, "above 0, or value_quality so")
    if operator.contract is not None:
        yield from _contract(s, operator, operator.contract)
    screening = operator.screening
    if screening is not None:
        lowest = screening.accuracy.low
        least = screening.accuracy.v if lowest is None else lowest
        if 2 * least < 1:
            yield Violation(
                ("operator", "screening", "accuracy"), toml_text(least), "1/2 or more, range too"
            )


def _contract(s: Scenario, operator: Operator, contract: SignedContract) -> Iterator[Violation]:
    """Of a way that has one, enforced where it pays by results, for a park that is there."""
    keys: Keys = ("operator", "contract")
    if operator.run == "public":
        right = 'left out with run = "public": officials have a salary, which is in cost.public'
        yield Violation(keys, "given", right)
        return
    if operator.run == "joint" and contract.slope is not None:
        most = contract.slope.value if contract.slope.high is None else contract.slope.high
        if most > 1:
            right = "at most 1, its range included: a share of what the park makes"
            yield Violation((*keys, "slope"), toml_text(most), right)
    if contract.fee is not None and (operator.run == "joint" or operator.screening is None):
        right = 'left out: it is for run = "hosted" with [operator.screening]'
        yield Violation((*keys, "fee"), toml_text(contract.fee.value), right)
    by_results = amount_of(contract.slope) or amount_of(contract.fee)
    if by_results and not contract.enforceable:
        right = "true with pay by results: once they are there, nobody else makes the city pay"
        yield Violation((*keys, "enforceable"), "false", right)
    if contract.park is not None:
        yield from unknown_names(
            (*keys, "park"), [contract.park], s.platforms, "platform", as_value=True
        )
