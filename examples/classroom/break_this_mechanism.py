# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""Break this mechanism: report a type, and let the audit find the lie that pays. 45 minutes.

Source: Myerson (1979), Incentive compatibility and the bargaining problem; Vickrey (1961), Clarke
(1971) and Groves (1973); d'Aspremont and Gerard-Varet (1979); Myerson and Satterthwaite (1983).
All numbers are made up for the class.
"""

import marimo

app = marimo.App(app_title="Break this mechanism", css_file="classroom.css", width="medium")


@app.cell
def _():
    import marimo as mo

    import intercity as ic

    revealed = mo.app_meta().mode == "script"  # run as a script, nothing is hidden
    return ic, mo, revealed


@app.cell
def _(mo):
    mo.md(
        """
        # Break this mechanism

        **Hangzhou** would buy a lot of quota, **Quzhou** would sell it. What it is worth to each
        only that city knows: 1, 3, 5 or 7, all alike likely. A rule asks both for their number and
        decides on trade and price. Honest cities would trade whenever Hangzhou's number is not
        smaller.

        **The rule of the day: split the difference.** They trade if Hangzhou's report is at least
        Quzhou's, at the mean of both.

        ## 1 · Predict
        """
    )


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["7, the truth", "5", "3", "1"],
        label="**Question 1.** You are Hangzhou, and it is worth 7 to you. Quzhou tells the truth. "
        "What do you report?",
    )
    guess
    return (guess,)


@app.cell
def _(guess, mo, revealed):
    mo.stop(
        guess.value is None and not revealed,
        mo.md("*What comes next is hidden until you have made a prediction.*"),
    )
    after = mo.md  # what is written with it is shown after the prediction
    chosen = mo.ui.dropdown(
        ["split the difference", "posted price of 4", "Clarke", "expected externality"],
        value="split the difference",
        label="rule",
    )
    truth = mo.ui.slider(1, 7, 2, value=7, show_value=True, label="worth to you (Hangzhou)")
    step = mo.ui.slider(0, 3, value=0, show_value=True, label="lines of the proof")
    mo.vstack(
        [mo.md("## 2 · Reveal"), mo.hstack([chosen, truth], justify="start", gap=3, wrap=True)]
    )
    return after, chosen, step, truth


@app.cell
def _(chosen, ic):
    numbers = [1, 3, 5, 7]
    problem = ic.BayesianProblem.bilateral_trade({"Hangzhou": numbers}, {"Quzhou": numbers})

    def at(price_of):
        """A rule that trades where price_of gives a price, which goes from buyer to seller."""

        def rule(reports):
            price = price_of(reports["Hangzhou"], reports["Quzhou"])
            return ("no trade", [0, 0]) if price is None else ("trade", [price, -price])

        return ic.DirectMechanism.from_rule(problem, rule)

    if chosen.value == "split the difference":
        mechanism = at(lambda v, c: (v + c) / 2 if v >= c else None)
    elif chosen.value == "posted price of 4":
        mechanism = at(lambda v, c: 4 if v >= 4 >= c else None)
    elif chosen.value == "Clarke":
        mechanism = ic.clarke_pivot(problem)
    else:
        mechanism = ic.expected_externality(problem)
    report = ic.audit(mechanism)
    return mechanism, numbers, problem, report


@app.cell
def _(mechanism, numbers, problem, truth):
    from fractions import Fraction

    def expects(claim):
        """What Hangzhou expects by this report, and how likely it trades."""
        gain, trades = Fraction(0), Fraction(0)
        for other in numbers:
            outcome = mechanism.outcome({"Hangzhou": claim, "Quzhou": other})
            chance = outcome.lottery.get("trade", 0)
            value = problem.value("Hangzhou", "trade", truth.value)
            gain += (chance * value - outcome.payments["Hangzhou"]) / len(numbers)
            trades += chance / len(numbers)
        return gain, trades

    by_report = {claim: expects(claim) for claim in numbers}
    most = max(gain for gain, _ in by_report.values())
    good = [claim for claim, (gain, _) in by_report.items() if gain == most]
    best = truth.value if truth.value in good else good[0]
    return best, by_report, good


@app.cell
def _(best, by_report, chosen, good, guess, mo, truth):
    rows = "\n".join(
        f"| {claim}{' (the truth)' if claim == truth.value else ''} | {float(trades):.0%} | "
        f"{float(gain):g} |"
        for claim, (gain, trades) in by_report.items()
    )
    said = f" You said: {guess.value}." if guess.value else ""
    says = "the truth" if best == truth.value else f"**{' or '.join(map(str, good))}**"
    mo.md(
        f"""
If Quzhou is honest, Hangzhou with {truth.value} does best by reporting {says}.{said}

| report | trades | expects |
|---|---|---|
{rows}

