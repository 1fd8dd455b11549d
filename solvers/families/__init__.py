"""Games with a structure of their own, far beyond what can be tabulated: found and proven by it."""
