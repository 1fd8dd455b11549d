"""Sharing taxes: splits, caps and sunsets, refunds, pooled tax bases, and which of them hold."""