**What the audit says of *{chosen.value}*:**
"""
    )


@app.cell
def _(mo, report):
    asked = {
        "Bayesian incentive compatibility": "nobody expects to gain by a lie",
        "dominant-strategy incentive compatibility": "nobody gains by a lie, whatever others say",
        "interim individual rationality": "nobody expects to lose by taking part",
        "exact budget balance ex post": "no money comes in, and none is left over",
        "allocative efficiency": "all trades that are worth it take place",
    }
    verdicts = {name: str(report[name]) for name in asked}
    listed = "\n".join(f"| {asked[name]} | {said} |" for name, said in verdicts.items())
    mo.md(f"| what one would like | verdict |\n|---|---|\n{listed}")
    return (verdicts,)


@app.cell
def _(after):
    after(
        """
        **Question 2.** Break each of the four rules: which promise does it not keep? Find the lie,
        the loss, the missing money or the missed trade before you look at the audit.

        ## 3 · Prove that the truth does not pay
        """
    )


@app.cell
def _(best, by_report, mo, step, truth):
    def proof():
        """The lie and what it brings, in lines for the blackboard."""
        honest, lie = by_report[truth.value], by_report[best]
        rest = "The trades that it misses bring little: that is why it pays"
        lines = [
            f"By the truth, {truth.value}, trades in {float(honest[1]):.0%}, expects {honest[0]}.",
            f"By {best} it trades in {float(lie[1]):.0%}, at a better price, expects {lie[0]}.",
            f"The lie gains {lie[0] - honest[0]}. {rest}.",
        ]  # fmt: skip
        return lines if lie[0] > honest[0] else ["No report brings more than the truth does."]

    lines = proof()
    shown = "\n".join(f"{k}. {line}" for k, line in enumerate(lines[: step.value], 1))
    mo.vstack([step, mo.md(shown)])
    return (lines,)


@app.cell
def _(after, mo):
    finer = mo.ui.slider(2, 7, 1, value=4, show_value=True, label="how many numbers each may have")
    mo.vstack([
        after("## 4 · Is there a rule that keeps all?\n\nNobody expects to gain by a lie or to "
              "lose by taking part, no money from outside, all trades that are worth it. "
              "**Question 3.** What happens as the numbers lie closer? (They are spread evenly "
              "over 0 to 8.)"),
        finer,
    ])  # fmt: skip
    return (finer,)


@app.cell
def _(finer, ic, mo):
    _types = ic.midpoint_types(0, 8, finer.value)
    _fine = ic.BayesianProblem.bilateral_trade({"Hangzhou": _types}, {"Quzhou": _types})
    wishes = [
        "Bayesian incentive compatibility",
        "interim individual rationality",
        "exact budget balance ex post",
        "allocative efficiency",
    ]
    designed = ic.design(_fine, subject_to=wishes)
    possible = designed.mechanism is not None
    told = "**Yes**: some rule keeps all four promises."
    if not possible:
        told = (
            "**No.** Whatever the rule, somebody's honesty or participation would have to be paid "
            f"for: at least {float(designed.missing):.3g} is missing on average."
        )
    mo.md(told)
    return designed, possible


@app.cell
def _(mo, numbers):
    name = mo.ui.text(label="name", placeholder="Anna")
    role = mo.ui.radio(["buyer", "seller"], value="buyer", inline=True, label="role")
    mine = mo.ui.dropdown([str(n) for n in numbers], value="7", label="what it is worth to you")
    claim = mo.ui.dropdown([str(n) for n in numbers], value="5", label="what you report")
    mo.vstack([
        mo.md("## 5 · In class: split the difference\n\nDraw a card for what a lot is worth to "
              "you. **Hand in** that and your report; only the teacher sees both."),
        name, role, mine, claim,
    ])  # fmt: skip
    return claim, mine, name, role


@app.cell
def _(claim, ic, mine, mo, name, role):
    handed_in = mo.md("*Type your name, and a line to hand in appears here.*")
    if name.value.strip():
        try:
            _moves = {"role": role.value, "worth": mine.value, "report": claim.value}
            slip = ic.Slip("break this mechanism", name.value, _moves)
            handed_in = mo.md(f"Copy this line to your teacher:\n\n```\n{slip}\n```")
        except ic.InvalidInput as error:
            handed_in = mo.md(f"{error}")
    handed_in


@app.cell
def _(mo):
    pasted = mo.ui.text_area(label="**For the teacher:** paste all lines", rows=5, full_width=True)
    pasted
    return (pasted,)


@app.cell
def _(ic, mo, pasted):
    def played(text):
        """The first buyer meets the first seller, and so on; what they gain, and might have."""
        limits = {"worth": (1, 7), "report": (1, 7)}
        slips = ic.read_slips(text, "break this mechanism", ["role"], between=limits)
        sides = {"buyer": [], "seller": []}
        for who, slip in slips.items():
            if slip.moves["role"] not in sides:
                raise ic.InvalidInput(f"the role of {who}", slip.moves["role"], list(sides))
            sides[slip.moves["role"]].append((who, slip.number("worth"), slip.number("report")))
        rows, lost = [], 0
        for (buyer, v, bid), (seller, c, ask) in zip(*sides.values(), strict=False):
            trade = bid >= ask
            price = (bid + ask) / 2
            lost += max(v - c, 0) if not trade else 0
            rows.append({"buyer": buyer, "seller": seller, "trade": "yes" if trade else "no",
                         "price": float(price) if trade else None,
                         "buyer gains": float(v - price) if trade else 0.0,
                         "seller gains": float(price - c) if trade else 0.0})  # fmt: skip
        lies = sum(w != r for side in sides.values() for _, w, r in side)
        return rows, lies, lost

    board = mo.md("")
    if pasted.value.strip():
        try:
            _rows, _lies, _lost = played(pasted.value)
            board = mo.vstack([
                mo.ui.table(_rows, selection=None),
                mo.md(f"{_lies} did not tell the truth; trades worth {_lost} were missed."),
            ])  # fmt: skip
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (played,)


if __name__ == "__main__":
    app.run()
