"""How a coalition's gain is split: values, cores and nucleoli of coalitional games."""
