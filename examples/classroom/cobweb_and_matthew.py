# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""Cobweb and Matthew effect: do wages settle, and who gets the engineers? 45 minutes.

Source: Ezekiel (1938), The cobweb theorem; Merton (1968), The Matthew effect in science; Krugman
(1991), Increasing returns and economic geography. That supply that reacts more makes wages settle
is Hu and Zhang's (2024) claim. All numbers are made up for the class.
"""

import marimo

app = marimo.App(app_title="Cobweb and Matthew effect", css_file="classroom.css", width="medium")


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
        # Cobweb and Matthew effect

        **Engineers in Hangzhou.** At a wage of p firms want 100 - d p of them, and 10 + b p want to
        be one. Studying takes a year: whoever decides today goes by today's wage. Today's is
        **20**, a bit above the wage at which the market would rest.

        ## 1 · Predict

        Supply reacts more than demand: b = 3, d = 2.
        """
    )


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["yes", "no, they swing ever wider", "no, they go round for ever"],
        label="**Question 1.** Do wages settle?",
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
    slopes = mo.ui.dictionary(
        {
            "b, of supply": mo.ui.slider(
                0.5, 4, 0.5, value=3, show_value=True, label="b, of supply"
            ),
            "d, of demand": mo.ui.slider(
                0.5, 4, 0.5, value=2, show_value=True, label="d, of demand"
            ),
        }
    )
    lags = mo.ui.radio(["supply", "demand"], value="supply", label="who decides a year ahead")
    step = mo.ui.slider(0, 3, value=0, show_value=True, label="lines of the proof")
    mo.vstack(
        [
            mo.md("## 2 · Reveal"),
            mo.hstack(
                [mo.vstack(slopes.elements.values()), lags], justify="start", gap=3, wrap=True
            ),
        ]
    )
    return after, lags, slopes, step


@app.cell
def _(ic, lags, slopes):
    b, d = slopes.value["b, of supply"], slopes.value["d, of demand"]
    market = ic.Cobweb(
        ["Hangzhou"], demand=[100], demand_slope=[d], supply=[10], supply_slope=[b], start=[20],
        lag_side=lags.value,
    )  # fmt: skip
    found = ic.cobweb(market)
    return b, d, found, market


@app.cell
def _(ic, market):
    ic.cobweb_picture(market)


@app.cell
def _(found, guess, mo):
    one = found["Hangzhou"]
    verdicts = {
        "convergent": "wages settle",
        "divergent": "wages swing ever wider",
        "closed": "wages go round for ever",
    }
    said = f" You said: {guess.value}." if guess.value else ""
    mo.md(
        f"""
        The wage at rest is {float(one.price):g}. Each error is **{one.ratio}** times the
        one before: **{verdicts[one.verdict]}**.{said}

        **Question 2.** Let demand lag instead: firms hire a year ahead. What changes, and why?
        "Supply that reacts more makes wages settle": when is that true?

        ## 3 · Prove
        """
    )
    return (one,)


@app.cell
def _(b, d, found, lags, mo, one, step):
    def proof():
        """Why errors grow or shrink, in lines for the blackboard."""
        path = found.path("Hangzhou", 3)
        errors = ", ".join(f"{float(p.expected - one.price):g}" for p in path)
        first, second = (b, d) if lags.value == "supply" else (d, b)
        side = "supply" if lags.value == "supply" else "demand"
        then = f"That is taken up at a wage off by ${first:g}/{second:g}\\,e$, the other way"
        rest = float(one.price)
        return [
            f"At rest supply is demand: $100 - {d:g} p = 10 + {b:g} p$, so $p = {rest:g}$.",
            f"If the expected wage is off by $e$, {side} is off by ${first:g}\\,e$. {then}.",
            f"So each error is {one.ratio} times the one before: {errors}, ...",
        ]  # fmt: skip

    lines = proof()
    shown = "\n".join(f"{k}. {line}" for k, line in enumerate(lines[: step.value], 1))
    mo.vstack([step, mo.md(shown)])
    return (lines,)


@app.cell
def _(after, mo):
    matthew = mo.ui.radio(
        ["10 and 10", "11 and 9, as at first", "all in the hub"],
        label="**Question 3.** Where are they in the end?",
    )
    mo.vstack([
        after("## 4 · The Matthew effect\n\n20 engineers move to where they earn more. At first "
              "the hub has 11, the edge 9. An engineer earns 1 for each who is where she is, less "
              "1/2 for each by congestion, and 1/4 for each who is elsewhere."),
        matthew,
    ])  # fmt: skip
    return (matthew,)


