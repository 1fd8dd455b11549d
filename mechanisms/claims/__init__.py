"""Claims on scarce quota: the rules that divide what is not enough, and who would bend them."""
