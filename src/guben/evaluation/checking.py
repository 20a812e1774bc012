"""A scheme by name, checked from its text to its SQL."""

from dataclasses import dataclass
from pathlib import Path

from guben.checks import check
from guben.diagnostics import Finding, Refusal, has_errors
from guben.lowering import FormulaNotExact, lower_program
from guben.model.scheme import Scheme
from guben.plan import Program, build_program
from guben.resolve import Loaded, load_scheme, load_scheme_text, names_of
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
    children, findings = _checked(scheme.children) if scheme.children else (None, [])
    names, named = names_of(scheme)
    findings += named
    if has_errors(named):
        return None, findings
    typed, mistyped = type_scheme(names)
    findings += mistyped
    findings += check(typed)
    if has_errors(findings):
        return None, findings
    program = build_program(typed, children)
    try:
        lower_program(program, as_of=_SOME_DAY, period="")
    except FormulaNotExact as problem:
        measure = scheme.measures.get(problem.name)
        span = measure.span if measure else scheme.total_span
        return None, [*findings, problem.code.at(span, name=problem.name)]
    return program, findings
