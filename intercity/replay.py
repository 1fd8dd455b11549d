"""Proof by replay: a report is re-checked by running the check-up again without solvers.

The check-up obtains every answer through ``ask(solver, subject)``. While it runs, a ``Recorder``
calls the solver and keeps the certificate. To verify, a ``Replayer`` takes the recorded
certificates in the same order, verifies each against the subject that the check-up has built anew
from the scenario file, and hands back the answer that the certificate proves. So no number of a
report can differ from what its certificates prove, and no solver needs to be trusted, or present.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
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


PROVES: Mapping[str, tuple[str, ...]] = {
    "arms_race": ("arms race",),
    "cap_accord": ("cap accord",),
    "coalitional_form": ("production game: worths",),
    "core": ("core", "core: empty"),
    "cost_of_stability": ("cost of stability",),
    "critical_discount": ("subsidy truce",),
    "least_core": ("least core",),
    "nash_bargaining": ("bargaining: Nash",),
    "nucleolus": ("nucleolus",),
    "owen_prices": ("production game: prices",),
    "shapley_value": ("Shapley value",),
    "solve": (
        "linear program: optimum",
        "linear program: infeasible",
        "linear program: unbounded",
    ),
}
"""The kinds of certificate that prove each solver's answers: no other one will do."""

MAY_BE_UNDECIDED = ("arms_race", "cap_accord", "critical_discount")
"""Solvers that may end without an answer where a concept has one: iterations in floating point."""


class Recorder:
    """Calls solvers and keeps their certificates, in the order asked."""

    def __init__(self) -> None:
        self.entries: list[dict[str, Any]] = []
        self.unproven: list[str] = []

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        name = solver.__name__
        try:
            answer = solver(subject)
        except IntercityError as error:
            if name in MAY_BE_UNDECIDED:
                self.entries.append({"answer": name, "undecided": str(error)})
                self.unproven.append(f"{name}: {error}")
            raise
        self.entries.append({"answer": name, "certificate": answer.certificate})
        self.unproven += _unproven(name, answer)
        return answer

    def to_json(self) -> list[dict[str, Any]]:
        """The certificates in the order asked."""
        return [
            {key: x.to_json() if isinstance(x, Certificate) else x for key, x in entry.items()}
            for entry in self.entries
        ]


def _unproven(name: str, answer: Any) -> list[str]:
    return [f"{name}: {answer.status}"] if answer.proof.kind == "unproven" else []


class Replayer:
    """Answers each question from the recorded certificates, in order, after verifying it."""

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = entries
        self.used = 0
        self.checked = 0
        self.unproven: list[str] = []

    def __call__(self, solver: Callable[..., Any], subject: Any) -> Any:
        name = solver.__name__
        if self.used >= len(self.entries):
            raise NotProven(f"The report has no certificate left for {name}.")
        entry = self.entries[self.used]
        place = f"certificate {self.used + 1}"
        self.used += 1
        if not isinstance(entry, dict) or entry.get("answer") != name:
            raise NotProven(f"{place} is not of {name}, which is asked for.")
        if entry.keys() == {"answer", "undecided"} and name in MAY_BE_UNDECIDED:
            self.unproven.append(f"{name}: {entry['undecided']}")
            raise IntercityError(str(entry["undecided"]))
        if entry.keys() != {"answer", "certificate"}:
            raise NotProven(f"{place} is not an answer with its certificate.")
        try:
            certificate = Certificate.from_json(entry["certificate"])
        except MalformedCertificate as error:
            raise NotProven(f"{place} ({name}) is malformed: {error}.") from None
        if certificate.kind not in PROVES[name]:
            raise NotProven(f"{place} proves {certificate.kind}, where {name} is asked.")
        verdict = certificate.verify(subject)
        if not verdict:
            raise NotProven(f"{place} ({name}) does not hold: {verdict.reason}")
        self.checked += 1
        answer = certificate.answer(subject)
        self.unproven += _unproven(name, answer)
        return answer

    def finish(self) -> None:
        """Every recorded certificate must have been asked for."""
        if self.used != len(self.entries):
            raise NotProven(
                f"The report has {len(self.entries) - self.used} certificates too many."
            )


@dataclass(frozen=True, slots=True)
class ReplayOutcome:
    """``ok``, how many certificates were ``checked``, and where not ok the ``reason``.

    ``unproven``: answers that the report itself says are not proven.
    """

    ok: bool
    checked: int
    claims: int
    reason: str = ""
    unproven: tuple[str, ...] = ()


def verify_report(scenario: Scenario, report: Any) -> ReplayOutcome:
    """Re-check a report in JSON against the scenario, with solvers out of reach."""
    from intercity.checkup import replay

    try:
        with without_solvers():
            checked, claims, unproven = replay(scenario, report)
    except NotProven as error:
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=str(error))
    except (
        ArithmeticError,
        AttributeError,
        ImportError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        reason = f"The report is not one that intercity check --json wrote ({error!r})."
        return ReplayOutcome(ok=False, checked=0, claims=0, reason=reason)
    return ReplayOutcome(ok=True, checked=checked, claims=claims, unproven=unproven)


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
