"""Races for firms: equilibrium, joint optimum, clubs, hubs and industries."""
