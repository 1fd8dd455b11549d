"""Rules for cities that know more about themselves: direct mechanisms, their audit and design."""
