"""The terminal: printing to any kind of output, and progress while a command runs."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

    from intercity.report import Report
    from solvers.progress import Listener

__all__ = [
    "NARROWEST",
    "discard",
    "json_text",
    "print_answer",
    "print_error",
    "print_json",
    "print_line",
    "print_report",
    "print_text",
    "progress",
    "ready_output",
]

OFTEN, SELDOM = 1, 10
"""Seconds between two words of progress, and where each has a line of its own."""

ERASE = "\r\x1b[2K"
"""Erases the line that the cursor is in, and goes back to its start."""

NARROWEST = 60
"""Columns that a report has, even where a terminal or ``COLUMNS`` says fewer."""


def ready_output() -> None:
    """Make closed outputs fail when written to; let others take any letter and sensible widths."""
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:  # closed: the lowest number that is free is the next that is opened
            os.open(os.devnull, os.O_RDONLY if number < 2 else os.O_WRONLY)
    sys.stdout = sys.stdout or os.fdopen(1, "w", closefd=False)
    sys.stderr = sys.stderr or os.fdopen(2, "w", closefd=False)
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    for name, least in (("COLUMNS", NARROWEST), ("LINES", 1)):  # Rich reads both
        given = os.environ.pop(name, "")
        if re.fullmatch("[0-9]{1,4}", given) and int(given):
            os.environ[name] = str(max(int(given), least))


def print_error(sentences: str) -> None:
    """To stderr, each sentence on a line of its own."""
    from games.printable import printable

    lines = [printable(" ".join(sentence.split())) for sentence in sentences.splitlines()]
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:  # nobody can be told
        discard(sys.stderr)


def discard(output: TextIO) -> None:
    """Drop what is left in the buffer of an output that takes no more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), output.fileno())


def print_line(line: str) -> None:
    """To stdout, one line, with control characters in it as escapes."""
    from games.printable import printable

    print_text(printable(line))


def print_text(text: str) -> None:
    """To stdout, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def print_json(value: object) -> None:
    """To stdout, with escapes where its encoding lacks a letter."""
    text = json_text(value)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # JSON has escapes of its own
        text = json.dumps(json.loads(text), indent=2)
    print_text(text)


def json_text(value: object) -> str:
    """JSON as it is printed and stored."""
    return json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False)


def print_report(report: Report, *, full: bool, explained: str | None, answered: bool) -> None:
    """The first screen, all (``full``) or one check (``explained``).

    Where it goes to no terminal, lines have no blanks at their end. ``answered``: the first part of
    the first screen has been printed before.
    """
    from io import StringIO

    from rich.console import Console

    from intercity.report import WIDTH, explain, render
    from intercity.report.first_screen import print_checks

    if sys.stdout.isatty():
        console, text = _screen(), None
    else:
        text = StringIO()
        width = None if "COLUMNS" in os.environ else WIDTH
        console = Console(file=text, width=width, highlight=False, emoji=False)
    if explained is not None:
        explain(report, explained, console)
    elif answered:
        print_checks(report, console)
    else:
        render(report, console, full=full)
    if text is not None:
        print_text("\n".join(line.rstrip() for line in text.getvalue().splitlines()))


def print_answer(report: Report) -> None:
    """The first part of the first screen, while the rest is worked out."""
    from intercity.report import first_screen

    with _without_progress():
        first_screen.print_answer(report, _screen())
        sys.stdout.flush()


def _screen() -> Console:
    from rich.console import Console

    console = Console(highlight=False, emoji=False)
    console.width = max(console.width, NARROWEST)
    return console


class _ProgressLine:
    """Progress in the last line of a terminal, erased before anything else is printed.

    A terminal that cannot erase a line has one below the other.
    """

    def __init__(self) -> None:
        from threading import Event, Lock

        self.over, self.lock, self.stands = Event(), Lock(), False
        self.erases = os.environ.get("TERM", "dumb") != "dumb"

    def show(self, now: Sequence[str]) -> None:
        """Write the seconds so far and the text in ``now``, time and again until it is over."""
        begun = time.monotonic()
        while not self.over.wait(OFTEN if self.erases else SELDOM):
            with self.lock:
                if not self.over.is_set():
                    self._write(f"{time.monotonic() - begun:.0f} s, {now[0]}")

    def _write(self, text: str) -> None:
        if not self.erases:
            sys.stderr.write(f"{text}\n")
            return
        try:
            columns = os.get_terminal_size(sys.stderr.fileno()).columns or NARROWEST
        except (OSError, ValueError):
            columns = NARROWEST
        sys.stderr.write(f"{ERASE}{text[: max(columns, 2) - 1]}")  # in one line, to be erased
        sys.stderr.flush()
        self.stands = True

    def erase(self) -> None:
        """Erase the line; the caller holds the lock."""
        if self.stands:
            sys.stderr.write(ERASE)
            sys.stderr.flush()
            self.stands = False


_line: _ProgressLine | None = None
"""That of the command that runs."""


@contextmanager
def _without_progress() -> Iterator[None]:
    """Erase the progress line, and write none meanwhile."""
    if _line is None:
        yield
        return
    with _line.lock:
        _line.erase()
        yield


@contextmanager
def progress() -> Iterator[Listener]:
    """Progress on stderr every second, if that is a terminal.

    It is erased before anything else is printed, and at the end.
    """
    global _line  # noqa: PLW0603 - there is one terminal
    import threading

    from solvers.progress import listening

    now = ["starting"]

    def tell(part: str, done: int, of: int) -> None:
        now[0] = part + (f": {done:,}" if done or of else "") + (f" of {of:,}" if of else "")

    if sys.stderr.isatty():
        _line = _ProgressLine()
        threading.Thread(target=_line.show, args=(now,), daemon=True).start()
    try:
        with listening(tell):
            yield tell
    finally:
        if _line is not None:
            with _without_progress():
                _line.over.set()
            _line = None
