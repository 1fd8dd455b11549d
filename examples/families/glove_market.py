"""Left and right gloves: one more of the scarce kind turns the core upside down.

The Shapley value moves far less (Shapley and Shubik, 1969).
"""

import intercity as ic

for left in (3, 4, 5):
    names = [f"L{k}" for k in range(left)], [f"R{k}" for k in range(4)]
    gloves = ic.GloveGame(*names)
    stable, fair = ic.assignment_core(gloves.assignment()), ic.shapley_value(gloves)
    low, high = stable.lowest["L0"], stable.highest["L0"]
    print(f"{left} left, 4 right: a left one gets {low} to {high} in the core, {fair['L0']} fairly")
