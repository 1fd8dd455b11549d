"""A word of progress stands in the last line of a terminal, and nothing of it stays there."""

import io
import os
import re
import sys
import time
from contextlib import nullcontext
from itertools import pairwise

import pytest

from intercity import terminal
from intercity.amendment import amend
from intercity.checkup.check_up import check_up
from intercity.checkup.sensitivity import movable
from intercity.scenario_file import parse_scenario
from solvers.progress import asking, followed, listening
from tests.frontdoor.amended_deals import IN_TRANCHES
from tests.frontdoor.small_scenarios import quota_for_a_price
from tests.frontdoor.starter import reported


class Screen(io.StringIO):
    """What a terminal would show of what is written to it."""

    def isatty(self):
        return True

    @property
    def shown(self):
        written = self.getvalue()
        lines = [line.rpartition(terminal.ERASE)[2] for line in written.split("\n")]
        return "\n".join(re.sub(r"\x1b\[[0-9;]*m", "", line) for line in lines)


def at_a_terminal(monkeypatch):
    """Both outputs on one screen; within a test, as outputs are set anew before it is called."""
    both = Screen()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(f"sys.{name}", both)
    monkeypatch.setattr(terminal, "OFTEN", 0.001)
    monkeypatch.setattr(terminal, "SELDOM", 0.001)
    monkeypatch.setenv("TERM", "xterm")
    return both


def until(screen, word):
    """Wait until a word of progress stands in the last line."""
    for _ in range(2000):
        if screen.shown.endswith(word):
            return
        time.sleep(0.002)
    pytest.fail(f"{word} is not told")


def test_what_is_told_of_progress_is_erased_before_the_answer_and_at_the_end(monkeypatch):
    report, screen = reported(), at_a_terminal(monkeypatch)
    with terminal.progress() as tell:
        tell("numbers", 1, 2)
        until(screen, "numbers: 1 of 2")
        terminal.print_answer(report)
        assert "numbers" not in screen.shown.rpartition("stable")[0]
        until(screen, " s, numbers: 1 of 2")
    assert "numbers: 1 of 2" in screen.getvalue()
    assert "numbers: 1 of 2" not in screen.shown
    shown = screen.shown
    assert shown.startswith("CHECK-UP")
    time.sleep(0.01)
    assert screen.shown == shown


def test_a_terminal_that_cannot_erase_has_a_line_each(monkeypatch):
    screen = at_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "dumb")
    with terminal.progress() as tell:
        tell("numbers", 1, 2)
        until(screen, "numbers: 1 of 2\n")
    assert "\x1b" not in screen.getvalue()
    assert "\r" not in screen.getvalue()


def test_a_word_of_progress_is_no_longer_than_a_line(monkeypatch):
    screen = at_a_terminal(monkeypatch)
    with terminal.progress() as tell:
        tell("number " * 40, 1, 2)
        until(screen, ("0 s, " + "number " * 40)[: terminal.NARROWEST - 1])
        assert max(map(len, screen.shown.split("\n"))) < terminal.NARROWEST


def test_a_question_stands_in_the_line_with_how_much_is_done_as_far_as_it_is_known(monkeypatch):
    screen = at_a_terminal(monkeypatch)
    with terminal.progress() as tell:
        until(screen, "0 s, starting")
        with asking("all together"):
            until(screen, "0 s, all together")
            tell("all together, deals", 1_234, 0)
            until(screen, "0 s, all together, deals: 1,234")
            for _ in followed("cases", range(2_000)):
                until(screen, "0 s, all together, cases: 0 of 2,000")
                break
    assert screen.shown == ""


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
@pytest.mark.parametrize("colour", ["NO_COLOR", "FORCE_COLOR"])
def test_the_line_fits_a_terminal_of_forty_columns_and_has_no_colour(monkeypatch, colour):
    import fcntl
    import pty
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 40, 0, 0))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv(colour, "1")
    monkeypatch.setattr(terminal, "OFTEN", 0.001)
    written = ""
    with os.fdopen(theirs, "w", encoding="utf-8") as stderr:
        monkeypatch.setattr("sys.stderr", stderr)
        with terminal.progress(), asking("outside offers, shortfall search, rounds"):
            while "outside" not in written:
                written += os.read(ours, 4096).decode()
        stderr.flush()
        written += os.read(ours, 4096).decode()
    os.close(ours)
    assert written.endswith(terminal.ERASE)
    lines = written.split(terminal.ERASE)
    assert "0 s, outside offers, shortfall search, " in lines
    assert all(len(line) < 40 and line.isprintable() for line in lines)
    assert all(one != "" for one, _ in pairwise(lines[1:]))


def test_whoever_waits_for_an_amended_deal_hears_how_many_were_looked_at():
    heard = []
    with listening(lambda *told: heard.append(told)):
        amend(parse_scenario(IN_TRANCHES))
    deals = [done for part, done, _ in heard if part == "deals looked at"]
    first = heard.index(("deals looked at", 0, 0))
    assert len(deals) > 2
    assert heard[first : first + len(deals)] == [("deals looked at", k, 0) for k in deals]
    assert deals == list(range(len(deals)))


def test_whoever_waits_for_a_conjecture_hears_how_many_cases_were_drawn(monkeypatch, call):
    name, heard = "bankruptcy-games-are-convex", []
    monkeypatch.setattr("intercity.commands.explore.progress", nullcontext)
    with listening(lambda *told: heard.append(told)):
        told = call("explore", "run", name, "--max-examples", 3)
    cases = [0, *(done for part, done, _ in heard if part == f"{name}, cases drawn")]
    assert cases == list(range(len(cases)))
    assert f"not refuted in {cases[-1]} cases" in told.out


def test_while_numbers_are_moved_no_group_of_cities_is_told_of():
    heard = []
    scenario = parse_scenario(quota_for_a_price(worth_in_hub=(1, 3, 6)))
    with listening(lambda *told: heard.append(told)):
        found = check_up(scenario, progress=lambda *told: heard.append(("numbers", *told)))
    first = heard.index(("payoffs", 0, 0))
    assert any(part.endswith("groups of cities") for part, _, _ in heard[:first])
    assert {part for part, _, _ in heard[first:]} <= {
        "payoffs",
        "numbers",
        "all assumed numbers together",
    }
    numbers = len(movable(scenario))
    assert ("numbers", numbers, numbers) in heard
    assert found.robustness is not None
