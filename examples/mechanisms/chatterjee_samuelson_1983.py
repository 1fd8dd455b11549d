"""Chatterjee and Samuelson (1983): sealed bids for quota. Both shade, and 5/32 of the gain is lost.

The weight k of the bid in the price decides who shades: at 0 only the seller, at 1 only the buyer.
Which cities these are is assumed.
"""

import intercity as ic

for k in (0, 0.5, 1):
    deal = ic.chatterjee_samuelson("Hangzhou", "Quzhou", k=k)
    print(f"k = {k}: value 1 bids {deal.bid(1)}, cost 0 asks {deal.ask(0)};", end=" ")
    print(f"gains {deal.gains} of {deal.first_best}, lost {float(100 * deal.lost_share):.1f}%")
