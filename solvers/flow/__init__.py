"""Where factors move to: equilibria, the planner's optimum, paths in time, policies."""
