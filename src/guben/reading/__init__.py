"""YAML and formula text, with positions, into the model."""

from guben.reading.formulas import read_formula
from guben.reading.schemes import read_scheme_file

__all__ = ["read_formula", "read_scheme_file"]
