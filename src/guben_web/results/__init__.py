"""Evaluations and their results: who has which grade, and why."""
