"""Words in two languages and findings, as the core has them."""

from guben.diagnostics import Finding, Language, Text, both

__all__ = ["Finding", "Language", "Text", "both"]
