"""Sweeps: a scenario at many points of its numbers, on one machine or many.

A design says which points, a run is one point, and a store keeps what was found.
"""
