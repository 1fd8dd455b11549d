"""``intercity schema``: the JSON Schema of scenario files, or of reports."""

from __future__ import annotations

from typing import Annotated

import typer

from intercity.terminal import print_json

__all__ = ["schema"]


def schema(
    report: Annotated[
        bool, typer.Option("--report", help="That of reports, as check --json prints them.")
    ] = False,
) -> None:
    """Print the JSON Schema of scenario files: editors that know it complete and explain keys."""
    if report:
        from intercity.checkup.schema import report_schema

        print_json(report_schema())
        return
    from intercity.scenario_file import json_schema

    print_json(json_schema())
