"""Which of several clauses of a deal is meant: from whom to whom, when, and what tells it apart."""

from __future__ import annotations

from intercity.english import shown, years_words
from mechanisms.compact.enclave_compact import EnclaveCompact
from mechanisms.compact.instrument import Instrument

__all__ = ["which_clause"]


def which_clause(compact: EnclaveCompact, one: Instrument) -> str:
    """In brackets after the clause's name; empty where the deal has only one of its kind."""
    if one.kind == "refund" and len(compact.refunds) > 1:
        return _refund(compact, one.place)
    if one.kind in ("amount", "price") and len(compact.transfers) > 1:
        return _transfer(compact, one.place)
    return ""


def _transfer(compact: EnclaveCompact, place: int) -> str:
    it = compact.transfers[place]
    like = [t for t in compact.transfers if (t.giver, t.taker) == (it.giver, it.taker)]
    told = [f"{it.giver} to {it.taker}"]
    if len({t.when for t in like}) > 1:
        told.append(f"in year {it.when}" if it.when else "at signing")
    like = [t for t in like if t.when == it.when and t.resource == it.resource]
    if len({t.price for t in like}) > 1:
        told.append(f"at {shown(it.price / compact.annuity.yearly)} each" if it.price else "free")
    if len({t.reversible for t in like}) > 1:
        told.append("reversible" if it.reversible else "for good")
    return f" ({', '.join(told)})"


def _refund(compact: EnclaveCompact, place: int) -> str:
    it = compact.refunds[place]
    told = [f"paid by {it.payer} {years_words(it.first, it.last)}"]
    if len({r.enforceable for r in compact.refunds}) > 1:
        told.append("enforceable" if it.enforceable else "a promise")
    return f" ({', '.join(told)})"
