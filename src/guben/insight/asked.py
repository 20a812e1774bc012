"""What a scheme asks of people, figure by figure: of whom, how often, and whether it need be asked at all."""

from dataclasses import dataclass

from guben.diagnostics import Text
from guben.insight.linting.asking import (
    TIMES_A_YEAR,
    collected_measures,
    could_be_derived,
    reporting_period,
)
from guben.insight.linting.subject import Subject
from guben.model.scheme import Collected, Measure, Period, SourceKind
from guben.plan import Program

_BY = {
    SourceKind.REPORT: Text("本组织填报", "the organization itself"),
    SourceKind.BALLOT: Text("测评", "a ballot"),
    SourceKind.INSPECTION: Text("检查", "an inspection"),
    SourceKind.EXAM: Text("考试", "an exam"),
    SourceKind.DEPARTMENT: Text("部门提供", "a department"),
    SourceKind.JUDGED: Text("评分人", "somebody who judges"),
}


@dataclass(frozen=True, slots=True)
class AskedMeasure:
    """A measure that somebody gives: the organizations of a level and of fields, or others for them.

    `department` is set where one returns it; `derivable` says from what it could be derived.
    """

    measure: Measure
    kind: SourceKind
    scheme: str
    level: str
    fields: tuple[str, ...]
    department: str
    times_a_year: int
    derivable: Text | None

    @property
    def by(self) -> Text:
        """Who gives it."""
        return _BY[self.kind]

    @property
    def is_reported(self) -> bool:
        """True if the organization itself gives it."""
        return self.kind is SourceKind.REPORT

    @property
    def is_on_forms(self) -> bool:
        """True if it is given on a form: of the organization, or the return sheet of a department."""
        return self.is_reported or self.kind is SourceKind.DEPARTMENT


def asked_measures(program: Program) -> list[AskedMeasure]:
    """Return what a scheme itself asks people for, in its order.

    What is derived, counted or known from the period before is never asked for. What has no period of its own is given
    as often as the scheme is evaluated, and that is once a year where it does not say.
    """
    scheme, subject = program.scheme, Subject(program)
    derivable = {each.place: each.message for each in could_be_derived(subject)}
    found = []
    for measure in collected_measures(subject):
        source = measure.source
        assert isinstance(source, Collected)
        found.append(
            AskedMeasure(
                measure,
                source.kind,
                scheme.name,
                scheme.scope.level,
                scheme.scope.fields,
                source.detail if source.kind is SourceKind.DEPARTMENT else "",
                TIMES_A_YEAR[reporting_period(measure) or scheme.period or Period.YEAR],
                derivable.get(measure.span),
            )
        )
    return found


def used_ledgers(program: Program) -> tuple[str, ...]:
    """Return the ledgers of packs that a scheme counts, by name."""
    own = program.scheme.ledgers.values()
    return tuple(dict.fromkeys(each.kept_as for each in own if "/" in each.kept_as))
