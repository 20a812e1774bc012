"""A scheme by name, checked from its text to its SQL."""

from dataclasses import dataclass
from pathlib import Path

from guben.checks import check
from guben.checks.points import TOTAL_DOES_NOT_ADD_UP
from guben.diagnostics import Finding, Refusal, has_errors
from guben.lowering import FormulaNotExact, Lowered, lower_program
from guben.lowering.statements import OnLowered, nobody
from guben.model.scheme import Scheme
from guben.plan import Program, build_program
from guben.resolve import Loaded, load_scheme, load_scheme_text, names_of
from guben.typesystem.findings import ALWAYS_HOLDS, NEVER_HOLDS
from guben.typesystem.schemes import type_scheme

# Any day will do to see whether a program can be lowered.
_SOME_DAY = 20_000_101


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a scheme after checking; there is a program if no finding is an error."""

    scheme: Scheme | None
    program: Program | None
    findings: tuple[Finding, ...]

    def needed(self) -> Program:
        """Return the program; raises Refusal with all findings if there is none."""
        if self.program is None:
            raise Refusal(self.findings)
        return self.program


def check_scheme(name: str) -> Checked:
    """Return everything there is to say about the scheme called `name`, with its program if nothing is wrong.

    Raises Refusal for an unknown scheme or an unreadable file.
    """
    return _check(load_scheme(name))


def check_scheme_text(text: str, path: Path) -> Checked:
    """Return what `check_scheme` would say if `text` stood in the file at `path`."""
    return _check(load_scheme_text(text, path))


def _check(loaded: Loaded) -> Checked:
    if loaded.scheme is None or has_errors(loaded.findings):
        return Checked(loaded.scheme, None, loaded.findings)
    program, findings = _checked(loaded.scheme)
    return Checked(loaded.scheme, program, (*loaded.findings, *findings))


def program_to_compute(name: str) -> Program:
    """Return the program of a scheme in which nothing is wrong.

    Whether its numbers can be kept exact is left to `lowered_for`, which has to find it out in any case. Raises Refusal
    with all findings if anything is wrong.
    """
    loaded = load_scheme(name)
    if loaded.scheme is None or has_errors(loaded.findings):
        raise Refusal(loaded.findings)
    program, findings = _typed(loaded.scheme)
    if program is None:
        raise Refusal([*loaded.findings, *findings])
    return program


def lowered_for(program: Program, *, as_of: int, period: str, on_lowered: OnLowered = nobody) -> Lowered:
    """Return the statements of a program; raises Refusal if its numbers could not be kept exact."""
    try:
        return lower_program(program, as_of=as_of, period=period, on_lowered=on_lowered)
    except FormulaNotExact:
        raise Refusal(_inexact(program, as_of, period)) from None


def frozen_program(name: str) -> Program:
    """Return the program of a scheme that was checked when it was frozen; it is read, but not checked to the end again.

    Raises Refusal if it cannot be read any more.
    """
    loaded = load_scheme(name)
    if loaded.scheme is None or has_errors(loaded.findings):
        raise Refusal(loaded.findings)
    return _frozen(loaded.scheme)


def _frozen(scheme: Scheme) -> Program:
    children = _frozen(scheme.children) if scheme.children else None
    names, named = names_of(scheme)
    typed, mistyped = type_scheme(names)
    if has_errors([*named, *mistyped]):
        raise Refusal([*named, *mistyped])
    return build_program(typed, children)


def _checked(scheme: Scheme) -> tuple[Program | None, list[Finding]]:
    program, findings = _typed(scheme)
    inexact = _inexact(program, _SOME_DAY, "") if program is not None else []
    return (None if inexact else program), [*findings, *inexact]


def _typed(scheme: Scheme) -> tuple[Program | None, list[Finding]]:
    """Return the program of a scheme with all findings, but those about the size of its numbers."""
    children, findings = _typed(scheme.children) if scheme.children else (None, [])
    names, named = names_of(scheme)
    findings += named
    if has_errors(named):
        return None, findings
    typed, mistyped = type_scheme(names)
    checked = check(typed)
    if any(each.code is TOTAL_DOES_NOT_ADD_UP for each in checked):
        # What a total is compared with would be said to be out of reach of the wrong one.
        mistyped = [each for each in mistyped if each.code not in (NEVER_HOLDS, ALWAYS_HOLDS)]
    findings += mistyped
    findings += checked
    if has_errors(findings):
        return None, findings
    return build_program(typed, children), findings


def _inexact(program: Program, as_of: int, period: str) -> list[Finding]:
    """Return the finding about the first formula that could need too many digits; those of the lowest children come first."""
    try:
        lower_program(program, as_of=as_of, period=period)
    except FormulaNotExact as problem:
        below = _inexact(program.children, as_of, period) if program.children is not None else []
        measure = program.scheme.measures.get(problem.name)
        span = measure.span if measure else program.scheme.total_span
        return below or [problem.code.at(span, name=problem.name)]
    return []
