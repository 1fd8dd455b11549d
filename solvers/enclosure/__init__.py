"""What holds on a whole box of numbers: affine forms, and what is worked out with them."""
