"""A page that was stored: the report that it carries, and whether it shows what its data say."""

from __future__ import annotations

import re
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, cast

from games.input_limits import LARGEST_REPORT
from games.strict_json import strict_json
from intercity.page import report_page
from intercity.page.package import proven_package
from intercity.page.packing import unpacked
from intercity.page.shown_text import text_of
from intercity.proofs import Unverified

if TYPE_CHECKING:
    from intercity.report import Report

__all__ = ["AlteredPage", "data_in", "refuse_altered", "report_in"]

_DATA = re.compile(rb'<script type="text/plain" id="intercity-data">([^<]*)</script>')
"""Where the facts and proofs stand in a page."""


class AlteredPage(ValueError):
    """A page whose data are damaged, or that shows other than what they say."""


def report_in(page: bytes) -> Any:
    """The report that a page carries, as ``to_json`` wrote it; ``None`` where it is no page.

    Errors: ``AlteredPage`` where it is damaged, or carries none.
    """
    if not page.lstrip().startswith(b"<"):
        return None
    return strict_json(data_in(page)["report"])


def refuse_altered(page: bytes, report: Report) -> Report | None:
    """``AlteredPage`` where a page is not the page of the report, but for how its data are packed.

    ``report``: what was proven of the data that it carries. What it gives to sign is proven here:
    the report of the changed deal is returned, if there is one.
    """
    carried = data_in(page)
    ours = version("intercity")
    if carried["version"] != ours:
        theirs = carried["version"][:20]
        raise AlteredPage(f"The page was written by intercity {theirs}: {ours} cannot compare it")
    if carried["scenario"] != report.scenario.text:
        raise AlteredPage("The page carries another text of the scenario than the file given")
    try:
        told = carried["package"]
        package = None if told is None else proven_package(report, told)
    except Unverified as error:
        raise AlteredPage(str(error)) from None
    rebuilt = report_page(report, package).encode("utf-8")
    if carried != data_in(rebuilt):
        raise AlteredPage("The proofs that the page carries are not those of its report")
    right = _DATA.sub(b"", rebuilt)
    if (shown_page := _DATA.sub(b"", page, count=1)) == right:
        return None if package is None else package.report
    seen, expected = (text_of(one.decode("utf-8", "replace"), " ") for one in (shown_page, right))
    apart = (k for k, (a, b) in enumerate(zip(seen, expected, strict=False)) if a != b)
    k = next(apart, min(len(seen), len(expected)))
    if seen == expected:
        raise AlteredPage("The page differs from that of its data in what is not text")
    there = seen[max(0, k - 30) : k + 30].strip() or "nothing"
    raise AlteredPage(f"The page shows {there!r}, which is not what its data say")


def data_in(page: bytes) -> dict[str, Any]:
    """The texts that a page carries, its proofs, and what it gives to sign."""
    found = _DATA.search(page)
    if found is None:
        raise AlteredPage("The page carries no report, as those of comparisons do not")
    try:
        data = strict_json(unpacked(found[1].strip(), LARGEST_REPORT))
        texts = ("version", "scenario", "report")
        if not all(isinstance(data[name], str) for name in texts) or "package" not in data:
            raise ValueError
    except (ValueError, LookupError, TypeError):
        raise AlteredPage("The data in the page are damaged") from None
    return cast("dict[str, Any]", data)
