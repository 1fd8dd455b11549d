# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""Quota swap and the bargaining frontier: a lesson of 45 minutes.

Source: Nash (1950), The bargaining problem; Kalai and Smorodinsky (1975), Other solutions to Nash's
bargaining problem; the swap is Hu and Zhang's (2024). All numbers are made up for the class.
"""

import marimo

app = marimo.App(
    app_title="Quota swap and the bargaining frontier", css_file="classroom.css", width="medium"
)


@app.cell
def _():
    import marimo as mo

    import intercity as ic

    revealed = mo.app_meta().mode == "script"  # run as a script, nothing is hidden
    return ic, mo, revealed


@app.cell
def _(ic, mo):
    swap = ic.QuotaSwap(
        "Quzhou",
        "Hangzhou",
        quota=300,
        floor=50,
        quota_worth={"Quzhou": 1, "Hangzhou": 3},
        floor_worth={"Quzhou": 8, "Hangzhou": 6},
    )
    mo.md(
        f"""
        # Quota swap and the bargaining frontier

        **Quzhou** has land quota that it does not need, the right to build on {swap.quota} mu of
        land (a mu is a fifteenth of a hectare). **Hangzhou** has a park with room to let:
        {swap.floor} units of floor. They can swap.

        | worth to | Quzhou | Hangzhou |
        |---|---|---|
        | one mu of quota | {swap.quota_worth["Quzhou"]} | {swap.quota_worth["Hangzhou"]} |
        | one unit of floor | {swap.floor_worth["Quzhou"]} | {swap.floor_worth["Hangzhou"]} |

        **Question 1.** How many mu for a unit of floor? At which ratios do both gain?
        Negotiate with your neighbour for five minutes, then hand in at the end of this page.
        """
    )
    return (swap,)


@app.cell
def _(mo):
    mo.md(
        """
        ## 1 · Predict

        The province opens an exchange for quota. Without a deal Quzhou now has a gain of **60**
        from selling there; with a deal it has no use for it. Both bargain as in Nash (1950).
        """
    )


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["nothing", "30 more", "60 more", "120 more"],
        label="**Question 2.** By how much does that raise what Quzhou has in the deal?",
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
    offer = mo.ui.slider(
        0, 240, 20, value=60, show_value=True, label="what Quzhou has without a deal"
    )
    solution = mo.ui.dropdown(
        ["Nash", "Kalai-Smorodinsky", "egalitarian", "utilitarian"],
        value="Nash",
        label="solution",
    )
    step = mo.ui.slider(0, 3, value=0, show_value=True, label="lines of the proof")
    mo.vstack(
        [mo.md("## 2 · Reveal"), mo.hstack([offer, solution], justify="start", gap=3, wrap=True)]
    )
    return after, offer, solution, step


@app.cell
def _(ic, offer, solution, swap):
    def bargaining(outside):
        """What both can gain: no swap, all quota for nothing, all floor for nothing, both."""
        corners = [(q, f) for q in (0, swap.quota) for f in (0, swap.floor)]
        gains = [tuple(swap.gain(city, q, f) for city in swap.cities) for q, f in corners]
        return ic.BargainingProblem.from_vertices(swap.cities, gains, (outside, 0))

    solve = {
        "Nash": ic.nash_bargaining,
        "Kalai-Smorodinsky": ic.kalai_smorodinsky,
        "egalitarian": ic.egalitarian,
        "utilitarian": ic.utilitarian,
    }[solution.value]
    problem = bargaining(offer.value)
    answer, before = solve(problem), solve(bargaining(0))
    return answer, before, problem


@app.cell
def _(answer, before, guess, mo, offer, solution):
    rise = answer["Quzhou"] - before["Quzhou"]
    said = f" You said: {guess.value}." if guess.value and offer.value == 60 else ""
    mo.md(
        f"""
        With {offer.value} outside, **{solution.value}** gives Quzhou {float(answer["Quzhou"]):g}
        and Hangzhou {float(answer["Hangzhou"]):g}. Without the exchange Quzhou had
        {float(before["Quzhou"]):g}: it has **{float(rise):g} more**.{said}
        """
    )
    return (rise,)


@app.cell
def _(ic, problem):
    ic.bargaining_picture(
        problem, [ic.nash_bargaining, ic.kalai_smorodinsky, ic.egalitarian, ic.utilitarian]
    )


@app.cell
def _(after):
    after(
        """
        **Question 3.** Move the slider. Which solutions follow the outside offer, and by how much
        for each 20? Which one does not follow at all, and why?

        **Question 4.** At which offer does a deal bring Quzhou nothing any more?

        ## 3 · Prove

        That the Nash solution is right takes three lines. Uncover them one by one; before each, ask
        the class what it must say.
        """
    )


@app.cell
def _(ic, mo, problem, step):
    nash = ic.nash_bargaining(problem)
    proof = ic.explain(nash, problem)
    mo.vstack([step, mo.md(proof.first(step.value).markdown)])
    return nash, proof


@app.cell
def _(mo, swap):
    pair = mo.ui.text(label="names", placeholder="Anna and Bo")
    mu = mo.ui.number(0, int(swap.quota), 1, value=150, label="mu of quota")
    units = mo.ui.number(0, int(swap.floor), 1, value=30, label="units of floor")
    mo.vstack([mo.md("## 4 · In class\n\n**Hand in** what you agreed on."), pair, mu, units])
    return mu, pair, units


@app.cell
def _(ic, mo, mu, pair, units):
    handed_in = mo.md("*Type your names, and a line to hand in appears here.*")
    if pair.value.strip():
        try:
            slip = ic.Slip("quota swap", pair.value, {"mu": mu.value, "floor": units.value})
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
def _(ic, mo, pasted, swap):
    def collected(text):
        """What the class agreed on: gains by pair."""
        limits = {"mu": (0, swap.quota), "floor": (0, swap.floor)}
        slips = ic.read_slips(text, "quota swap", between=limits)
        return {
            name: {city: swap.gain(city, slip.number("mu"), slip.number("floor"))
                   for city in swap.cities}
            for name, slip in slips.items()
        }  # fmt: skip

    deals, board = {}, mo.md("")
    if pasted.value.strip():
        try:
            deals = collected(pasted.value)
            board = mo.ui.table(
                [{"pair": name, **{c: float(x) for c, x in gains.items()},
                  "together": float(sum(gains.values()))} for name, gains in deals.items()],
                selection=None,
            )  # fmt: skip
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (deals,)


@app.cell
def _(deals, ic, problem):
    drawn = None
    if deals:
        some = dict(list(deals.items())[:12])
        drawn = ic.bargaining_picture(problem, [ic.nash_bargaining], marks=some)
    drawn


if __name__ == "__main__":
    app.run()
