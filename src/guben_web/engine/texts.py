"""Words in two languages and findings, as the core has them."""

from guben.diagnostics import Finding, Language, Text, both, preferred_language
from guben.diagnostics import Refusal as CoreRefusal

__all__ = ["CoreRefusal", "Finding", "Language", "Text", "both", "finding_as_data", "preferred_language"]


def finding_as_data(finding: Finding) -> dict[str, object]:
    """Return a finding as JSON: its code, place, sentence and hint in both languages, and how often it stands elsewhere."""
    place, hint = finding.place.label(), finding.hint
    return {
        "code": finding.code.number,
        "severity": finding.code.severity.value,
        "place": {"zh": place.zh, "en": place.en},
        "message": {"zh": finding.message.zh, "en": finding.message.en},
        "hint": {"zh": hint.zh, "en": hint.en} if hint else None,
        "elsewhere": finding.elsewhere,
    }
