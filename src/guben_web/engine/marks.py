"""How the marks that a scheme in force asks for count."""

from guben.evaluation.folder import scheme_copy
from guben.insight.marks import CountedMark
from guben.insight.marks import counted_marks as marks_in
from guben.model.exact import plain_number, rounded_to
from guben_web.engine.in_force import kept_in_force
from guben_web.engine.schemes import get_program

__all__ = ["CountedMark", "counted_marks", "digest_in_force", "plain_number", "rounded_to"]


@kept_in_force
def counted_marks(scheme: str) -> dict[str, CountedMark]:
    """Return how each mark that a scheme asks for itself counts, by measure."""
    return marks_in(get_program(scheme))


@kept_in_force
def digest_in_force(scheme: str) -> str:
    """Return the digest of a scheme as it is in force."""
    return scheme_copy(get_program(scheme)).digest
