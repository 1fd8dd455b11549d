"""A report that was stored, as JSON or as a page, and its proof in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from games.errors import InvalidInput, Told
from games.input_limits import LARGEST_REPORT
from games.strict_json import strict_json
from intercity.files import NotAFile, read_file, why_unread
from intercity.page.altered_page import AlteredPage, report_in

__all__ = ["read_report", "verify_apart"]


def read_report(file: Path) -> tuple[Any, bytes | None]:
    """A report from its JSON, or from the page that carries it, which is then given too."""
    try:
        content = read_file(file, LARGEST_REPORT)
        carried = report_in(content)
        return (strict_json(content), None) if carried is None else (carried, content)
    except (NotAFile, OSError) as error:
        found = f"missing: {why_unread(error)}"
    except AlteredPage:
        raise
    except UnicodeDecodeError as error:
        found = why_unread(error)
    except ValueError as error:
        found = f"no JSON ({error})"
    raise InvalidInput(
        str(file),
        Told(found),
        "a report, as check --json prints it, or a page, as intercity report writes it",
    )


def verify_apart(file: Path, report: str) -> int:
    """Run ``intercity verify`` in a process of its own, which never imported a solver."""
    # The child finds the package where this process did, and nothing that lies about in the
    # working directory.
    home = str(Path(__file__).resolve().parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "report.json"
        stored.write_text(report, encoding="utf-8")
        command = [sys.executable, "-P", "-m", "intercity", "verify", str(file), str(stored)]
        child = subprocess.run(  # noqa: S603 - this interpreter, this package
            command, env={**os.environ, "PYTHONPATH": paths}, check=False
        )
    return child.returncode
