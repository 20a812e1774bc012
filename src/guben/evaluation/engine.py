"""A program computed by the engine over a snapshot."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from guben.backends import Engine
from guben.diagnostics import FilePlace, Finding, Refusal, Text
from guben.evaluation import findings as codes
from guben.evaluation.checking import lowered_for
from guben.lowering import (
    Lowered,
    Statement,
    bad_days,
    bad_entries,
    bad_reported_values,
    missing_column,
    not_applicable_column,
)
from guben.model.scheme import Measure, MissingPolicy
from guben.model.vocabulary import FIELD, LEVEL
from guben.plan import Program
from guben.plan.formulas import formulas_of
from guben.snapshot.store import Snapshot
from guben.typesystem.expressions import Aggregate, MeasureValue, walk

_MOST_NAMED = 20


class OnStep(Protocol):
    """Told what is being done, for whoever waits."""

    def __call__(self, words: Text) -> None: ...


def no_steps(words: Text) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An engine that holds the measures and results of a program under the names that `lowered` gives."""

    engine: Engine
    program: Program
    lowered: Lowered
    period: str

    def chain(self) -> "Iterator[Computed]":
        """Yield this, then what was computed of the children, of theirs, and so on."""
        yield self
        if self.program.children is not None and self.lowered.children is not None:
            yield from Computed(
                self.engine, self.program.children, self.lowered.children, self.period
            ).chain()


class OnMade(Protocol):
    """Told each table when the engine has it; those of the computed program are there when the last one is."""

    def __call__(self, computed: Computed, table: str) -> None: ...


def nobody(computed: Computed, table: str) -> None:
    """Tell nobody."""


def compute(engine: Engine, program: Program, snapshot: Snapshot, *, on_made: OnMade = nobody) -> Computed:
    """Compute a program over a snapshot and leave the tables in the engine.

    Raises Refusal if the snapshot holds values that the scheme does not allow, nobody in scope, or no figure where
    one must be.
    """
    snapshot.show_to(engine)
    return compute_tables(
        engine,
        program,
        as_of=snapshot.as_of,
        period=snapshot.period,
        place=place_of(snapshot),
        on_made=on_made,
    )


def place_of(snapshot: Snapshot) -> FilePlace:
    """Return how findings speak of a snapshot: by the name of its source."""
    return FilePlace(snapshot.source.name or str(snapshot.folder))


def compute_tables(
    engine: Engine,
    program: Program,
    *,
    as_of: date,
    period: str,
    place: FilePlace,
    on_made: OnMade = nobody,
) -> Computed:
    """Compute a program over the tables that the engine holds, as `compute` does; findings are at `place`."""
    made: list[tuple[str, Future[None]]] = []
    with ThreadPoolExecutor(1) as making, ThreadPoolExecutor(1) as aside:
        looking = aside.submit(_refuse_bad_records, engine, program, as_of, period, place)

        def make(statement: Statement) -> None:
            made.append((statement.table, making.submit(engine.create, statement.table, statement.query)))

        try:
            # The statement of the results takes longest to be written; meanwhile the engine makes what it is about.
            day = int(as_of.strftime("%Y%m%d"))
            lowered = lowered_for(program, as_of=day, period=period, on_lowered=make)
            computed = Computed(engine, program, lowered, period)
            for table, job in made:
                job.result()
                on_made(computed, table)
        finally:
            making.shutdown(cancel_futures=True)
            # What is wrong with the records comes first: a statement may fail of it.
            looking.result()
    if engine.rows(f'SELECT count(*) FROM "{lowered.results_table}"')[0][0] == 0:
        raise Refusal(codes.NOBODY_IN_SCOPE.at(place, scope=say_scope(program)))
    _refuse_missing_figures(engine, program, lowered, place)
    return computed


def unreported(computed: Computed, place: FilePlace) -> Iterator[Finding]:
    """Yield a warning for every collected measure, ledger and ballot that no organization at all has anything of."""
    for each in reversed(list(computed.chain())):
        yield from _empty_measures(each, place)
        yield from _empty_registers(each, place)


def _empty_measures(computed: Computed, place: FilePlace) -> Iterator[Finding]:
    """Yield a warning for every collected measure that nobody has a value of."""
    given = [step.measure for step in computed.program.measures if step.expression is None]
    without_value = _counted_nothing(computed, given, 'count("{value}")')
    without_any = _counted_nothing(computed, without_value, 'count(*) FILTER (WHERE "{inapplicable}")')
    for measure in without_any:
        yield codes.NOBODY_REPORTED.at(place, measure=measure.title)


