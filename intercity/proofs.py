"""The certificates of a check-up: recorded while it runs, or taken from a report.

The check-up obtains every answer through ``run_solver(solver, subject)``. A ``Recorder`` calls the
solver and keeps the certificate; a ``Replayer`` takes the recorded certificates in the same order,
checks that each is of a kind that proves such an answer, verifies it against the subject that the
check-up has built anew from the scenario file, and hands back the answer that it proves.

In JSON a long part of a certificate that an earlier one has, too, stands there alone: the cases
which prove that nobody blocks a split prove it for every answer that rests on it. A certificate
that lacks a part names in ``as`` the number of the certificate that has it.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from games.errors import IntercityError
from games.input_limits import MOST_SHARED
from intercity.english import as_words
from solvers.certificate import Certificate, MalformedCertificate, may_end_without_answer

__all__ = ["LONG", "Recorder", "Replayer", "Unverified"]

LONG = 10_000
"""Letters from which on a part of a certificate is not written a second time."""


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
                self.keep_undecided(name, error)
            raise
        self.keep(name, answer)
        return answer

    def keep(self, name: str, answer: Any) -> None:
        """Keep the certificate of an answer, and say so if it is not proven."""
        self.entries.append({"answer": name, "certificate": answer.certificate})
        if answer.proof.kind == "unproven":
            self.unproven.append(f"{as_words(name)}: {answer.status}")

    def keep_undecided(self, name: str, error: IntercityError) -> None:
        """Keep that a search ended without an answer."""
        self.entries.append({"answer": name, "undecided": str(error)})
        self.unproven.append(f"{as_words(name)}: {error}")

    @classmethod
    def of(cls, entries: Sequence[Any]) -> Recorder:
        """What was recorded, from JSON that is not re-checked yet."""
        recorder = cls()
        recorder.entries = [
            {**entry, "certificate": Certificate.from_json(entry["certificate"])}
            if "certificate" in entry
            else entry
            for entry in _whole(entries)
        ]
        return recorder

    def to_json(self) -> list[dict[str, Any]]:
        """The certificates in the order asked, long parts once."""
        told = [
            {key: x.to_json() if isinstance(x, Certificate) else x for key, x in entry.items()}
            for entry in self.entries
        ]
        first: dict[tuple[str, str], int] = {}
        for number, entry in enumerate(told, start=1):
            certificate = entry.get("certificate", {})
            for name, part in list(certificate.items()):
                text = json.dumps(part)
                if len(text) >= LONG and first.setdefault((name, text), number) < number:
                    entry.setdefault("as", {})[name] = first[name, text]
                    del certificate[name]
        return told


def _whole(entries: Sequence[Any]) -> list[Any]:
    """Entries in JSON with the parts that they have from earlier certificates."""
    told: list[Any] = []
    lengths: dict[tuple[int, str], int] = {}
    shared = 0
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, dict) or "as" not in entry:
            told.append(entry)
            continue
        certificate, parts = entry.get("certificate"), entry["as"]
        if not isinstance(certificate, dict) or not isinstance(parts, dict):
            raise Unverified(f"certificate {number} is not an answer with its certificate.")
        certificate = dict(certificate)
        for name, earlier in parts.items():
            known = told[earlier - 1] if type(earlier) is int and 0 < earlier < number else None
            lent = known.get("certificate") if isinstance(known, dict) else None
            if not isinstance(lent, dict) or name not in lent or name in certificate:
                raise Unverified(f"certificate {number} has its {name} from none before it.")
            certificate[name] = lent[name]
            if (earlier, name) not in lengths:
                lengths[earlier, name] = len(json.dumps(lent[name]))
            shared += lengths[earlier, name]
            if shared > MOST_SHARED:
                raise Unverified(
                    f"certificate {number} has its {name} from an earlier one, and with it "
                    f"certificates have more than {MOST_SHARED:,} letters from earlier ones."
                )
        kept = {key: x for key, x in entry.items() if key != "as"}
        told.append({**kept, "certificate": certificate})
    return told


class Replayer:
    """Answers each question from the recorded certificates, in order, after verifying it.

    ``proven``: those that were verified, as a recorder keeps them.
    """

    def __init__(self, entries: Sequence[Any]) -> None:
        self.entries = _whole(entries)
        self.lent = Counter(
            earlier
            for entry in entries
            if isinstance(entry, dict)
            for earlier in {*entry.get("as", {}).values()}
        )
        self.used = 0
        self.checked = 0
        self.proven = Recorder()

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
            self.proven.keep_undecided(name, undecided)
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
            others = self.lent[self.used]
            too = f" Later ones have parts of it: {others}." if others else ""
            raise Unverified(f"{place} ({name}) does not hold: {verdict.reason}{too}")
        self.checked += 1
        answer = certificate.answer(subject)
        self.proven.keep(name, answer)
        return answer

    def finish(self) -> None:
        """Every recorded certificate must have been asked for."""
        if self.used != len(self.entries):
            raise Unverified(
                f"The report has {len(self.entries) - self.used} certificates too many."
            )
