"""The figures of an evaluation that can be looked at: numbers of organizations, none of a single person."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from guben.backends import Duck
from guben.evaluation.folder import ResultFolder
from guben.evaluation.held import load_measures
from guben.insight.whatif.surroundings import groups_of
from guben.lowering import StoredMeasure, divisor_column, lower_program
from guben.model.scheme import Collected, Measure, SourceKind
from guben.plan import Program
from guben.typesystem.expressions import Looked, Outermost, walk

# What others gave of this period is looked at; marks are judgements, and last period's figures are in its own list.
_NOT_FIGURES = (SourceKind.JUDGED, SourceKind.PREVIOUS)


@dataclass(frozen=True, slots=True)
class Reporter:
    """An evaluated organization with its figures by measure; what is not known is left out."""

    key: str
    code: str | None
    name: str
    field: str
    township: str | None
    figures: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures of an evaluation, and the measures that they are of; `collected` are those that somebody gave."""

    program: Program
    reporters: tuple[Reporter, ...]
    measures: Mapping[str, Measure]
    collected: frozenset[str]


def figures_of(result: ResultFolder) -> Figures:
    """Return the figures of a folder of results. Raises Refusal if it is not what was written."""
    program = result.program()
    measures = {step.name: step.measure for step in program.measures if _is_looked_at(program, step.name)}
    lowered = lower_program(program, as_of=int(result.as_of.strftime("%Y%m%d")), period=result.period)
    with Duck() as engine:
        load_measures(engine, lowered, result)
        _, townships = groups_of(engine, result, program.scheme.scope.level)
        held = [lowered.measures[name] for name in measures]
        columns = ["organization", "code", "name", "field", "in_township"]
        columns += [column for each in held for column in each.columns]
        names = ", ".join(f'"{name}"' for name in columns)
        rows = engine.rows(f'SELECT {names} FROM "{lowered.measures_table}" ORDER BY "organization"')
    reporters = []
    for row in rows:
        values = dict(zip(columns, row, strict=True))
        known = {each.name: _figure(each, values) for each in held}
        figures = {name: figure for name, figure in known.items() if figure is not None}
        reporters.append(
            Reporter(
                str(row[0]),
                None if row[1] is None else str(row[1]),
                str(row[2]),
                str(row[3]),
                None if row[4] is None else townships.get(str(row[4]), str(row[4])),
                figures,
            )
        )
    collected = frozenset(name for name, each in measures.items() if isinstance(each.source, Collected))
    return Figures(program, tuple(reporters), measures, collected)


def _figure(measure: StoredMeasure, values: Mapping[str, object]) -> Fraction | None:
    """Return the exact number that a row holds of a measure; None where it is missing or not applicable."""
    value = values[measure.name]
    if value is None:
        return None
    over = str(values[divisor_column(measure.name)]) if measure.denominator_bounds else "1"
    return Fraction(int(str(value)), 10**measure.scale * int(over))


def _is_looked_at(program: Program, name: str) -> bool:
    """Return whether a measure is a number that is not about one person."""
    step = program.measure(name)
    if not step.measure.type.is_number:
        return False
    if step.expression is None:
        source = step.measure.source
        return isinstance(source, Collected) and source.kind not in _NOT_FIGURES
    return not any(isinstance(node, Looked | Outermost) for node in walk(step.expression))
