"""What a report says in English around the words of its topics: heads, frames, first sentences.

Another language is a class that derives from ``English`` and has each of its words anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, ClassVar

from games.approximately import approximately
from intercity.english import (
    amount,
    as_words,
    counted,
    gains_told,
    hangs_words,
    in_full,
    listed,
    percent,
    percent_in_full,
)
from intercity.scenario.quantity import toml_text
from intercity.words.english_terms import ALONE, RETURN, TERMS

__all__ = ["English"]

NAMED = 8
"""So many cities that are left out are named."""

_NEARLY_ALL = Fraction(999, 1000)


class English:
    """The words of a report, by what is told. Sentences have no full stop where more may follow."""

    heads: ClassVar[Mapping[str, str]] = {
        "check-up": "CHECK-UP",
        "deal": "DEAL",
        "in short": "IN SHORT",
        "hinges on": "HINGES ON",
        "basis": "BASIS",
        "compare": "COMPARE",
        "doubtful": "DOUBTFUL",
        "negotiated": "NEGOTIATED",
        "truce": "TRUCE",
        "asks": "ASKS",
        "fails": "FAILS",
        "undecided": "UNDECIDED",
        "stands": "STANDS",
        "holds": "HOLDS",
        "not asked": "NOT ASKED",
        "repair": "REPAIR",
        "flips": "FLIPS",
        "find out": "FIND OUT",
        "together": "TOGETHER",
        "not proven": "NOT PROVEN",
        "proof": "PROOF",
        "more": "MORE",
        "compared": "COMPARED",
    }
    """What stands in the left margin: at most 11 letters."""

    def term(self, english: str) -> str:
        """A short name that the code has in English: of a check, a verdict, a number, a need.

        In the label of a number ``{0}`` stands for a name.
        """
        return english

    def listed(self, items: Iterable[str]) -> str:
        return listed(items)

    def sentence(self, text: str) -> str:
        """A clause as a sentence of its own."""
        return f"{text[0].upper()}{text[1:].rstrip('.')}."

    # Checks.

    def add(self, needs: Sequence[str]) -> str:
        """What would have to be added for a check to be asked."""
        return f"add {' or '.join(needs)}"

    def in_part(self, cities: Sequence[str], told: str) -> str:
        """What is told of a part of the region, by its cities."""
        return f"in {listed(cities)}: {told}"

    def other_parts(self, count: int) -> str:
        """After what is told of one part of the region: of how many others the like could be told.

        >>> English().other_parts(1), English().other_parts(2)
        (', and likewise in another part', ', and likewise in 2 other parts')
        """
        return f", and likewise in {'another part' if count == 1 else f'{count} other parts'}"

    # IN SHORT.

    nothing_to_check = (
        "Nothing in this scenario can be checked; --full lists what to add for which check."
    )
    promises_too_much = "The deal cannot be carried out: it promises more than its members have."

    def undecided(self, checks: Sequence[str]) -> str:
        return f"Undecided: {listed(checks)}; why is told below."

    def as_signed(
        self,
        gains: Mapping[str, Fraction],
        hangs: bool,
        returning: Fraction,
        projects: Fraction | None,
    ) -> str:
        """Who gains by the deal; ``hangs``: whether that hangs on who can borrow or lend.

        ``returning``: how many of the ``projects`` that are suited return; ``None`` where none is.
        """
        at = ", at the region's interest," if hangs else ""
        back = ""
        if projects is not None:
            back = f", with {amount(returning)} of {counted(projects, 'project')} returning"
            back = back if returning else ", with none of the projects returning"
        return f"As signed{at} {_who_gains(gains)}{back}: {gains_told(gains)} a year."

    hangs = staticmethod(hangs_words)

    def as_planned(self, gains: Mapping[str, Fraction]) -> str:
        return f"As planned it would be {gains_told(gains)} a year."

    def a_bonus_mends(self, gains: Mapping[str, Fraction], losing_later: Sequence[str]) -> str:
        """What each gains with a bonus, by which nobody loses at the region's interest."""
        at = ""
        if losing_later:
            count = "counts" if len(losing_later) == 1 else "count"
            at = f" at the region's interest, not as {listed(losing_later)} {count} later years"
        return f"A bonus mends that{at}: {gains_told(gains)} a year."

    def nothing_breaks_it(self, *, of_all: bool, by_consent: bool) -> str:
        """``of_all``: whether all was decided; ``by_consent``: whether consent alone holds it."""
        unless = ", unless the province consents to another deal" if by_consent else ""
        return f"Nothing that was {'asked' if of_all else 'decided'} would break it{unless}."

    def failing(self, count: int, mended: int, by_half: int = 0) -> str:
        """How many checks fail, how many a clause repairs, and how many at least by half."""
        if count == 1:
            can = "it can be repaired by a clause below" if mended else "no clause below repairs it"
            can = "a clause below repairs at least half of it" if by_half else can
            return f"1 check fails; {can}."
        every = "both of them" if count == 2 else "all of them"
        told = [every if mended == count else f"{mended} of them"] if mended else []
        if by_half:
            told.append(f"{by_half}{'' if told else ' of them'} at least by half")
        if not told:
            can = "no clause below repairs them"
        elif mended + by_half == 1:
            can = f"a clause below repairs {told[0]}"
        else:  # together they may not: one may break what another mends
            can = f"clauses below repair {', and '.join(told)}, each taken alone"
        return f"{count} checks fail; {can}."

    # Conventions, BASIS, COMPARE, DOUBTFUL.

    costs = "figures are costs: less is better"
    firms_stay = "without a deal firms stay where they are"
    no_numbers = "no numbers"
    assumed = "assumed"

    def horizon(self, years: Fraction, interest: Fraction, *, ends: bool) -> str:
        """How time counts; ``ends``: nothing counts after these years."""
        told, over = ("1 year", "it") if years == 1 else (f"{amount(years)} years", "them")
        rate = f"{in_full(100 * interest, amount)}%"
        if ends:
            spread = f"one-off sums are spread over {over}"
            return f"{told} at {rate}; {spread}; nothing counts after {over}"
        return f"the region goes on for ever, at {rate}; parks are renewed every {told}"

    def left_out(self, cities: Sequence[str], *, of_the_deal: bool) -> str:
        """Cities that no check looks at.

        >>> English().left_out(["A"], of_the_deal=True)
        'left out: A, which has nothing to do with the deal'
        """
        told = listed(cities)
        if len(cities) > NAMED:
            told = listed([*cities[:NAMED], f"{len(cities) - NAMED} more"])
        have = "has" if len(cities) == 1 else "have"
        what = "the deal" if of_the_deal else "the others"
        return f"left out: {told}, which {have} nothing to do with {what}"

    def common_pool(self, pools: Sequence[str], conjecture: str) -> str:
        """Who is taken to draw on what nobody owns.

        >>> English().common_pool(["mobile_firms"], "stay_home")
        'of the common mobile firms outsiders take nothing (stay_home)'
        """
        draws = {
            "stay_home": "outsiders take nothing",
            "race": "each city takes an equal part",
            "residual": "outsiders are taken to draw first, what their best plan needs",
        }[conjecture]
        named = listed(map(as_words, pools))
        return f"of the common {named} {draws} ({conjecture})"

    def a_table_of_worths(self, source: str | None, assumed: str | None) -> str:
        return (
            f"a table of worths: {source}" if source else f"a table of worths, assumed: {assumed}"
        )

    def numbers(self, count: int, sourced: int, *, turns: bool) -> str:
        """How many numbers there are; ``turns``: whether some of them turn a verdict."""
        text = f"{count} number{'s' if count > 1 else ''}: {sourced} sourced, "
        text += f"{count - sourced} assumed"
        if turns:
            text += ". ~ one of them, moved inside its own range, turns the verdict"
        return text

    def figures_from_elsewhere(self, figures: Sequence[str]) -> str:
        return f"figures from elsewhere, no inputs: {', '.join(figures)}"

    def and_more(self, count: int, option: str) -> str:
        """How many more there are, and under which option they are told."""
        where = "in the report as JSON (--json)" if option == "--json" else f"under {option}"
        return f"and {count} more, {where}"

    def doubt(self, place: str, value: str, likely: str) -> str:
        return f"{place} is {value}{likely}"

    def likely(self, slip: str, value: Fraction, compared: Fraction) -> str:
        """The likely mistake in a number; ``compared``: what makes it doubtful."""
        return {
            "percent": _percent,
            "unit": _unit,
            "price": _price,
            "unused": lambda *_: (
                ", though nothing here uses what is handed over: is [build], [project] or "
                "[[activities]] missing?"
            ),
            "idle": lambda *_: (
                ", and nothing here says what cities make of what they own: is [build], [project] "
                "or [[activities]] missing?"
            ),
            "short tenure": lambda *_: ": do officials count nothing that comes after one year?",
            "long tenure": lambda *_: " years: months in place of years?",
            "end of range": _end_of_range,
            "discount": _discount,
        }[slip](value, compared)

    # Who gets what.

    columns: ClassVar[Mapping[str, str]] = {
        "alone": "alone",
        "with_bonus": "deal, with bonus",
        "at_own_factor": "if it cannot borrow or lend",
        "at_signing": "were all at signing",
        "nucleolus": "nucleolus",
        "shapley": "Shapley",
        "shapley_sampled": "Shapley, sampled",
        "shapley_lowest": "at least",
        "shapley_highest": "at most",
    }
    explained: ClassVar[Mapping[str, str]] = {
        "nucleolus": "nucleolus: the split in which the group that is treated worst is "
        "treated best",
        "shapley": "Shapley: what a city adds, on average over all orders in which cities join",
        "shapley_sampled": "Shapley, sampled: what a city adds, on average over some orders drawn "
        "at random: an estimate. With 95% confidence the values of all cities at once are within "
        "the next two columns, which allow for orders not drawn, as there are limits to what "
        "a city can add. The nucleolus, which needs the worth of every group, is not worked out "
        "for so many cities",
        "lowest": "stable: a split that no city or group would leave; its range for each city",
    }
    """By column, what it is, for who does not know it by name."""

    def deal_column(self, returning: Fraction | None, *, beside_plan: bool) -> str:
        """``returning``: ``None`` where no project is suited to return."""
        head = "deal as signed" if beside_plan else "deal"
        return head if returning is None else f"{head}, {_return(returning)}"

    def planned_column(self, returning: Fraction) -> str:
        return f"planned, {_return(returning)}"

    def bids_column(self, *, on_average: bool) -> str:
        return "bids on average" if on_average else "pays per firm"

    def race_column(self, *, accord: bool) -> str:
        return "keeps under the accord" if accord else "keeps in the race"

    def stable_column(self, cities: int, *, in_parts: bool) -> str:
        everyone = "both" if cities == 2 else f"all {cities}"
        return "stable splits" if in_parts else f"stable deal of {everyone}"

    def end_of_column(self, column: str, end: str) -> str:
        """``end``: lowest or highest."""
        return f"{column}, {end}"

    def more_cities(self, count: int) -> str:
        return f"... {count} more"

    # What each check found.

    rules_compared: ClassVar[tuple[str, str, str]] = ("rule", "loses", "but")
    shares_compared: ClassVar[tuple[str, str, str]] = ("shares", "each pays a year", "and")
    nothing = "nothing"
    the_same = "the same"
    no_repair_found = "not found"
    no_clause = "none by a clause"

    def many_not_asked(self, count: int) -> str:
        return f"{count} checks: --full lists them, each with what would ask it"

    def mends(self, share: Fraction, falls: str) -> str:
        """How much a repair mends, in brackets; ``falls``: what falls by it, if a topic says so."""
        return f"({falls or f'mends {_part(share)} of it'})"

    def mended(self, name: str, share: Fraction) -> str:
        """A check, or the part of what fails there, that a clause mends."""
        return name if share == 1 else f"{name}, {_part(share)} of it"

    only_in_part = "only in part:"

    def repaired_in_part(self, name: str) -> str:
        """``name``: the check's, as it is typed."""
        return f"in part: --explain {name}"

    def more(self, name: str, *, amend: bool, left_out: bool) -> str:
        """Where the rest is told; ``left_out``: whether numbers were not moved, as was asked."""
        text = f"all of it: --full; one check: --explain {name}; the proof: --verify"
        if amend:
            text += "; to mend the deal, as a repair may break another check: intercity amend"
        if left_out:
            text += "; assumed numbers were not moved in their ranges (--no-ranges)"
        return text

    # HINGES ON, FLIPS and FIND OUT.

    nothing_hinges = "no assumed number: none has a range to move in"
    nothing_moves = "no number turns a verdict: no assumed one has a range to move in"
    nothing_turns = (
        "no number that turns a verdict was found: each assumed one was moved alone inside its "
        "range"
    )
    not_moved = "not looked for: the ranges of assumed numbers were left out"
    no_ranges = "not looked for: the numbers of a table have no ranges to move them in"

    def becomes(self, check: str, verdict: str) -> str:
        """What a check is said to do where a number turns it; a topic may have words of its own."""
        return f"{check} {verdict}"

    def at_one_number(self, number: str) -> str:
        """Where a number turns a verdict, if it does so there alone."""
        return f"at {number}"

    def interval(
        self, near: str, far: str, *, up: bool, apart: tuple[bool, bool], to_the_end: bool
    ) -> str:
        """Where a number turns a verdict, met on the way ``up`` or down from what it is.

        "Up to" and "down to" is said of an end of its range. ``apart``: of the near end and of the
        far one, whether it is itself no part of the interval.
        """
        if to_the_end:
            start = ("above" if up else "below") if apart[0] else "from"
            return f"{start} {near} {'up' if up else 'down'} to {far}"
        low, high = (near, far) if up else (far, near)
        apart = apart if up else apart[::-1]
        if all(apart):
            return f"between {low} and {high}"
        return f"{'above' if apart[0] else 'from'} {low} to {'below ' if apart[1] else ''}{high}"

    def hinges_on(self, label: str, value: str, interval: str, turned: str) -> str:
        """A number, and the interval in which it turns a verdict."""
        return f"{label}, assumed to be {value}: {interval}: {turned}"

    def hinges_on_none(
        self, nearest: str, share: str, *, of_the_deal: bool, by_clause: bool
    ) -> str:
        """That no number near its break-even was found; ``nearest``: one farther off, or ""."""
        what = "a verdict on the deal" if of_the_deal else "a verdict above"
        text = f"no single assumed number: none was found that turns {what} within a quarter"
        text += " of its range"
        if nearest:
            return f"{text}; the nearest is {nearest}, at {share} of its range"
        return f"{text}; a changed clause does (REPAIR)" if by_clause else text

    def flips(self, label: str, value: str, interval: str, turned: Sequence[str]) -> str:
        return f"{label} {interval} (yours {value}): {', '.join(turned)}"

    def turning(self, label: str, value: str, interval: str, turned: str, share: str) -> str:
        """``share``: how much of its range the number moves, if that is not little; else ""."""
        moved = f", once it has moved by {share} of its range" if share else ""
        return f"{label} (yours {value}; {interval}: {turned}{moved})"

    def find_out(self, turning: Sequence[str], *, near: bool) -> str:
        which = "Each" if len(turning) > 1 else "It"
        break_even = ", and near its break-even" if near else ""
        return f"first: {listed(turning)}. {which} is assumed{break_even}"

    # TOGETHER.

    def stands_together(self, numbers: int, assumed: int, part: str, checks: Sequence[str]) -> str:
        """That no verdict of these checks turns while all numbers are within a part of ranges.

        ``numbers``: those with room to move, of all that are ``assumed``. ``part``: of the way to
        the ends; empty if it is all of it.
        """
        them = "the assumed number is" if numbers == 1 else f"all {numbers} assumed numbers are"
        if numbers < assumed:
            verb = "is" if numbers == 1 else "are"
            them = f"the {numbers} of {assumed} assumed numbers with room to move {verb}"
        ends = "its range" if numbers == 1 else "their ranges"
        within = f"within {part} of the way to the ends of {ends}" if part else f"in {ends}"
        return f"proven: no verdict on {listed(checks)} turns, wherever {them} {within}"

    def not_together(self, checks: Sequence[str]) -> str:
        """That nothing is proven of all numbers together."""
        return f"nothing is proven of {listed(checks)} with all assumed numbers off together"

    def turned_together(self, numbers: int, named: str, part: str, check: str, verdict: str) -> str:
        """Numbers that together turn a verdict; ``named``: they are few enough to be named."""
        told = named or f"{numbers} numbers together"
        turn = "turns" if numbers == 1 else "turn"
        return f"{told}, off by up to {part}, {turn} {check}, which then {verdict}"

    def edge(self, check: str, numbers: int, named: str, verdict: str) -> str:
        """Numbers next to their own that turn a verdict; ``named``: they are few enough."""
        return f"{check} ({named or f'{numbers} numbers together'}: {verdict})"

    def on_a_knife_edge(self, edges: Sequence[str]) -> str:
        """The verdicts that are left out, as the least change of some numbers turns each."""
        return f"on a knife-edge, and left out: {listed(edges)}"

    def not_said(
        self, unmade: Sequence[str], of_two: Sequence[str], unproven: Sequence[str], *, others: bool
    ) -> str:
        """Of which checks nothing is said, and why: as of many numbers nothing is looked for.

        ``of_two``: whose proofs are made of two numbers at once; ``unproven``: of which none was
        found. ``others``: whether something is said of others.
        """
        told = []
        if of_two:
            why = "proofs are made of two numbers at a time (intercity map)"
            told.append(f"of {listed(of_two)} nothing is said: {why}")
        if unmade:
            told.append(f"of {listed(unmade)} nothing is said: no such proof is made")
        if unproven:
            told.append(f"of {listed(unproven)} nothing is said: no proof was found")
        return "; ".join(told)

    def not_said_of(
        self, unmade: Sequence[str], of_two: Sequence[str], unproven: Sequence[str], *, others: bool
    ) -> str:
        """The same by how many there are.

        >>> English().not_said_of(["a", "b"], [], ["c"], others=True)
        'of 3 other verdicts nothing is said: no such proof is made of 2, and of 1 none was found'
        >>> English().not_said_of([], [], ["c"], others=False)
        'nothing is said of 1 verdict with all numbers off at once: no proof was found'
        """
        made, found = len(unmade) + len(of_two), len(unproven)
        count = f"{made + found} {'other ' if others else ''}verdict"
        count += "s" if made + found > 1 else ""
        why = "no such proof is made" if made else "no proof was found"
        if made and found:
            why += f" of {made}, and of {found} none was found"
        if others:
            return f"of {count} nothing is said: {why}"
        return f"nothing is said of {count} with all numbers off at once: {why}"

    def hardly_gaining(self, cities: Sequence[str], *, at_interest: bool = False) -> str:
        """Members that have less than a hundredth of what members gain.

        ``at_interest``: some count later years otherwise.

        >>> English().hardly_gaining(["Quzhou"])
        'Quzhou has less than 1% of what members then gain by the deal'
        >>> English().hardly_gaining(["A", "B"], at_interest=True)[39:]
        "members then gain by the deal at the region's interest"
        """
        have = "has" if len(cities) == 1 else "each have"
        told = f"{listed(cities)} {have} less than 1% of what members then gain by the deal"
        return f"{told} at the region's interest" if at_interest else told

    def hardly_gaining_at_own_factor(self, cities: Sequence[str]) -> str:
        """Members to which less than a hundredth of a gain is left as they count later years.

        >>> English().hardly_gaining_at_own_factor(["Quzhou"])
        'At its own discount factor Quzhou keeps less than 1% of its gain'
        """
        who = listed(cities)
        if len(cities) > 1:
            return f"Each at its own discount factor {who} keep less than 1% of their gains"
        return f"At its own discount factor {who} keeps less than 1% of its gain"

    # PROOF.

    nothing_claimed = "nothing is claimed, so that there is nothing to prove"

    def proof(self, claims: int, certificates: int) -> str:
        return (
            f"{claims} {'claim rests' if claims == 1 else 'claims rest'} on "
            f"{certificates} certificate{'' if certificates == 1 else 's'}; "
            "re-check them without a solver: intercity check --verify"
        )

    # Words that are explained on a page.

    heads_explained: ClassVar[Mapping[str, str]] = {
        "alone": f"alone: {ALONE}",
        "return": f"return: {RETURN}",
    }
    terms = TERMS
    """A term, where it stands (a regular expression), and what it is."""

    def clause_in_file(self, table: str, said: Mapping[str, str]) -> str:
        """A clause beside the deal, as the file has it."""
        told = ", ".join(f"{as_words(name)}: {one}" for name, one in said.items())
        return f"Beside the deal, in [{table}]: {told}."

    # Scenarios side by side.

    compared: ClassVar[Mapping[str, str]] = {
        "gains": "What each city gains",
        "gains by deals": "What each city gains by the deal",
        "savings": "What each city saves, against paying alone",
        "gains or savings": "What each city gains, or saves where figures are costs",
        "verdicts": "What stands and what fails",
        "clauses": "What to sign",
        "inputs": "What differs in the files",
    }

    cities_not_in_all = "the cities that not every file has"

    def entry(self, entry: Any) -> str:
        """An entry of a file as it is read: a number, a key, words, yes or no, a list of these.

        >>> told = English().entry
        >>> told(True), told("enclave_site"), told((1, 5)), told(("A", "B"))
        ('yes', 'enclave site', '1 to 5', 'A and B')
        >>> told((("A", "B"), ("C", "D")))
        'A and B; C and D'
        """
        if isinstance(entry, bool):
            return "yes" if entry else "no"
        if isinstance(entry, str):
            return as_words(entry) if entry.isidentifier() else entry
        if not isinstance(entry, tuple):
            return toml_text(entry)
        told = list(map(self.entry, entry))
        if any(isinstance(one, tuple) for one in entry):
            return "; ".join(told)
        return listed(told) if any(isinstance(one, str) for one in entry) else " to ".join(told)

    def part(self, title: str, number: int) -> str:
        return f"{title} (part {number})"

    # Charts of a page.

    charts: ClassVar[Mapping[str, str]] = {
        "gains": "What each city gains, against having no deal",
        "savings": "What each city saves, against paying alone",
        "stable splits": "The splits that no city or group would leave",
        "race": "What each city keeps in the race",
        "accord": "What each city keeps under the accord",
        "moves": "How far a number has to move until a verdict turns, in per cent of its range",
        "range": "per cent of the number's own range",
        "moves by": "moves by",
    }

    dashed = "dashed"

    def described(self, title: str, rows: Sequence[str]) -> str:
        """A chart for who hears it."""
        return f"{title}: {', '.join(rows)}; the table below has the numbers"

    # Tables of data.

    def worth_of(self, group: str, *, costs: bool) -> str:
        return f"{'the cost of' if costs else 'the worth of'} {group}"

    def assumed_since(self, reason: str) -> str:
        return f"assumed: {reason}"


