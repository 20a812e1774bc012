"""What a scheme asks of the period before: an earlier result, a grade that was brought in, or what was reported then.

Nothing is computed anew. A figure that somebody reports for the period itself goes before all of this.
"""

from collections.abc import Iterator

from django.db.models import QuerySet

from guben_web.baselines.models import Baseline
from guben_web.engine.ledgers import read_value
from guben_web.engine.schemes import Measure, Program, SourceKind
from guben_web.engine.snapshots import ReportedValue
from guben_web.engine.texts import Text
from guben_web.ledgers import models as ledgers
from guben_web.org.models import Organization
from guben_web.reporting.periods import period_before
from guben_web.results.enums import State
from guben_web.results.layout import layout_from_data
from guben_web.results.models import Evaluation, Result
from guben_web.tallies.queries import standing_votes

BEFORE = "before:"
_TOTAL, _GRADE = "total", "grade"
_FROM = {
    "result": Text("上期的考核结果", "Result of the period before"),
    "baseline": Text("导入的往年等次", "Grade of an earlier year that was brought in"),
    "value": Text("上期的上报数据", "Value reported for the period before"),
    "tally": Text("上期的计票", "Count of the period before"),
}


def values_before(program: Program, period: str) -> list[ReportedValue]:
    """Return what is known of what a scheme asks of the period before, as values of the period itself.

    Empty where the scheme asks for nothing, or where nobody can say which period is the one before. The sources begin
    with `before:` and name the record that a value was taken from.
    """
    asked = [
        each for each in program.scheme.collected_measures() if _source_kind(each) is SourceKind.PREVIOUS
    ]
    before = period_before(period)
    if not asked or not before:
        return []
    found: list[ReportedValue] = []
    for measure in asked:
        name = measure.name.partition(".")[2]
        # Later ones go before earlier ones.
        if name not in (_TOTAL, _GRADE):
            ways = (_reported(before, name), _counted(before, name))
        elif measure.name in program.scheme.measures:
            ways = (_brought_in(program, before, measure), _computed(program, before, measure))
        else:
            continue
        given = {row.organization: row for way in ways for row in way}
        found += [
            row._replace(measure=measure.name, period=period, source=f"{BEFORE}{row.source}")
            for row in given.values()
            if _fits(row, measure)
        ]
    return found


def where_from(source: str) -> Text:
    """Return what kind of record a value of the period before was taken from."""
    return _FROM[source.removeprefix(BEFORE).partition(":")[0]]


def _source_kind(measure: Measure) -> SourceKind | None:
    return getattr(measure.source, "kind", None)


def _fits(row: ReportedValue, measure: Measure) -> bool:
    """Return whether a value is within what the scheme says now; one that is not would stop the whole evaluation."""
    type_ = measure.type
    if type_.choices is not None:
        return row.choice is None or row.choice in type_.choices
    if row.number is None or not type_.is_number:
        return True
    one = 10**row.scale
    assert type_.low is not None and type_.high is not None
    return row.scale == type_.scale and type_.low * one <= row.number <= type_.high * one


def _brought_in(program: Program, before: str, measure: Measure) -> Iterator[ReportedValue]:
    """Yield what the list of that period says, as far as it is in the words and the range of the scheme."""
    rows = Baseline.objects.filter(period=before)
    wants_points = measure.name.endswith(_TOTAL)
    for row in _of_one_appraisal(rows, program).select_related("organization"):
        words = row.points if wants_points else row.grade
        said = None if words is None else read_value(measure.type, str(words)).value
        if said is not None:
            number, choice, _ = said
            yield _value(row.organization.key, number, measure, choice, f"baseline:{row.pk}")


def _of_one_appraisal(rows: QuerySet[Baseline], program: Program) -> QuerySet[Baseline]:
    """Return the rows of the only appraisal there is, or of the one that is called as the scheme is; none otherwise."""
    names = set(rows.order_by().values_list("appraisal", flat=True).distinct())
    if len(names) == 1:
        return rows
    title = program.scheme.title
    return rows.filter(appraisal__in=names & {title.zh, title.en})


def _computed(program: Program, before: str, measure: Measure) -> Iterator[ReportedValue]:
    """Yield what the last evaluation by the same scheme that units were shown gave them."""
    shown = Evaluation.objects.filter(scheme=program.scheme.name, period=before, state=State.SHOWN)
    last = shown.order_by("-as_of", "-pk").first()
    if last is None:
        return
    layout = layout_from_data(last.layout)
    for row in Result.objects.filter(evaluation=last).select_related("organization"):
        if measure.name.endswith(_TOTAL):
            said = (
                read_value(measure.type, str(layout.points(row.total))).value
                if row.total is not None
                else None
            )
        else:
            said = (
                read_value(measure.type, layout.grades[row.grade].zh).value if row.grade is not None else None
            )
        if said is not None:
            number, choice, _ = said
            yield _value(row.organization.key, number, measure, choice, f"result:{row.pk}")


def _reported(before: str, name: str) -> Iterator[ReportedValue]:
    rows = ledgers.ReportedValue.objects.filter(period=before, measure=name).select_related("organization")
    for row in rows:
        yield ReportedValue(
            row.organization.key,
            name,
            before,
            row.number,
            row.scale,
            row.choice,
            row.is_not_applicable,
            f"value:{row.pk}",
        )


def _counted(before: str, name: str) -> Iterator[ReportedValue]:
    votes = [each for each in standing_votes(before) if each.measure == name and each.share is not None]
    ids = {each.organization_id for each in votes}
    keys = dict(Organization.objects.filter(pk__in=ids).values_list("pk", "key"))
    for each in votes:
        source = f"tally:{each.sheet_id}:{each.question}"
        yield ReportedValue(
            keys[each.organization_id], name, before, each.share, each.scale, None, False, source
        )


def _value(
    organization: str, number: int | None, measure: Measure, choice: str | None, source: str
) -> ReportedValue:
    scale = measure.type.scale if number is not None and measure.type.is_number else 0
    return ReportedValue(organization, measure.name, "", number, scale, choice, False, source)
