"""Guben: the scheme language for evaluating grassroots organizations, and its engine."""

__version__ = "0.1.0"