def _who_gains(gains: Mapping[str, Fraction]) -> str:
    losers = [c for c, gain in gains.items() if gain < 0]
    idle = [c for c, gain in gains.items() if not gain]
    if losers:
        return f"{listed(losers)} would lose"
    if len(idle) == len(gains):
        return "nobody gains or loses"
    if idle:
        return f"nobody loses, but {listed(idle)} would gain nothing"
    return "both gain" if len(gains) == 2 else "all gain"


def _return(returns: Fraction) -> str:
    return f"{amount(returns)} return" if returns else "none returns"


def _percent(value: Fraction, _: Fraction) -> str:
    share = toml_text(value / 100)
    told = percent_in_full(value)
    return f", or {told} a year: a percent in place of a share? ({toml_text(value)}% is {share})"


def _unit(value: Fraction, kin: Fraction) -> str:
    if abs(value) > abs(kin):
        times = f"{approximately(abs(value / kin), ',.0f')} times"
    else:
        times = f"1/{approximately(abs(kin / value), ',.0f')} of"
    return f", {times} the median of its kin ({toml_text(kin)}): in another unit?"


def _price(value: Fraction, brings: Fraction) -> str:
    times = f"{approximately(value / brings, ',.0f')} times"
    return f", {times} the most that a unit brings a year ({toml_text(brings)}): in another unit?"


def _end_of_range(value: Fraction, other: Fraction) -> str:
    side = "low" if value < other else "high"
    return (
        f", the {side} end of its own range (the other is {toml_text(other)}): "
        "is it certain on that side?"
    )


def _discount(_: Fraction, interest: Fraction) -> str:
    fair = approximately(1 / (1 + interest), ".3g")
    return (
        f", far from what an interest of {approximately(100 * interest, '.4g')}% makes of 1 a year "
        f"later ({fair}): a rate in place of a factor?"
    )


def _part(share: Fraction) -> str:
    """Of what fails, what is mended: 99.999999% of it would promise what no estimate bears."""
    return "nearly all" if _NEARLY_ALL <= share < 1 else percent(share)
