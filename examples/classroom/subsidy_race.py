# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""The subsidy race: bid, sign a truce, and see who cheats. A lesson of 45 minutes.

Source: McFadden (1974) for firms that choose; Anderson, de Palma and Thisse (1992) for the
equilibrium; Friedman (1971) for the truce. All numbers are made up for the class.
"""

import marimo

app = marimo.App(app_title="The subsidy race", css_file="classroom.css", width="medium")


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
        # The subsidy race

        **30 firms** look for a place. Three cities, alike in all, want them: a firm brings a city
        **10** a year. A city may bid: pay each firm that comes. Firms go where they like it best,
        so a higher bid draws more of them, but not all: their tastes differ, as much as mu = **2**
        says (at 0 not at all).

        ## 1 · Predict
        """
    )


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["0: nobody bids", "about 3", "about 7", "10: all that a firm brings"],
        label="**Question 1.** What do the three end up bidding for each firm?",
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
    others = mo.ui.slider(0, 10, 0.5, value=0, show_value=True, label="the two others bid")
    bid = mo.ui.slider(0, 10, 0.5, value=0, show_value=True, label="you bid")
    step = mo.ui.slider(0, 4, value=0, show_value=True, label="lines of the proof")
    mo.vstack([mo.md("## 2 · Reveal"), mo.hstack([others, bid], justify="start", gap=3, wrap=True)])
    return after, bid, others, step


@app.cell
def _(bid, ic, others):
    cities = ["Hangzhou", "Quzhou", "Jinhua"]
    game = ic.SubsidyCompetition(cities, value=[10] * 3, mu=2, mass=30)
    race = ic.subsidy_equilibrium(game)
    bids = {"Hangzhou": bid.value, "Quzhou": others.value, "Jinhua": others.value}
    keeps = game.payoffs(bids)["Hangzhou"]
    by_bid = {b / 2: game.payoffs({**bids, "Hangzhou": b / 2})["Hangzhou"] for b in range(21)}
    best = max(by_bid, key=by_bid.get)
    return best, bids, by_bid, game, keeps, race


@app.cell
def _(best, bid, by_bid, keeps, mo, others):
    mo.md(
        f"""
        You are Hangzhou. The others bid {others.value:g} each, you bid {bid.value:g}: you keep
        **{keeps:.1f}**. Of all bids in steps of 1/2, {best:g} would have left you most:
        {by_bid[best]:.1f}.

        **Question 2.** Begin with 0 and 0. Make your best reply, then let the others bid as much as
        you, and reply again. Where does it end?
        """
    )


@app.cell
def _(after, game, guess, race):
    nobody = game.payoffs(dict.fromkeys(game.cities, 0))["Hangzhou"]
    said = f" You said: {guess.value}." if guess.value else ""
    after(
        f"""
        The race ends at **{race.subsidies["Hangzhou"]}** for each firm.{said} Each city then keeps
        {float(race.payoffs["Hangzhou"]):g}; if nobody bid, each would keep {nobody:g}, and the
        firms would be in the same places.
        """
    )
    return (nobody,)


@app.cell
def _(game, ic):
    ic.race_picture(game, money="million yuan a year")


@app.cell
def _(game, mo, step):
    def proof(n, value, mu):
        """Why the equilibrium bid is what it is, in lines for the blackboard."""
        margin = mu * n / (n - 1)
        rise = r"$b - s$ times the rise of $p$, which is $p (1 - p)/\mu$ if firms choose by logit"
        best = r"At its best both are equal: $(b - s)(1 - p) = \mu$"
        alike = rf"All are alike, so $p = 1/{n}$, and $(b - s) \cdot {n - 1}/{n} = {mu}$"
        more = "A firm worth 1 more raises all bids by 1, and no city gains by it"
        return [
            "Let a city bid $s$ and draw the share $p$ of the $M$ firms. It keeps $M (b - s) p$.",
            f"A bit more for each firm costs $p$ and brings {rise}. {best}.",
            f"{alike}: each city keeps {margin:g} of each firm, whatever a firm is worth.",
            f"So $s = {value} - {margin:g} =$ **{value - margin:g}**. {more}.",
        ]

    lines = proof(len(game.cities), int(game.value[0]), int(game.mu))
    shown = "\n".join(f"{k}. {line}" for k, line in enumerate(lines[: step.value], 1))
    mo.vstack([
        mo.md("## 3 · Prove\n\nUncover the lines one by one."), step, mo.md(shown)
    ])  # fmt: skip
    return lines, proof


