"""Refunds that enforce themselves: terms at which both contracts are the only best ones."""

from __future__ import annotations

from mechanisms import RefundTerms, self_enforcing_refund

CERTIFIED = {
    "self_enforcing_refund": (
        RefundTerms(
            "Hub",
            "Town",
            taxes=[20],
            gains=[10],
            costs=[5],
            discounts={"Hub": 0.8, "Town": 0.9},
        ),
        self_enforcing_refund,
    ),
}
