"""The first screen: a check-up in plain words, the proof in its last line.

An economist reads from the top: the deal, the answer in two sentences, what it hinges on, who gets
what, what fails and which clause repairs it, what stands, and which number to find out first.
"""

from __future__ import annotations

from intercity.report.labels import label
from intercity.report.screen import render, written

__all__ = ["label", "render", "written"]
