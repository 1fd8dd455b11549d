"""How certificates made by hand are tried: each false one breaks one condition, and says which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solvers.certificate import Certificate


def reasons(certificate: Certificate, subject: Any) -> Iterator[str]:
    """All reasons, up to where the rest cannot be looked at."""
    try:
        yield from certificate.violations(subject)
    except (ArithmeticError, LookupError, TypeError, ValueError) as error:
        yield f"{type(error).__name__}: {error}"


def refused_for(certificate: Certificate, subject: Any, *parts: str) -> None:
    """Refused, and each of these parts is in some reason and each reason has one of them."""
    assert not certificate.verify(subject)
    found = list(reasons(certificate, subject))
    assert all(any(part in reason for reason in found) for part in parts), found
    assert all(any(part in reason for part in parts) for reason in found), found
