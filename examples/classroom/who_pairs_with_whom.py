# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""Who pairs with whom: mandated pairs, and the pairs that would break them. 45 minutes.

Source: Gale and Shapley (1962), College admissions and the stability of marriage; Shapley and
Shubik (1971), The assignment game; the pairs of hubs and mountain cities are Hu and Zhang's (2024).
All numbers are made up for the class.
"""

import marimo

app = marimo.App(app_title="Who pairs with whom", css_file="classroom.css", width="medium")


@app.cell
def _():
    import marimo as mo

    import intercity as ic

    revealed = mo.app_meta().mode == "script"  # run as a script, nothing is hidden
    return ic, mo, revealed


@app.cell
def _(ic, mo):
    hubs, cities = ["Hangzhou", "Ningbo", "Wenzhou"], ["Quzhou", "Lishui", "Jinhua"]
    to_hub = [[9, 7, 4], [8, 3, 5], [6, 6, 2]]
    to_city = [[1, 3, 4], [5, 2, 6], [2, 4, 1]]
    region = ic.PairingGame(hubs, cities, to_hub, to_city)
    table = "\n".join(
        f"| **{hub}** | " + " | ".join(f"{a} + {b}" for a, b in zip(mine, its, strict=True)) + " |"
        for hub, mine, its in zip(hubs, to_hub, to_city, strict=True)
    )
    mo.md(
        f"""
# Who pairs with whom

A province pairs each mountain city with a hub on the coast. What a pair brings **the hub + the
city** a year:

| | {" | ".join(cities)} |
|---|---|---|---|
{table}

The province has ordered: **Quzhou with Hangzhou, Lishui with Ningbo, Jinhua with Wenzhou.**

## 1 · Predict
"""
    )
    return cities, hubs, region


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["Hangzhou and Lishui", "Ningbo and Quzhou", "Ningbo and Jinhua", "Wenzhou and Lishui"],
        label="**Question 1.** Pairs may pay each other. Which two gain most by leaving their "
        "partners for each other?",
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
    credit = mo.ui.slider(
        0, 10, 1, value=0, show_value=True,
        label="what the province pays each hub and city that keeps its pair",
    )  # fmt: skip
    payments = mo.ui.checkbox(value=True, label="pairs may pay each other")
    step = mo.ui.slider(0, 3, value=0, show_value=True, label="lines of the proof")
    mo.vstack([mo.md("## 2 · Reveal"), credit, payments])
    return after, credit, payments, step


@app.cell
def _(cities, credit, hubs, ic, region):
    order = ic.MandatedPairing(
        region,
        dict(zip(cities, hubs, strict=True)),
        credit=dict.fromkeys([*hubs, *cities], credit.value),
    )
    audit = ic.mandated_pairing(order)
    return audit, order


@app.cell
def _(ic, order, payments):
    ic.pairing_picture(order, payments=payments.value, money="million yuan a year")


@app.cell
def _(audit, guess, mo, payments):
    leavers = audit.blocking if payments.value else audit.without_payments
    told = "Nobody would leave."
    if leavers:
        told = (
            f"**{leavers[0].hub} and {leavers[0].city}** gain most by leaving: "
            f"{leavers[0].together}. Pairs that would leave: {len(leavers)}."
        )
    said = f" You said: {guess.value}." if guess.value else ""
    mo.md(
        f"""
        {told}{said} The order makes {audit.value}, the best pairs make
        {audit.best.value}: keeping the order loses **{audit.loss}**.

        **Question 2.** How much must the province pay to each so that nobody leaves? Compare with
        what the order loses.

        **Question 3.** Forbid payments between pairs. Who still leaves, and why fewer?

        ## 3 · Prove
        """
    )
    return (leavers,)


@app.cell
def _(cities, hubs, ic, mo, region, step):
    surplus = [[region.surplus(hub, city) for city in cities] for hub in hubs]
    pairs = ic.AssignmentGame(hubs, cities, surplus)
    best = ic.optimal_assignment(pairs)
    proof = ic.explain(best, pairs)
    mo.vstack([step, mo.md(proof.first(step.value).markdown)])
    return best, pairs, proof


@app.cell
def _(hubs, mo):
    name = mo.ui.text(label="name", placeholder="Anna")
    ranks = mo.ui.dictionary(
        {
            "first": mo.ui.dropdown(hubs, value=hubs[0], label="first"),
            "second": mo.ui.dropdown(hubs, value=hubs[1], label="second"),
            "third": mo.ui.dropdown(hubs, value=hubs[2], label="third"),
        }
    )
    mo.vstack([
        mo.md("## 4 · In class: pair yourselves\n\nEach of you is a city. **Hand in** which hub "
              "you like best. Hubs have lists, too: Hangzhou likes them in the order in which they "
              "hand in, Ningbo in the opposite one, Wenzhou by the alphabet."),
        name, *ranks.elements.values(),
    ])  # fmt: skip
    return name, ranks


@app.cell
def _(ic, mo, name, ranks):
    handed_in = mo.md("*Type your name, and a line to hand in appears here.*")
    if len(set(ranks.value.values())) < 3:
        handed_in = mo.md("Each hub should stand once on your list.")
    elif name.value.strip():
        try:
            slip = ic.Slip("pairs", name.value, ranks.value)
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
def _(hubs, ic, mo, pasted):
    def paired(text):
        """Deferred acceptance with the lists of the class: once cities propose, once hubs do."""
        slips = ic.read_slips(text, "pairs", ["first", "second", "third"])
        class_ = list(slips)
        room = -(-len(class_) // len(hubs))
        market = ic.MatchingMarket(
            cities={who: list(slip.moves.values()) for who, slip in slips.items()},
            hubs=dict(zip(hubs, (class_, class_[::-1], sorted(class_)), strict=True)),
            quotas=dict.fromkeys(hubs, room),
        )
        return [ic.deferred_acceptance(market, proposing=side).pairs for side in ("cities", "hubs")]

    board = mo.md("")
    if pasted.value.strip():
        try:
            _by_cities, _by_hubs = paired(pasted.value)
            board = mo.ui.table(
                [{"city": who, "if cities propose": hub, "if hubs propose": _by_hubs[who]}
                 for who, hub in _by_cities.items()],
                selection=None,
            )  # fmt: skip
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (paired,)


if __name__ == "__main__":
    app.run()
