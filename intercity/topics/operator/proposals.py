"""Another way to run the park, or other terms; how well projects are assessed is no clause."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from intercity.region.context import Context
from intercity.topics.operator.check import OtherOperator
from intercity.topics.operator.contract import ContractTerms
from intercity.topics.operator.section import Operator, SignedContract
from intercity.topics.outcome import Outcome, Repair
from intercity.topics.proposal import Entry, Path, Proposal

__all__ = ["proposals"]

RUN: Path = ("operator", "run")
AT: Path = ("operator", "contract")


def proposals(context: Context, found: Outcome) -> Iterator[Proposal]:
    """The way, with its contract, or the terms that repair it, where nothing else is needed."""
    given = context.scenario.section(Operator)
    clauses = found.repair.clauses if isinstance(found.repair, Repair) else ()
    if given is None or len(clauses) != 1:
        return
    signed, (clause,) = given.contract, clauses
    if isinstance(clause, OtherOperator):
        terms = () if clause.terms is None else tuple(_terms(clause.terms, signed, anew=True))
        yield Proposal("operator", clause, ((RUN, clause.run), *terms), (AT,))
        if terms and signed is None:  # with figures to sign it may be too dear by a little
            best = replace(clause, terms=None)
            yield Proposal("operator", best, ((RUN, best.run),))
    elif isinstance(clause, ContractTerms):
        yield Proposal("operator", clause, tuple(_terms(clause, signed, anew=False)))


def _terms(
    terms: ContractTerms, signed: SignedContract | None, *, anew: bool
) -> Iterator[tuple[Path, Entry]]:
    """A contract for the park of the one as signed, enforced where it pays by results.

    ``anew``: in place of the one as signed, not in its figures.
    """
    yield (*AT, "fixed"), terms.fixed
    if terms.slope or (not anew and signed is not None and signed.slope is not None):
        yield (*AT, "slope"), terms.slope
    if terms.fee is not None:
        yield (*AT, "fee"), terms.fee
    by_results = bool(terms.slope or terms.fee)
    yield (*AT, "enforceable"), by_results or (signed is not None and signed.enforceable)
    if anew and signed is not None and signed.park is not None:
        yield (*AT, "park"), signed.park
