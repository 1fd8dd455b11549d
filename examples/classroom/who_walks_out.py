# /// script
# requires-python = ">=3.11"
# dependencies = ["marimo", "matplotlib", "intercity"]
#
# [tool.uv.sources]
# intercity = { path = "../../dist/intercity-0.1.0-py3-none-any.whl" }
# ///
"""Who walks out: the core of three cities, a lesson of 45 minutes.

Source: Gillies (1959) for the core; Bondareva (1963) and Shapley (1967) for the proof that it is
empty. All numbers are made up for the class.
"""

import marimo

app = marimo.App(app_title="Who walks out", css_file="classroom.css", width="medium")


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
        # Who walks out

        **Hangzhou, Quzhou and Jinhua** can build a park together. Alone none of them makes
        anything. Any two make **60** a year. All three make **72**: the park is too large for two,
        and a bit small for three. Whoever does not like their share may leave, alone or with a
        partner.

        ## 1 · Predict

        **Question 1.** Talk it over in threes for five minutes: how would you split the 72?
        """
    )


@app.cell
def _(mo):
    guess = mo.ui.radio(
        ["yes, and more than one", "yes, equal shares only", "no, somebody always leaves"],
        label="**Question 2.** Is there a split that nobody leaves?",
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
    pairs = mo.ui.dictionary(
        {
            "Hangzhou and Quzhou": mo.ui.slider(
                0, 100, 2, value=60, show_value=True, label="Hangzhou and Quzhou"
            ),
            "Hangzhou and Jinhua": mo.ui.slider(
                0, 100, 2, value=60, show_value=True, label="Hangzhou and Jinhua"
            ),
            "Quzhou and Jinhua": mo.ui.slider(
                0, 100, 2, value=60, show_value=True, label="Quzhou and Jinhua"
            ),
            "all three": mo.ui.slider(10, 150, 2, value=72, show_value=True, label="all three"),
        }
    )
    shares = mo.ui.dictionary(
        {
            "Hangzhou": mo.ui.slider(0, 150, 1, value=24, show_value=True, label="Hangzhou"),
            "Quzhou": mo.ui.slider(0, 150, 1, value=24, show_value=True, label="Quzhou"),
        }
    )
    step = mo.ui.slider(0, 6, value=0, show_value=True, label="lines of the proof")
    columns = [
        mo.vstack([mo.md("What they make"), *pairs.elements.values()]),
        mo.vstack([mo.md("A split (Jinhua has what is left)"), *shares.elements.values()]),
    ]
    mo.vstack([mo.md("## 2 · Reveal"), mo.hstack(columns, justify="start", gap=3, wrap=True)])
    return after, pairs, shares, step


@app.cell
def _(ic, pairs, shares):
    from itertools import combinations

    cities = ["Hangzhou", "Quzhou", "Jinhua"]
    worths = {(city,): 0 for city in cities}
    for _pair in combinations(cities, 2):
        worths[_pair] = pairs.value[" and ".join(_pair)]
    worths[tuple(cities)] = pairs.value["all three"]
    game = ic.CoalitionalGame(cities, worths)
    split = {**shares.value, "Jinhua": game.grand_worth - sum(shares.value.values())}
    leaves = ic.core_violation(game, split)
    answer = ic.core(game)
    return answer, cities, game, leaves, split


@app.cell
def _(game, leaves, mo, split):
    def worded(violation, x):
        """Who leaves a split, and the sum that shows it."""
        if violation is None:
            return "**Nobody leaves.** Each city and each pair has at least what it makes."
        group = violation.coalition
        names, have = " and ".join(group), sum(x[city] for city in group)
        return (
            f"**{names} would leave**: together {have}, by themselves {game.worth(group)}. "
            f"They gain {violation.gain}."
        )

    told = ", ".join(f"{city} {x}" for city, x in split.items())
    mo.md(f"{told}. {worded(leaves, split)}")
    return (worded,)


@app.cell
def _(game, ic, split):
    try:
        marks = {"this split": split}
        drawn = ic.core_triangle(game, money="million yuan a year", marks=marks)
    except ic.Undefined as error:
        drawn = f"{error}"
    drawn


@app.cell
def _(answer, guess, mo):
    verdict = "no split keeps all three in" if answer.empty else "some split keeps all three in"
    said = f" You said: {guess.value}." if guess.value else ""
    mo.md(
        f"""
        With these numbers **{verdict}**.{said}

        In the picture, the *nucleolus* is the split at which the group that is worst off is as well
        off as can be, then the next. The *Shapley value* gives each city what it adds, on average
        over all orders in which the three may join.
        """
    )


@app.cell
def _(after):
    after(
        """
        **Question 3.** How much must all three make so that nobody leaves? Find it with the slider,
        then by adding up three lines.

        **Question 4.** Leave all three at 72 and lower one pair. Who gains by it, and who would pay
        for lowering it?

        ## 3 · Prove

        Uncover the lines one by one; before each, ask the class what it must say.
        """
    )


@app.cell
def _(answer, game, ic, mo, step):
    proof = ic.explain(answer, game)
    mo.vstack([step, mo.md(proof.first(step.value).markdown)])
    return (proof,)


@app.cell
def _(mo):
    name = mo.ui.text(label="name", placeholder="Anna, Bo and Chen")
    own = mo.ui.dictionary(
        {
            "Hangzhou": mo.ui.number(0, 72, value=24, label="Hangzhou"),
            "Quzhou": mo.ui.number(0, 72, value=24, label="Quzhou"),
            "Jinhua": mo.ui.number(0, 72, value=24, label="Jinhua"),
        }
    )
    _said = mo.md("## 4 · In class\n\n**Hand in** your split of the 72.")
    mo.vstack([_said, name, *own.elements.values()])
    return name, own


@app.cell
def _(ic, mo, name, own):
    handed_in = mo.md("*Type your names, and a line to hand in appears here.*")
    total = sum(own.value.values())
    if total != 72:
        handed_in = mo.md(f"Your shares add up to {total}; they should add up to 72.")
    elif name.value.strip():
        try:
            slip = ic.Slip("who walks out", name.value, own.value)
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
def _(cities, game, ic, mo, pasted):
    def judged(text):
        """Each split of the class: who would leave it."""
        slips = ic.read_slips(
            text, "who walks out", between=dict.fromkeys(cities, (0, game.grand_worth))
        )
        rows = []
        for who, slip in slips.items():
            x = {city: slip.number(city) for city in cities}
            if sum(x.values()) == game.grand_worth:
                found = ic.core_violation(game, x)
                leaver = "nobody" if found is None else " and ".join(found.coalition)
                gain = "" if found is None else str(found.gain)
            else:
                leaver, gain = f"adds up to {sum(x.values())}, not {game.grand_worth}", ""
            rows.append({"class": who, **{c: str(n) for c, n in x.items()},
                         "leave": leaver, "gain": gain})  # fmt: skip
        return rows

    board = mo.md("")
    if pasted.value.strip():
        try:
            board = mo.ui.table(judged(pasted.value), selection=None)
        except ic.InvalidInput as error:
            board = mo.callout(mo.md(f"{error}"), kind="warn")
    board
    return (judged,)


if __name__ == "__main__":
    app.run()
