"""Everything there is to say about a scheme file, from its text to its SQL."""

from guben.diagnostics import Finding, Refusal
from guben.evaluation import check_scheme


def findings_of(name: str) -> tuple[Finding, ...]:
    """Return the findings about the scheme called `name`, those of a refusal as well."""
    try:
        return check_scheme(name).findings
    except Refusal as refusal:
        return refusal.findings
