"""Repairs that are clauses of the file: each is written into it, and kept if it does no harm.

A topic says how the repair of its check is written (``Topic.proposals``). What is written is looked
at by all checks: it is kept if its own then stands, and none falls that stood before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from games.errors import IntercityError
from intercity.amendment.entries import with_proposal
from intercity.findings.checks import CHECKS, evaluate
from intercity.proofs import Unverified
from intercity.region.context import Context
from intercity.region.effort import tabled
from intercity.scenario.scenario import Scenario
from intercity.scenario_file import parse_scenario
from intercity.topics.outcome import Verdict
from intercity.topics.proposal import Proposal
from solvers.progress import followed

__all__ = ["Kept", "is_lost", "judged", "with_repairs"]

ZERO = Fraction(0)
NEXT_TO_NOTHING = Fraction(1, 100)
"""So much more, as a part of what it is, is no reason for a number with more digits."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A proposal that is written into the file, and the checks that stand with it for the first."""

    proposal: Proposal
    mends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tried:
    proposal: Proposal
    scenario: Scenario
    context: Context
    verdicts: Mapping[str, Verdict]


def is_lost(before: Verdict, after_it: Verdict) -> bool:
    """Whether a check does not stand, though it is asked or was decided before."""
    decided = before in (Verdict.STANDS, Verdict.FAILS)
    return after_it is not Verdict.STANDS and (decided or after_it is not Verdict.NOT_ASKED)


def judged(context: Context) -> list[str]:
    """The checks by which deals are judged while one is searched for.

    Of many cities all but what outsiders could offer, which is checked when one is found.
    """
    tabulated = tabled(context.region.production)
    return [name for name, topic in CHECKS.items() if tabulated or not topic.asks_outsiders]


def with_repairs(
    scenario: Scenario, context: Context, verdicts: Mapping[str, Verdict]
) -> tuple[Scenario, tuple[Kept, ...]]:
    """The scenario with each repair that can be written into it and that is kept.

    ``context``: of the scenario; ``verdicts``: of the checks that are ``judged``. Of several ways
    to mend a check it is the one under which most stand; of these the first by which least money is
    moved, which needs nobody to enforce it, and which changes least of what is done.
    """
    kept: list[Kept] = []
    for name in followed("repairs", list(CHECKS)):
        if verdicts.get(name) is not Verdict.FAILS:
            continue
        tried = [
            found
            for proposal in _proposals(scenario, context, name)
            if (found := _tried(scenario, context, verdicts, proposal)) is not None
        ]
        if tried:
            best = _best(tried)
            mends = [n for n, v in verdicts.items() if v is Verdict.FAILS]
            mends = [n for n in mends if best.verdicts[n] is Verdict.STANDS]
            kept = _in_place(kept, Kept(best.proposal, tuple(mends)))
            scenario, context, verdicts = best.scenario, best.context, best.verdicts
    return scenario, tuple(kept)


def _best(tried: list[_Tried]) -> _Tried:
    """Under which most stand; of these the first that takes next to no more than any other."""
    most = max(_standing(one.verdicts) for one in tried)
    among = [one for one in tried if _standing(one.verdicts) == most]
    money, enforced, size = min(one.proposal.burden for one in among)
    near = 1 + NEXT_TO_NOTHING
    return next(
        one
        for one in among
        if one.proposal.enforced == enforced
        and one.proposal.moved <= money * near
        and one.proposal.size <= size * near
    )


def _in_place(kept: list[Kept], new: Kept) -> list[Kept]:
    """With a proposal, without those whose entries it takes out of the file again."""

    def replaced(one: Kept) -> bool:
        gone = new.proposal.left_out
        return all(any(at[: len(path)] == path for path in gone) for at, _ in one.proposal.entries)

    old = [one for one in kept if replaced(one)]
    gives = dict(new.proposal.gives)
    for one in old:
        for city, more in one.proposal.gives.items():
            gives[city] = gives.get(city, ZERO) + more
    mends = [name for one in (*old, new) for name in one.mends]
    rest = [one for one in kept if one not in old]
    return [*rest, Kept(replace(new.proposal, gives=gives), tuple(dict.fromkeys(mends)))]


def _standing(verdicts: Mapping[str, Verdict]) -> int:
    return sum(one is Verdict.STANDS for one in verdicts.values())


def _proposals(scenario: Scenario, context: Context, name: str) -> Iterator[Proposal]:
    """How the repair of a check can be written, the check made anew with its repair."""
    topic = CHECKS[name]
    asked = context.with_scenario(scenario, brief=False)
    try:
        yield from topic.contents.proposals(asked, evaluate(asked, name).facts)
    except Unverified:
        raise
    except IntercityError:
        return


def _tried(
    scenario: Scenario, context: Context, verdicts: Mapping[str, Verdict], proposal: Proposal
) -> _Tried | None:
    """With a proposal: ``None`` where it is not lawful, does not mend, or brings down another."""
    try:
        other = parse_scenario(with_proposal(scenario.text, proposal), scenario.path)
        there = context.with_scenario(other, brief=True)
    except IntercityError:
        return None
    found = {proposal.check: Verdict(evaluate(there, proposal.check).verdict)}
    if found[proposal.check] is not Verdict.STANDS:
        return None
    for name, before in verdicts.items():
        if name not in found:
            found[name] = Verdict(evaluate(there, name).verdict)
            if before is Verdict.STANDS and found[name] is not Verdict.STANDS:
                return None
    return _Tried(proposal, other, there, {name: found[name] for name in verdicts})