@app.cell
def _(matthew, mo, revealed):
    mo.stop(matthew.value is None and not revealed, mo.md("*First say where they are.*"))
    forces = mo.ui.dictionary(
        {
            "congestion": mo.ui.slider(
                0, 1.5, 0.25, value=0.5, show_value=True, label="congestion"
            ),
            "what comes over from elsewhere": mo.ui.slider(
                0, 1, 0.25, value=0.25, show_value=True, label="what comes over from elsewhere"
            ),
            "engineers in the hub at first": mo.ui.slider(
                10, 19, 1, value=11, show_value=True, label="engineers in the hub at first"
            ),
        }
    )
    mo.vstack(forces.elements.values())
    return (forces,)


@app.cell
def _(forces, ic):
    _congestion, _spill, hub = forces.value.values()
    flow = ic.FactorFlow(
        ["hub", "edge"], 1, 2, mass=20, congestion=_congestion, spillovers=[_spill] * 2, speed=0.1,
        start={"hub": hub, "edge": 20 - hub}, horizon=40,
    )  # fmt: skip
    moved, lead = ic.flow_path(flow), ic.symmetry_breaking(flow)
    return flow, lead, moved


@app.cell
def _(flow, ic):
    ic.flow_picture(flow, unit="engineers")


@app.cell
def _(forces, lead, mo, moved):
    congestion, spill, _ = forces.value.values()
    net = 1 - congestion - spill
    grows = "grows" if net > 0 else "shrinks" if net < 0 else "stays as it is"
    mo.md(
        f"""
        In the end: {", ".join(f"{where} {float(n):.4g}" for where, n in moved.ends.items())}.

        1. A place with $n$ of the 20 pays $n - {congestion:g}\\,n + {spill:g}\\,(20 - n)$.
        2. Hub less edge: $(1 - {congestion:g} - {spill:g})$ times how many more the hub has.
        3. That factor is **{net:g}**: a lead {grows}. It would not grow if congestion were at least
           {float(lead.congestion):g}.

        **Question 4.** The edge pays each of its engineers a subsidy of 1 for some years. How many
        years turn the flow round for good, and how many with 1.2? What happens when it ends?
        """
    )
    return (net,)


@app.cell
def _(mo):
    name = mo.ui.text(label="name", placeholder="Anna")
    round_ = mo.ui.number(1, 9, 1, value=1, label="round")
    hours = mo.ui.number(0, 10, 0.5, value=5, label="hours that you offer")
    mo.vstack([
        mo.md("## 5 · In class: make your own cobweb\n\nEach of you offers hours q before the "
              "wage is known. An hour more costs you more: q hours cost q²/2, so that at a wage of "
              "p you would offer q = p. The wage is 20 - 2 times the mean offer. **Hand in** your "
              "hours, round by round; the first wage to go by is 5."),
        name, round_, hours,
    ])  # fmt: skip
    return hours, name, round_


@app.cell
def _(hours, ic, mo, name, round_):
    handed_in = mo.md("*Type your name, and a line to hand in appears here.*")
    if name.value.strip():
        try:
            _lesson = f"cobweb, round {round_.value}"
            slip = ic.Slip(_lesson, name.value, {"hours": f"{hours.value:g}"})
            handed_in = mo.md(f"Copy this line to your teacher:\n\n```\n{slip}\n```")
        except ic.InvalidInput as error:
            handed_in = mo.md(f"{error}")
    handed_in


@app.cell
def _(mo):
    this_round = mo.ui.number(1, 9, 1, value=1, label="round")
    pasted = mo.ui.text_area(label="**For the teacher:** paste all lines", rows=5, full_width=True)
    mo.vstack([this_round, pasted])
    return pasted, this_round


@app.cell
def _(ic, mo, pasted, this_round):
    def cleared(text, number):
        """The wage of a round, and what each earns."""
        slips = ic.read_slips(text, f"cobweb, round {number}", between={"hours": (0, 10)})
        offers = {who: slip.number("hours") for who, slip in slips.items()}
        wage = 20 - 2 * sum(offers.values()) / len(offers)
        return wage, {who: wage * q - q * q / 2 for who, q in offers.items()}

    board = mo.md("")
    if pasted.value.strip():
        try:
            _wage, _earned = cleared(pasted.value, this_round.value)
            _rows = [{"name": who, "earns": float(x)} for who, x in _earned.items()]
            _next = float(20 - 2 * _wage)
            board = mo.vstack([
                mo.md(f"The wage is **{float(_wage):g}**. Who goes by it offers as much next time, "
                      f"which would bring a wage of {_next:g}; at rest it would be 20/3."),
                mo.ui.table(_rows, selection=None),
            ])  # fmt: skip
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (cleared,)


if __name__ == "__main__":
    app.run()
