"""What went wrong, where, and what to do: texts in two languages, places, findings, refusals."""

from guben.diagnostics.findings import Code, Finding, Refusal, Severity, has_errors
from guben.diagnostics.gathering import gather
from guben.diagnostics.nearest import nearest_names, suggestion
from guben.diagnostics.places import CellPlace, FilePlace, Place, SourceSpan
from guben.diagnostics.printing import print_finding, print_findings
from guben.diagnostics.text import Language, Text, both, preferred_language

__all__ = [
    "CellPlace",
    "Code",
    "FilePlace",
    "Finding",
    "Language",
    "Place",
    "Refusal",
    "Severity",
    "SourceSpan",
    "Text",
    "both",
    "gather",
    "has_errors",
    "nearest_names",
    "preferred_language",
    "print_finding",
    "print_findings",
    "suggestion",
]
