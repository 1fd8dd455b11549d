"""Nash (1950), The bargaining problem: Bill and Jack barter without money."""

import intercity as ic

BILL = {"book": (2, 4), "whip": (2, 2), "ball": (2, 1), "bat": (2, 2), "box": (4, 1)}
JACK = {"pen": (10, 1), "toy": (4, 1), "knife": (6, 2), "hat": (2, 2)}

rights = [ic.Right(good, "Bill", {"Bill": b, "Jack": j}) for good, (b, j) in BILL.items()]
rights += [ic.Right(good, "Jack", {"Bill": b, "Jack": j}) for good, (b, j) in JACK.items()]
barter = ic.Barter(["Bill", "Jack"], rights)
gains = ic.nash_bargaining(barter.bargaining_problem())
print(f"Bill gains {gains['Bill']}, Jack gains {gains['Jack']}")
for move in ic.best_swap(barter).moves:
    print(f"{move.giver} gives the {move.right}")