def _counted_nothing(computed: Computed, measures: Sequence[Measure], count: str) -> list[Measure]:
    """Return the measures for which an expression over their columns counts nobody."""
    if not measures:
        return []
    counts = [
        count.format(value=measure.name, inapplicable=not_applicable_column(measure.name))
        for measure in measures
    ]
    (numbers,) = computed.engine.rows(f'SELECT {", ".join(counts)} FROM "{computed.lowered.measures_table}"')
    return [measure for measure, number in zip(measures, numbers, strict=True) if number == 0]


def _empty_registers(computed: Computed, place: FilePlace) -> Iterator[Finding]:
    """Yield a warning for every ledger that nobody has closed, and every question that nobody has voted on."""
    nodes = [node for formula in formulas_of(computed.program) for node in walk(formula)]
    asked = {node.records.set.name: node.records.set for node in nodes if isinstance(node, Aggregate)}
    for name, records in asked.items():
        if not records.is_of_period:
            continue
        conditions = (("ledger", (records.kept_as,)),) if records.is_ledger else records.only
        words = [
            f""""{column}" IN ({", ".join(_quoted(each) for each in words)})"""
            for column, words in conditions
        ]
        held = f""""period" = {_quoted(computed.period)} AND {" AND ".join(words)}"""
        table = "closures" if records.is_ledger else records.table
        if computed.engine.rows(f'SELECT count(*) FROM "{table}" WHERE {held}')[0][0] == 0:
            code = codes.NOTHING_IN_REGISTER if records.is_ledger else codes.NO_VOTES
            yield code.at(place, register=records.title if records.is_ledger else name)


def _quoted(word: object) -> str:
    return "'" + str(word).replace("'", "''") + "'"


def _refuse_bad_records(engine: Engine, program: Program, as_of: date, period: str, place: FilePlace) -> None:
    """Refuse records that the scheme does not allow; meant for a thread beside the one that computes."""
    with engine.beside() as own:
        _refuse_bad_values(own, program, period, place)
        _refuse_bad_days(own, as_of, place)
        _refuse_bad_entries(own, program, period, place)


def _refuse_bad_values(engine: Engine, program: Program, period: str, place: FilePlace) -> None:
    rows = engine.rows(bad_reported_values(program, period))
    findings = [
        codes.BAD_VALUE.at(place, organization=row[0], measure=row[1], source=row[4])
        for row in rows[:_MOST_NAMED]
    ]
    if findings:
        raise Refusal(findings)


def _refuse_bad_days(engine: Engine, as_of: date, place: FilePlace) -> None:
    rows = engine.rows(bad_days(int(as_of.strftime("%Y%m%d"))))
    if rows:
        raise Refusal(codes.BAD_DAY.at(place, number=len(rows), source=rows[0][1], as_of=as_of))


def _refuse_bad_entries(engine: Engine, program: Program, period: str, place: FilePlace) -> None:
    rows = engine.rows(bad_entries(program, period))
    findings = [
        codes.BAD_ENTRY.at(place, organization=row[0], ledger=row[1], source=row[2])
        for row in rows[:_MOST_NAMED]
    ]
    if findings:
        raise Refusal(findings)


def _refuse_missing_figures(engine: Engine, program: Program, lowered: Lowered, place: FilePlace) -> None:
    findings: list[Finding] = []
    for step in program.parts:
        if step.expression is None or step.policy is not MissingPolicy.ERROR or step.part is None:
            continue
        used = [node.measure.title for node in walk(step.expression) if isinstance(node, MeasureValue)]
        titles = list(dict.fromkeys(used))
        query = f'SELECT "name" FROM "{lowered.results_table}" WHERE "{missing_column(step.path)}" ORDER BY "organization"'
        findings += [
            codes.FIGURE_NEEDED.at(place, part=step.part.title, organization=name, measures=titles)
            for (name,) in engine.rows(query)[:_MOST_NAMED]
        ]
    if findings:
        raise Refusal(findings)


def say_scope(program: Program) -> Text:
    """Return which organizations a program evaluates, in words."""
    scope = program.scheme.scope
    fields = [FIELD[field].title for field in scope.fields]
    level = LEVEL[scope.level].title
    if not fields:
        return level
    return Text("{level}，{fields}", "{level}, {fields}").filled(level=level, fields=fields)