@app.cell
def _(after, mo):
    patience = mo.ui.dictionary(
        {
            "Hangzhou": mo.ui.slider(0, 0.95, 0.05, value=0.7, show_value=True, label="Hangzhou"),
            "Quzhou": mo.ui.slider(0, 0.95, 0.05, value=0.5, show_value=True, label="Quzhou"),
            "Jinhua": mo.ui.slider(0, 0.95, 0.05, value=0.3, show_value=True, label="Jinhua"),
        }
    )
    cheat = mo.ui.radio(
        ["nobody", "Jinhua", "Quzhou and Jinhua", "all three"],
        label="**Question 3.** Who cheats in the first year?",
    )
    mo.vstack([
        after("## 4 · Sign a truce\n\nThe three sign: **nobody bids.** A breach is seen at the end "
              "of the year, and then they race for ever. A city whose discount factor is d counts "
              "a yuan next year as d yuan today."),
        *patience.elements.values(), cheat,
    ])  # fmt: skip
    return cheat, patience


@app.cell
def _(cheat, game, ic, mo, patience, revealed):
    mo.stop(cheat.value is None and not revealed, mo.md("*First say who cheats.*"))
    truce = ic.truce(game)
    cheats = [c for c, d in patience.value.items() if d < truce.critical[c]]
    held = truce.critical_discount
    R, T, P = (dict(x)["Hangzhou"] for x in (truce.reward, truce.temptation, truce.punishment))
    mo.md(
        f"""
        **{", ".join(cheats) or "Nobody"} cheats.** The truce brings R = {float(R):.1f} a year, the
        best breach T = {float(T):.1f} once, the race P = {float(P):.1f} a year from then on.

        1. Keeping it is worth $R + dR + d^2R + \\dots = R/(1 - d)$, a breach $T + dP/(1 - d)$.
        2. So it pays to keep it if $R \\ge (1 - d) T + d P$, that is if $d (T - P) \\ge T - R$.
        3. So $d \\ge (T - R)/(T - P) = {float(T - R):.1f}/{float(T - P):.1f} =$
           **{float(held):.3f}**.

        **Question 4.** Jinhua has an election and looks one year ahead. What could the two others
        pay it so that it signs *and* keeps the truce?
        """
    )
    return cheats, truce


@app.cell
def _(ic, patience, truce):
    hasty = min(patience.value, key=patience.value.get)
    ic.truce_picture(truce, city=hasty, discount=patience.value[hasty], money="million yuan")


@app.cell
def _(mo):
    name = mo.ui.text(label="name", placeholder="Anna")
    own = mo.ui.number(0, 10, 0.5, value=0, label="bid for each firm")
    signs = mo.ui.checkbox(label="I signed the truce")
    mo.vstack([
        mo.md("## 5 · In class\n\nEach of you is a city; all are alike. **Hand in** your bid."),
        name, own, signs,
    ])  # fmt: skip
    return name, own, signs


@app.cell
def _(ic, mo, name, own, signs):
    handed_in = mo.md("*Type your name, and a line to hand in appears here.*")
    if name.value.strip():
        try:
            _moves = {"bid": f"{own.value:g}", "signs": "yes" if signs.value else "no"}
            slip = ic.Slip("subsidy race", name.value, _moves)
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
def _(game, ic, mo, pasted):
    def played(text):
        """What each of the class keeps, 10 firms for each of them, and who broke the truce."""
        slips = ic.read_slips(text, "subsidy race", ["signs"], between={"bid": (0, 10)})
        n = len(slips)
        if n < 2:
            raise ic.InvalidInput("the number of players", n, "2 or more")
        bids = {who: slip.number("bid") for who, slip in slips.items()}
        whole = ic.SubsidyCompetition(list(slips), value=[10] * n, mu=game.mu, mass=10 * n)
        kept, shares = whole.payoffs(bids), whole.shares(bids)
        rows = [
            {"name": who, "bid": float(b), "firms": round(10 * n * shares[who], 1),
             "keeps": round(kept[who], 1),
             "truce": "broken" if slips[who].moves["signs"] == "yes" and b else
                      "kept" if slips[who].moves["signs"] == "yes" else "not signed"}
            for who, b in bids.items()
        ]  # fmt: skip
        return rows, ic.subsidy_equilibrium(whole).subsidies[next(iter(slips))]

    board = mo.md("")
    if pasted.value.strip():
        try:
            _rows, _bid = played(pasted.value)
            _mean = sum(row["bid"] for row in _rows) / len(_rows)
            _told = f"Mean bid {_mean:.2f}; in equilibrium {float(_bid):.2f}."
            board = mo.vstack([mo.ui.table(_rows, selection=None), mo.md(_told)])
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (played,)


if __name__ == "__main__":
    app.run()
