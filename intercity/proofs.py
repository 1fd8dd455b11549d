"""The certificates of a check-up: recorded while it runs, or taken from a report.

The check-up obtains every answer through ``run_solver(solver, subject)``. A ``Recorder`` calls the
solver and keeps the certificate; a ``Replayer`` takes the recorded certificates in the same order,
checks that each is of a kind that proves such an answer, verifies it against the subject that the
check-up has built anew from the scenario file, and hands back the answer that it proves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from games.errors import IntercityError
from solvers.certificate import Certificate, MalformedCertificate, may_end_without_answer

__all__ = ["Recorder", "Replayer", "Unverified"]


class Unverified(IntercityError):
    """A report, or a certificate in it, that does not prove what it says."""


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
            if may_end_without_answer(name):
                self.entries.append({"answer": name, "undecided": str(error)})
                self.unproven.append(f"{name}: {error}")
            raise
        self.entries.append({"answer": name, "certificate": answer.certificate})
        self.unproven += _unproven(name, answer)
        return answer

    @classmethod
    def of(cls, entries: Sequence[Any], unproven: Sequence[str] = ()) -> Recorder:
        """What was recorded, from a report that was re-checked."""
        recorder = cls()
        recorder.entries = [
            {**entry, "certificate": Certificate.from_json(entry["certificate"])}
            if "certificate" in entry
            else entry
            for entry in entries
        ]
        recorder.unproven = list(unproven)
        return recorder

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
            raise Unverified(f"The report has no certificate left for {name}.")
        entry = self.entries[self.used]
        place = f"certificate {self.used + 1}"
        self.used += 1
        if not isinstance(entry, dict) or entry.get("answer") != name:
            raise Unverified(f"{place} is not of {name}, which is asked for.")
        if entry.keys() == {"answer", "undecided"} and may_end_without_answer(name):
            undecided = IntercityError(str(entry["undecided"]))
            self.unproven.append(f"{name}: {undecided}")
            raise undecided
        if entry.keys() != {"answer", "certificate"}:
            raise Unverified(f"{place} is not an answer with its certificate.")
        try:
            certificate = Certificate.from_json(entry["certificate"])
        except MalformedCertificate as error:
            raise Unverified(f"{place} ({name}) is malformed: {error}.") from None
        if certificate.of != name:
            raise Unverified(f"{place} proves {certificate.kind}, where {name} is asked.")
        verdict = certificate.verify(subject)
        if not verdict:
            raise Unverified(f"{place} ({name}) does not hold: {verdict.reason}")
        self.checked += 1
        answer = certificate.answer(subject)
        self.unproven += _unproven(name, answer)
        return answer

    def finish(self) -> None:
        """Every recorded certificate must have been asked for."""
        if self.used != len(self.entries):
            raise Unverified(
                f"The report has {len(self.entries) - self.used} certificates too many."
            )
