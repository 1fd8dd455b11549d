"""What is proven of verdicts wherever numbers are: on boxes, on maps of two, on all of them."""
