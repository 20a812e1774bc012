"""YAML and formula text, with positions, into the model."""

from guben.reading.formulas import read_formula
from guben.reading.packs import read_pack_file
from guben.reading.schemes import SchemeFile, read_scheme_file, read_scheme_text
from guben.reading.trees import is_clear_percent, parse_number

__all__ = [
    "SchemeFile",
    "is_clear_percent",
    "parse_number",
    "read_formula",
    "read_pack_file",
    "read_scheme_file",
    "read_scheme_text",
]
