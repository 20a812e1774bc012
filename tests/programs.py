"""Schemes written in a test, as programs; and records for them, as rows of a snapshot."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from guben.checks import check
from guben.diagnostics import has_errors, print_findings
from guben.model.scheme import Scheme
from guben.plan import Program, build_program
from guben.reference import Tables
from guben.resolve import load_scheme, names_of
from guben.snapshot.records import Records
from guben.snapshot.tables import TABLES, Organization, Person, Post, ReportedValue, Workplace
from guben.typesystem.schemes import type_scheme

AS_OF = 20240630
PERIOD = "2024"


def program_of(schemes: Mapping[str, str], name: str) -> Program:
    """Return the program of `test/name`, which must be without findings; `schemes` holds files by scheme name."""
    with tempfile.TemporaryDirectory() as folder:
        files = {each: Path(folder) / "test" / "schemes" / f"{each}.yaml" for each in schemes}
        for each, file in files.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(schemes[each], encoding="utf-8")
        loaded = load_scheme(str(files[name]))
    assert loaded.scheme is not None and not loaded.findings, print_findings(loaded.findings, "en")
    return _built(loaded.scheme)


def _built(scheme: Scheme) -> Program:
    children = _built(scheme.children) if scheme.children else None
    names, findings = names_of(scheme)
    typed, more = type_scheme(names)
    findings = [*findings, *more, *check(typed)]
    assert not has_errors(findings), print_findings(findings, "en")
    return build_program(typed, children)


def tables_of(records: Records) -> Tables:
    """Return the rows of every table by column name."""
    return {table.name: [row._asdict() for row in getattr(records, table.name)] for table in TABLES}


def make_organization(key: str, level: str, *above: str, field: str = "rural") -> Organization:
    """Return an organization; `above` are the township, or the township and the village, that it belongs to."""
    within = dict(zip(("township", "village"), above, strict=False))
    if level in ("township", "village"):
        within[level] = key
    return Organization(
        key=key,
        code=None,
        name=key,
        type="branch",
        field=field,
        level=level,
        parent=above[-1] if above else None,
        path="/".join([*above, key]),
        in_province=None,
        in_prefecture=None,
        in_county=None,
        in_township=within.get("township"),
        in_village=within.get("village"),
        valid_from=None,
        valid_to=None,
        source="test",
    )


def make_person(
    key: str,
    organization: str,
    *,
    born: int | None = None,
    sex: str | None = None,
    education: str | None = None,
    joined: int | None = None,
    status: str = "full",
    techniques: int | None = None,
) -> Person:
    """Return a person; `joined` is the day of full membership."""
    return Person(
        key, organization, born, sex, None, education, None, joined, joined, status, techniques, "test"
    )


def make_post(key: str, organization: str, person: str, post: str, *, in_team: bool = True) -> Post:
    """Return a post of a person."""
    return Post(key, organization, person, post, in_team, None, None, "test")


def make_workplace(
    key: str, organization: str, *, population: int | None = None, staff: int | None = None
) -> Workplace:
    """Return a workplace."""
    return Workplace(key, organization, "village", population, None, staff, "test")


def make_value(
    organization: str,
    measure: str,
    number: int | None = None,
    *,
    scale: int = 0,
    choice: str | None = None,
    not_applicable: bool = False,
    period: str = PERIOD,
) -> ReportedValue:
    """Return a reported value: number × 10^-scale, a choice, or not applicable."""
    return ReportedValue(organization, measure, period, number, scale, choice, not_applicable, "test")
