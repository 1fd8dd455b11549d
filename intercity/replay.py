"""Proof by replay: a report is re-checked by running the check-up again without solvers.

The check-up obtains every answer through ``ask(solver, subject)``. While it runs, a ``Recorder``
calls the solver and keeps the certificate. To verify, a ``Replayer`` takes the recorded
certificates in the same order, verifies each against the subject that the check-up has built anew
from the scenario file, and hands back the answer that the certificate proves. So no number of a
report can differ from what its certificates prove, and no solver needs to be trusted, or present.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from games.errors import IntercityError
from solvers.certificate import Certificate, MalformedCertificate

if TYPE_CHECKING:
    from intercity.scenario import Scenario

__all__ = ["NotProven", "Recorder", "ReplayOutcome", "Replayer", "verify_report", "without_solvers"]


class NotProven(IntercityError):
    """A recorded certificate that does not prove the answer asked for."""


class Recorder:
    """Calls solvers and keeps their certificates; an unchanged question is asked once."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        try:
            answer = solver(subject)
        except IntercityError as error:  # a concept without a point here: no claim, but a question
            self.entries.append({"answer": solver.__name__, "undecided": str(error)})
            raise
        self.entries.append({"answer": solver.__name__, "certificate": answer.certificate})
        return answer

    def to_json(self) -> list[dict[str, Any]]:
        """The certificates in the order asked."""
        return [
            {key: x.to_json() if isinstance(x, Certificate) else x for key, x in entry.items()}
            for entry in self.entries
        ]


class Replayer:
    """Answers each question from the recorded certificates, in order, after verifying it."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = entries
        self.checked = 0

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        if self.checked >= len(self.entries):
            raise NotProven(f"The report has no certificate left for {solver.__name__}.")
        entry = self.entries[self.checked]
        place = f"certificate {self.checked + 1}"
        if isinstance(entry, dict) and entry.keys() == {"answer", "undecided"}:
            self.checked += 1
            raise IntercityError(entry["undecided"])
        if not isinstance(entry, dict) or entry.keys() != {"answer", "certificate"}:
            raise NotProven(f"{place} is not an answer with its certificate.")
        if entry["answer"] != solver.__name__:
            raise NotProven(f"{place} is of {entry['answer']}, where {solver.__name__} is asked.")
        try:
            certificate = Certificate.from_json(entry["certificate"])
        except MalformedCertificate as error:
            raise NotProven(f"{place} ({solver.__name__}) is malformed: {error}.") from None
        verdict = certificate.verify(subject)
        if not verdict:
            raise NotProven(f"{place} ({solver.__name__}) does not hold: {verdict.reason}")
        self.checked += 1
        return certificate.answer(subject)

    def finish(self) -> None:
        """Every recorded certificate must have been asked for."""
        if self.checked != len(self.entries):
            raise NotProven(
                f"The report has {len(self.entries) - self.checked} certificates too many."
            )


@dataclass(frozen=True, slots=True)
class ReplayOutcome:
    """``ok``, how many certificates were ``checked``, and where not ok the ``reason``."""

    ok: bool
    checked: int
    claims: int
    reason: str = ""


def verify_report(scenario: Scenario, report: Any) -> ReplayOutcome:
    """Re-check a report in JSON against the scenario, with solvers out of reach."""
    from intercity.checkup import replay

    try:
        with without_solvers():
            checked, claims = replay(scenario, report)
    except NotProven as error:
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=str(error))
    except (AttributeError, LookupError, TypeError, ValueError) as error:
        reason = f"The report is not one that intercity check --json wrote ({error!r})."
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=reason)
    return ReplayOutcome(ok=True, checked=checked, claims=claims)


class _NoSolvers(MetaPathFinder):
    def find_spec(
        self, fullname: str, path: object = None, target: object = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _SOLVERS:
            raise ImportError(f"{fullname} is out of reach while a report is re-checked")
        return None


_SOLVERS = ("highspy", "pulp")


class without_solvers:  # noqa: N801 - reads as a statement: with without_solvers()
    """A context in which ``import highspy`` and ``import pulp`` fail."""

    def __enter__(self) -> None:
        self.finder = _NoSolvers()
        self.hidden = {
            name: sys.modules.pop(name)
            for name in list(sys.modules)
            if name.partition(".")[0] in _SOLVERS
        }
        sys.meta_path.insert(0, self.finder)

    def __exit__(self, *_: object) -> None:
        sys.meta_path.remove(self.finder)
        sys.modules.update(self.hidden)
