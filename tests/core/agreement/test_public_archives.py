"""The public archive of whatever is computed verifies, withholds just what rests on few, and hides no alteration."""

import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from core.snapshot.test_snapshots import alter
from generated_schemes import populations, programs
from hypothesis import HealthCheck, Phase, assume, event, given, note, settings
from hypothesis import strategies as st
from programs import AS_OF, PERIOD, tables_of

from guben.backends import Duck
from guben.diagnostics import Refusal, print_findings
from guben.evaluation import ResultFolder, evaluate, verify
from guben.evaluation.public_archive import write_public_archive
from guben.evaluation.verifying import Basis
from guben.lowering import FormulaNotExact
from guben.model.scheme import Collected, SourceKind
from guben.model.values import Kind
from guben.plan import Program
from guben.plan.records import asked_of_records
from guben.reference import Reference
from guben.resolve.records import CHILDREN
from guben.snapshot.records import Records
from guben.snapshot.store import Source, write_snapshot
from guben.typesystem import expressions as typed

_DAY = date(AS_OF // 10_000, AS_OF // 100 % 100, AS_OF % 100)


class Rule:
    """What is to be withheld, in plain Python over the records, as decision 0181 says it."""

    def __init__(self, program: Program, records: Records, least: int) -> None:
        self.program = program
        self.least = least
        self.organizations = records.organizations
        self.tallies = [each for each in records.tallies if each.period == PERIOD]
        self.reference = Reference(program, tables_of(records), as_of=AS_OF, period=PERIOD)
        self.below = Rule(program.children, records, least) if program.children else None

    def withheld(self, organization: str) -> set[str]:
        inner = {f"records:{at}": node for at, node in enumerate(asked_of_records(self.program), start=1)}
        named = {step.name for step in self.program.measures if self.measure(organization, step.name)}
        return named | {name for name, node in inner.items() if self.made_of_few(organization, node)}

    def measure(self, organization: str, name: str) -> bool:
        step = self.program.measure(name)
        if step.measure.is_sensitive or step.measure.type.kind is Kind.TEXT:
            return True
        if step.expression is not None:
            return self.made_of_few(organization, step.expression)
        source = step.measure.source
        if isinstance(source, Collected) and source.kind is SourceKind.BALLOT:
            ballot, _, question = source.detail.partition("/")
            return 0 < self.votes(organization, ballot, question or name) < self.least
        return self.is_of_people(name, set())

    def votes(self, organization: str, ballot: str, question: str) -> int:
        asked = (organization, ballot, question)
        return sum(
            each.votes for each in self.tallies if (each.organization, each.ballot, each.question) == asked
        )

    def made_of_few(self, organization: str, expression: typed.Expression) -> bool:
        for node in typed.walk(expression):
            if isinstance(node, typed.MeasureValue) and self.measure(organization, node.measure.name):
                return True
            if isinstance(node, typed.Aggregate) and self.is_few(organization, node):
                return True
        return False

    def is_few(self, organization: str, node: typed.Aggregate) -> bool:
        judged = self.reference.records(organization, node.records)
        if node.records.set.name == CHILDREN:
            asked = {each.field.name for each in typed.walk(node) if isinstance(each, typed.FieldValue)}
            return any(
                self.below.measure(below, name)
                for below in self._children(organization)
                for name in asked & {step.name for step in self.below.program.measures}
            )
        if node.records.set.table == "tallies":
            return 0 < sum(each.row["votes"] for each in judged) < self.least
        if not node.records.set.is_of_people:
            return False
        people = {str(each.row.get("person", each.row["key"])) for each in judged}
        holding = {str(each.row.get("person", each.row["key"])) for each in judged if each.holds is True}
        if isinstance(node, typed.Looked):
            return bool(holding)
        is_of_one = bool(holding) and isinstance(node, typed.Outermost)
        return is_of_one or 0 < len(holding) < self.least or 0 < len(people - holding) < self.least

    def _children(self, organization: str) -> Iterator[str]:
        evaluated = self.below.reference.organizations()
        for row in self.organizations:
            above = getattr(row, f"in_{self.program.scheme.scope.level}")
            if above == organization and row.key in evaluated:
                yield row.key

    def is_of_people(self, name: str, seen: set[str]) -> bool:
        if name in seen or name not in {step.name for step in self.program.measures}:
            return False
        step, seen = self.program.measure(name), seen | {name}
        if step.measure.is_sensitive or step.measure.type.kind is Kind.TEXT:
            return True
        if step.expression is None:
            source = step.measure.source
            is_before = isinstance(source, Collected) and source.kind is SourceKind.PREVIOUS
            is_voted = isinstance(source, Collected) and source.kind is SourceKind.BALLOT
            return is_voted or (is_before and self.is_of_people(source.detail, seen))
        for node in typed.walk(step.expression):
            if isinstance(node, typed.MeasureValue) and self.is_of_people(node.measure.name, seen):
                return True
            if isinstance(node, typed.Aggregate):
                if node.records.set.is_of_people or node.records.set.table == "tallies":
                    return True
                if node.records.set.name == CHILDREN and any(
                    self.below.is_of_people(each.field.name, set())
                    for each in typed.walk(node)
                    if isinstance(each, typed.FieldValue)
                ):
                    return True
        return False


def _evaluated(program: Program, records: Records, folder: Path) -> ResultFolder:
    (folder / "snapshot").mkdir(parents=True)
    snapshot = write_snapshot(records, folder / "snapshot", as_of=_DAY, period=PERIOD, source=Source("test"))
    return evaluate(program, snapshot, folder, language="en", with_workbook=False).result


def _published(folder: Path) -> dict[str, set[str]]:
    """Return what is said to be withheld of each organization; a value that is there nevertheless is an error."""
    with Duck() as duck:
        duck.see_parquet("t", folder / "measures.parquet")
        names = [name for name, _ in duck.columns("t")]
        rows = [dict(zip(names, row, strict=True)) for row in duck.rows('SELECT * FROM "t"')]
    found = {}
    for row in rows:
        withheld = {
            name.removeprefix("withheld:") for name, flag in row.items() if name[:9] == "withheld:" and flag
        }
        columns = [f"{before}{name}" for name in withheld for before in ("", "over:", "na:")]
        assert {row.get(column) for column in columns} <= {None}
        found[row["organization"]] = withheld
    return found


@pytest.mark.slow
@settings(
    max_examples=15,
    # A failure is told as it was drawn: making it smaller takes an evaluation each.
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
@given(st.data())
def test_the_public_archive_of_any_results_verifies(data: st.DataObject):
    texts, program = data.draw(programs(with_children=data.draw(st.booleans())))
    note("\n".join(texts.values()))
    records = data.draw(populations(program))
    least = data.draw(st.sampled_from([2, 3, 5, 10]))
    with tempfile.TemporaryDirectory() as scratch:
        whole, public = Path(scratch) / "whole", Path(scratch) / "public"
        public.mkdir()
        try:
            result = _evaluated(program, records, whole)
        except (Refusal, FormulaNotExact):
            assume(False)

        try:
            write_public_archive(result, public, least_people=least)
        except Refusal as refusal:
            raise AssertionError(print_findings(refusal.findings, "en")) from None

        rule = Rule(program, records, least)
        published = _published(public)
        assert published == {organization: rule.withheld(organization) for organization in published}
        taken = verify(public, basis=Basis.MEASURES).taken
        event(f"withheld {bool(taken.withheld)}, points {bool(taken.points)}, others {bool(taken.others)}")
        assert taken.withheld == sum(len(names) for names in published.values())
        _alter_a_number(data, public, program, sorted(published))


def _alter_a_number(data: st.DataObject, public: Path, program: Program, organizations: list[str]) -> None:
    """Alter a published number of somebody, and see that it is found; what is never taken as stated, by its cell."""
    computed = ["total", "rank", "won"]
    column = data.draw(
        st.sampled_from([*computed, *(f"points:{step.path}" for step in program.parts if step.path)])
    )
    organization = data.draw(st.sampled_from(organizations))
    alter(
        public / "results.parquet",
        f'UPDATE t SET "{column}" = coalesce("{column}", 0) + 1 WHERE organization = \'{organization}\'',
    )

    codes = {each.code.number for each in verify(public, basis=Basis.MEASURES).findings}

    assert "E624" in codes if column in computed else codes & {"E624", "E626"}
