"""Explanations: the proof of an answer in numbered lines, for the blackboard.

A certificate proves an answer to a computer. Its explanation says the same in a few lines that a
class can follow, with the numbers of the game: in text, in LaTeX, and in a notebook.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, ParamSpec

from games.errors import MISSING, InvalidInput, Told, of_kind
from intercity.explanation.lines import Explanation, Formula, Line
from solvers.answer import Answer
from solvers.certificate import Certificate

__all__ = ["Explanation", "Formula", "Line", "explain"]

Parameters = ParamSpec("Parameters")


def _with_subject(
    verb: Callable[Parameters, Explanation],
) -> Callable[Parameters, Explanation]:
    """An answer without what it is to is told the call that has both."""

    @functools.wraps(verb)
    def called(*given: Parameters.args, **named: Parameters.kwargs) -> Explanation:
        if len(given) < 2 and "subject" not in named:
            expected = "what the answer is to: explain(core(game), game)"
            raise InvalidInput("subject of explain", MISSING, expected)
        return verb(*given, **named)

    return called


@_with_subject
def explain(certificate: Certificate | Answer, subject: Any) -> Explanation:
    """The proof of an answer in numbered lines: each can be checked on a blackboard.

    The certificate is verified first, so that no false proof is explained. All numbers are exact,
    and each formula is true as it stands.

    ``certificate``: of an answer, or the answer itself. ``subject``: what it is the answer to.

    Errors: ``InvalidInput`` where no subject is given, where the certificate does not prove
    anything of the subject, and where proofs of its kind are not explained; it names the kinds that
    are.

    >>> from games import CoalitionalGame
    >>> from solvers import core
    >>> pairs = CoalitionalGame.from_function(["A", "B", "C"],
    ...                                       lambda s: {1: 0, 2: 60, 3: 72}[len(s)])
    >>> print(explain(core(pairs), pairs))
    The core is empty: whatever the split of v({A, B, C}) = 72, some coalition does better by
    leaving.
    1. Suppose that no coalition would leave a split x. Then:
         x(A) + x(B) >= v({A, B}) = 60
         x(A) + x(C) >= v({A, C}) = 60
         x(B) + x(C) >= v({B, C}) = 60
    2. Multiply these lines by 1/2, 1/2 and 1/2 and add them up. On the left, each city is counted
       exactly once:
         x(A) + x(B) + x(C) >= 1/2 * v({A, B}) + 1/2 * v({A, C}) + 1/2 * v({B, C})
           = 1/2 * 60 + 1/2 * 60 + 1/2 * 60 = 90
    3. But all together have no more than 72 to split. That is a contradiction:
         v({A, B, C}) = 72 < 90

    Source: Bondareva (1963) and Shapley (1967) for the example.
    """
    found = certificate if isinstance(certificate, Certificate) else _certificate_of(certificate)
    explained = _explained()
    told = next((explained[kind] for kind in type(found).__mro__ if kind in explained), None)
    if told is None:
        kinds = ", ".join(sorted(kind.kind for kind in explained))
        raise InvalidInput("the kind of proof", Told(found.kind), f"one that is explained: {kinds}")
    verdict = found.verify(subject)
    if not verdict:
        raise InvalidInput(
            "the proof", Told(f"refused: {verdict.reason.rstrip('.')}"), "one of this subject"
        )
    return told(found, subject)


def _certificate_of(answer: Answer) -> Certificate:
    """The certificate of an answer."""
    of_kind(answer, Answer, place="what is explained", hint="a certificate, or an answer with one")
    if answer.certificate is None:
        raise InvalidInput("the proof", Told("missing"), "one that the answer has")
    return answer.certificate


@functools.cache
def _explained() -> dict[type[Certificate], Callable[[Any, Any], Explanation]]:
    """What explains each kind of certificate."""
    from intercity.explanation import bargaining, coalitional, programs, strategic

    return {**coalitional.KINDS, **bargaining.KINDS, **strategic.KINDS, **programs.KINDS}
