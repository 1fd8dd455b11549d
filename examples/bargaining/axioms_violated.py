"""Which axiom a solution breaks, on the smallest problem that shows it, and which it keeps.

Kalai and Smorodinsky (1975) gave up the independence of irrelevant alternatives, which Nash (1950)
asks for, since Nash's solution can give less to whom the problem has become more favourable.
"""

import intercity as ic

for axiom in ("independence of irrelevant alternatives", "individual monotonicity"):
    print(axiom)
    for solution in (ic.nash_bargaining, ic.kalai_smorodinsky):
        print(f"  {solution.__name__}: {ic.violation(axiom, solution)}")
