"""Everything there is to say about a scheme file, from its text to its SQL."""

from pathlib import Path

from guben.checks import check
from guben.diagnostics import Finding, Refusal, has_errors
from guben.lowering import FormulaNotExact, lower_program
from guben.model.scheme import Scheme
from guben.plan import Program, build_program
from guben.resolve import load_scheme, names_of
from guben.typesystem.schemes import type_scheme

SCHEMES = Path(__file__).parent


def findings_of(name: str) -> list[Finding]:
    """Return the findings about the scheme called `name`, those of a refusal as well.

    This does what `guben.evaluation.check_scheme` does and can give way to it once that package can be imported alone.
    """
    try:
        loaded = load_scheme(name)
    except Refusal as refusal:
        return list(refusal.findings)
    if loaded.scheme is None or has_errors(loaded.findings):
        return list(loaded.findings)
    return [*loaded.findings, *_checked(loaded.scheme)[1]]


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
        lower_program(program, as_of=20_000_101, period="")
    except FormulaNotExact as problem:
        declared = scheme.measures.get(problem.name)
        span = declared.span if declared else scheme.total_span
        return None, [*findings, problem.code.at(span, name=problem.name)]
    return program, findings
