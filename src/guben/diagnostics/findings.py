"""A finding is data: a code, a place, the facts. A refusal carries findings to whoever asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from string import Formatter

from guben.diagnostics.places import Place
from guben.diagnostics.text import Text


class Severity(StrEnum):
    """Whether a finding stops the work."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or doubtful at one place, and at `elsewhere` more places of the same kind."""

    code: "Code"
    place: Place
    facts: dict[str, object] = field(default_factory=dict)
    elsewhere: int = 0

    @property
    def message(self) -> Text:
        """The whole sentence that says what is wrong."""
        return self.code.message.filled(**self.facts)

    @property
    def hint(self) -> Text | None:
        """The sentence that says what to do next, where there is one.

        A hint about a list, such as the nearest names, is left out where the list is empty.
        """
        hint = self.code.hint
        if hint is None:
            return None
        named = {name for _, name, _, _ in Formatter().parse(hint.en) if name}
        return None if any(self.facts.get(name) in ([], ()) for name in named) else hint.filled(**self.facts)

    @property
    def is_error(self) -> bool:
        """True if the work cannot go on with it."""
        return self.code.severity is Severity.ERROR


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of finding. `number` is never reused; each has a page in `docs/errors/`.

    `examples` name the facts that only show one case of many, such as the value found: findings that differ in
    nothing else are one problem, and the first case is shown.
    """

    number: str
    message: Text
    hint: Text | None = None
    severity: Severity = Severity.ERROR
    examples: frozenset[str] = frozenset()

    def at(self, place: Place, **facts: object) -> Finding:
        """Return the finding of this kind at `place`."""
        return Finding(self, place, facts)


class Refusal(Exception):
    """What was asked for cannot be done; `findings` say why, all at once."""

    def __init__(self, findings: Finding | Iterable[Finding]) -> None:
        self.findings = (findings,) if isinstance(findings, Finding) else tuple(findings)
        super().__init__("; ".join(f"{each.code.number} {each.message.en}" for each in self.findings))


def has_errors(findings: Iterable[Finding]) -> bool:
    """Return whether any of the findings stops the work."""
    return any(finding.is_error for finding in findings)
