"""What the scripts of examples/rules print: what the source has, or the comment derives."""

from __future__ import annotations

PRINTED = {
    # Aumann and Maschler (1985) for Talmud and proportion; equal awards and losses by hand. What is
    # contested of 200: A 100, B and C 200, in proportion 40, 80, 80. Arrival: Shapley values of
    # tests/published/games.json. Overlap of 300: C has 100 alone, 100 with B, 100 with both.
    "claims_talmud": """
        proportional_rule 100: 16.67 33.33 50
        proportional_rule 200: 33.33 66.67 100
        proportional_rule 300: 50 100 150
        constrained_equal_awards 100: 33.33 33.33 33.33
        constrained_equal_awards 200: 66.67 66.67 66.67
        constrained_equal_awards 300: 100 100 100
        constrained_equal_losses 100: 0 0 100
        constrained_equal_losses 200: 0 50 150
        constrained_equal_losses 300: 0 100 200
        talmud_rule 100: 33.33 33.33 33.33
        talmud_rule 200: 50 75 75
        talmud_rule 300: 50 100 150
        adjusted_proportional 100: 33.33 33.33 33.33
        adjusted_proportional 200: 40 80 80
        adjusted_proportional 300: 50 100 150
        random_arrival 100: 33.33 33.33 33.33
        random_arrival 200: 33.33 83.33 83.33
        random_arrival 300: 50 100 150
        minimal_overlap 100: 33.33 33.33 33.33
        minimal_overlap 200: 33.33 83.33 83.33
        minimal_overlap 300: 33.33 83.33 183.3
    """,
    # Losses of 400: 100, 150, 150 apart; 200, 200 if A and B are one. Awards: 200/3 each, or four
    # times 50. Talmud: B's 75 becomes 2 of 4 equal parts of 50.
    "claims_joint_company": """
        constrained_equal_losses:
          merging: Quzhou and Jinhua merge their claims into one of 300 and get 100 instead of 50.
          splitting: nobody gains, in 18 ways tried.
        constrained_equal_awards:
          merging: nobody gains.
          splitting: Quzhou splits its claim into 50 and 50 and gets 100 instead of 66.6667.
        talmud_rule:
          merging: nobody gains.
          splitting: Jinhua splits its claim into 100 and 100 and gets 100 instead of 75.
        proportional_rule:
          merging: nobody gains.
          splitting: nobody gains, in 18 ways tried.
    """,
    # Who comes first gets all; what comes later goes to the same queue.
    "claims_audit": """
        anonymity: fails: A claims 1, B claims 1, and there is 1: they get 1, 0; with the claims the
        other way round 1, 0.
        composition up: None of 721 cases breaks composition up; this is no proof.
    """,
    # Moulin and Shenker (1992): 6, 12, 18 and 3, 11, 22. With C at 6: 81/9 a unit; 81 - 3 - 11.
    "serial_cost": """
        C wants 3, average_cost_sharing: 6 12 18
        C wants 3, serial_cost_sharing: 3 11 22
        C wants 6, average_cost_sharing: 9 18 54
        C wants 6, serial_cost_sharing: 3 11 67
    """,
    # Stretches: 1/3 + 1/2 + 1 is more than C's 1.2; then A pays 1/2, B 1/2 + 1. Equal: 3/3 each; B
    # leaves at once; A pays 1 alone and 3/2 with C, which leaves at 5/4 once A, at 5/4, does not.
    "moulin_metro": """
        by stretch: MoulinOutcome(A=0.5, B=1.5)
          group strategy-proofness holds (no share rises when another city joins, all 12 cases;
          Moulin (1999))
        equal shares: MoulinOutcome(A=1, B=1, C=1)
          group strategy-proofness fails: if A, B, C value it at 1.25, 0.5, 1.25, A is not served;
          if A says 4, it is served for 1, and gains 0.25
    """,
    # Separable 45,214, 33,763, 110,977, so 222,630 are joint, 74,210 each. Straffin and Heaney
    # (1981): 117,476, 99,157, 195,951, and the Shapley value to half a dollar (even digit shown).
    "scrb_tva": """
        egalitarian_nonseparable 119424 107973 185187 None
        alternative_costs_avoided 117476 99157 195951 None
        shapley_value 117829 100756 193998 None
    """,
    # Net of 10 each: 10, -4, -4, so A pays 10 + 8. Left over: 8 then; 6 + 2 where one of B and C is
    # at 2 and stops the road, 2 + 2 where both are, 0 where A is at 8: 28 in 8 cases.
    "clarke_pivot": """
        payments: 18 10 10
        expected surplus: 7/2
        dominant-strategy incentive compatibility holds (all 24 misreports against all reports)
        ex post individual rationality fails: B of type 2 ends with 6 less than without the rule
          when the others are (A: 20, C: 6)
        weak budget balance ex post holds (all 8 profiles)
        allocative efficiency holds (all 8 profiles)
    """,
    # (0.64 - 0.16)/2 = 0.24; at 0.995 and 1 A gains 0.995 - (1 - 0.995^2)/2 by saying 1, as B.
    "expected_externality": """
        pays: 6/25
        the lowest gets 1/6
        dominant-strategy incentive compatibility fails: A of type 0.995 gains 0.990012 by
          reporting 1 when B reports 1
        Bayesian incentive compatibility holds (Myerson's lemma: expected slopes never fall, and
          expected payoffs are their integral)
        ex post individual rationality holds (for all types in the ranges, in 8 cases)
        exact budget balance ex post holds (for all types in the ranges, in 8 cases)
    """,
    # 4 in two parts of at most 3. Low gifts hold if no city would fill the gap: others' 1 leaves 3,
    # worth just 3. Without a refund they are lost, and only nothing at all holds.
    "provision_point": """
        refund True: 0+0 0+1 1+0 1+1 1+3 2+2 3+1
        refund False: 0+0 1+3 2+2 3+1
        A would rather give 0 than 3, and gains 3.
    """,
    # 6 - G + 10 - G = 8; Down alone to 10 - G = 8; welfare 8 G - G^2 is 16 at 4, 12 at 2. Both lies
    # lead to 8/3: see test_public_good.
    "lindahl_misreport": """
        Lindahl: level 4, payments 8 24
        gifts: level 2. Only Down would pay; the level is too low. Lost: 4
        blocked by: None
        Up says that a first unit is worth 3.333 to it, not 6: of 2.667 it pays 0.6667 a unit, and
          gains 2.667.
        Down says that a first unit is worth 7.333 to it, not 10: of 2.667 it pays 4.667 a unit, and
          gains 2.667.
    """,
    # Received: 20 (1 + d + d^2 + d^3) + 10 d^4 = 82.34 at d = 0.95; kept 30 (1 - d^n)/(1 - d): 30,
    # 58.5, 85.575, 111.296, 158.945, 201.947. At share 3/4: 30 three times, 85.575 and the cap.
    # At 20 a year it gets 10 (1 - d^5)/(1 - d) = 45.244 in five: (85.575 - 45.244)/d^5 = 52.1.
    "jing_jin_ji": """
        old city: 20 20 20 20 10 0 0 0 - The cap of 90 is reached in year 5.
        stays 1 years: loses -52.3; share needed: 0.166
        stays 2 years: loses -23.8; share needed: 0.323
        stays 3 years: loses 3.2; share needed: 0.750
        stays 4 years: loses 29.0; share needed: none
        stays 6 years: loses 76.6; share needed: none
        stays 8 years: loses 119.6; share needed: none
        pays 20: a grant of 52.1 in year 6 is needed
    """,
    # At most 10 h, at least 5; and 6 <= 10 h.
    "tax_refund": """
        host at 0.4: No refund keeps both in: what Hub can promise does not pay for what Town must
          give.
        host at 0.5: 5 5 Neither city ever gains by stopping.
        host at 0.7: 5 7 Neither city ever gains by stopping.
        host at 0.9: 5 9 Neither city ever gains by stopping.
        a refund of 6 needs a patience of 3/5
    """,
    # Key 1/200 : 1/80 : 1/40 = 2 : 5 : 10 of 17. At 0.4 the pool is 40 + 12 = 52: Core gets 6.12,
    # Ring 15.29, Edge 30.59. At 1 it is 130. Kept: 1 - share 15/17.
    "base_pooling": """
        share 0: gains 0.0 0.0 0.0
          highest over lowest: 5.00
          of one more unit Core keeps 1.00
        share 0.4: gains -33.9 3.3 30.6
          highest over lowest: 2.35
          of one more unit Core keeps 0.62
        share 1: gains -84.7 8.2 76.5
          highest over lowest: 1.32
          of one more unit Core keeps 0.05
    """,
    # Anderson, de Palma and Thisse (1992): bids are the prize less mu n/(n - 1) = 1/2.
    "origin_destination": """
        origin gets 1: prize 1, bids 1/2 1/2
        origin gets 3/4: prize 3/4, bids 1/4 1/4
        origin gets 5/8: prize 5/8, bids 1/8 1/8
        origin gets 1/2: prize 1/2, bids 0 0
    """,
    # 4 / (0.1 * 50) = 4/5 and 2/5: 1/5 too many; 2/5 each fit into one.
    "double_counting": """
        hub loses 4: 4/5 2/5 twice: 1/5
        hub loses 2: 2/5 2/5 twice: 0
    """,
    # Home, to whom a project is worth half as much, is given the tax: 4/5 + (3 - T)/2.5; at
    # 1/4 it would have to count more than all, and a hub paid for that would, too.
    "taxes_and_statistics": """
        tax 2.5: counted once True, in all 1; double counting holds the deal: False
        tax 2: counted once False, in all 6/5; double counting holds the deal: True
        tax 0.25: counted once False, in all None; double counting holds the deal: False
    """,
    # Alike: bids b - mu n/(n - 1) = 1/5. Levy (1 - 0)(1/2)/0.4 - 1; fund 1 - 2 * 0.4; clawback
    # l/(q (1 + l)) = (1/4)/(5/8). Together they would bid nothing, hence the cap.
    "subsidy_accords": """
        race: 1/5 1/5
        cap: 0
        levy: 0.250
        fund: 0.200
        clawback: 0.400
        A clawback that the city keeps changes nothing: headline subsidies rise by what firms will
          repay.
    """,
    # The best breach: 0.8 e^0.8/(1 + e^0.8) = 0.552 at a bid of 0.2. (0.552 - 0.5)/(0.552 - 0.25)
    # is 0.172, and its roots 0.415, 0.556, 0.644; only the first three are below 0.6.
    "monitored_truce": """
        noticed after 1: 0.172
        noticed after 2: 0.415
        noticed after 3: 0.556
        noticed after 4: 0.644
        at 0.6 they must meet at least every 3 years
    """,
    # In floating point, apart: the race, at 1 - 2 mu, brings mu; T = max (1 - s)/(1 + e^(-s/mu)),
    # against 0.5. For ever: (T - 0.5)/(T - mu). One round of bids p that tempt as much as the truce
    # does: (T - 0.5)/(p/2), p being 1.408, 1.095 and 0.761. From below: (T - 0.5)/T.
    "stick_and_carrot": """
        mu 0.1: a race for ever 0.339, a stick 0.291, no punishment below 0.291
        mu 0.2: a race for ever 0.221, a stick 0.156, no punishment below 0.146
        mu 0.3: a race for ever 0.129, a stick 0.078, no punishment below 0.056
    """,
    # At q >= 50: 12.5 - 0.75 (q - 50) and 22.5 + 0.25 (q - 50); hopes 12.5 (at 50) and 80/3 (at
    # 200/3, where Harbour has nothing), so that (12.5 - 0.75 x) 80/3 = 12.5 (22.5 + 0.25 x), x =
    # 250/111. Below 50 both gains rise.
    "enclave_compact": """
        egalitarian 50 25/2 45/2 The least gain is as large as can be, then the next.
        kalai_smorodinsky 5800/111 400/37 2560/111 Gains are in proportion to the most that each
          could gain.
        nash_bargaining 50 25/2 45/2 The product of gains is greatest here.
    """,
    # Hangzhou has 4 (1 + 0.9 + 0.81 + 0.729) = 13.756. At 0.7: 3, 3, x, so that 8.056 - 0.81 x =
    # 5.1 + 0.49 x, x = 2.274; flat 13.756/(3.439 + 2.533) a year. At 0.5: 5.626 - 0.729 x = 5.25 +
    # 0.125 x, x = 0.440; flat 13.756/(3.439 + 1.875).
    "payment_schedule": """
        Quzhou at 0.9: paid 2.00 2.00 2.00 2.00; each gains 6.878, by a flat payment 6.878
        Quzhou at 0.7: paid 3.00 3.00 2.27 0.00; each gains 6.214, by a flat payment 5.835
        Quzhou at 0.5: paid 3.00 3.00 3.00 0.44; each gains 5.305, by a flat payment 4.854
    """,
    # Unbelieved: -1 + 2/2 = 0. Believed: -1 + (6 - 1)/2 = 3/2. 1 <= d/(1 - d) 3/2 from d = 0.4 on.
    "return_contract": """
        bonus 0, patience 0: 0 a firm. Quzhou pays, Hangzhou keeps. A bonus of 1 or a clawback of 1
          would bring firms back.
        bonus 1, patience 0.3: 0 a firm. Quzhou pays, Hangzhou keeps. Firms do not believe in the
          bonus; it would be kept from a patience of 0.4 on.
        bonus 1, patience 0.75: 3/2 a firm. Firms return to Quzhou.
    """,
    # By a search of its own in floating point: the race brings 0.9457 and 0.2644, no bids 1.5, 1.
    # Each gains (2.5 - 1.2101)/2 = 0.6450, and 0.9457 + 0.6450 is 0.0907 more than 1.5.
    "disarmament": """
        Quzhou is paid 0.091 and gains 0.645
        Lishui is paid -0.091 and gains 0.645
    """,
    # Derived: signed 20 - 1 - 9 and 20 (1.5 + 0.5) + 1 + 12 - 4; alone 20 q - 3 and 35 + 3 - 30 q.
    # The town keeps back 9, the hub 60 (0.5 - q): 18/35, 9/14 and 9/12. Refunds: 6 less the town's
    # gain, and half of the hub's less half of what it is tempted by.
    "double_guarantee": """
        0.2 come home alone: Signed, both gain: Town 9 and Hub 17 a year;
        Hub breaks it below a factor of 0.514286. Needs both: True.
        refunds that both keep: none
        0.4 come home alone: Signed, both gain: Town 5 and Hub 23 a year;
        Town breaks it below a factor of 0.642857. Needs both: False.
        refunds that both keep: 1.0 to 8.5
        0.5 come home alone: Signed, both gain: Town 3 and Hub 26 a year;
        Town breaks it below a factor of 0.75. Needs both: False.
        refunds that both keep: 3.0 to 13.0
    """,
}
