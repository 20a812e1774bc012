"""What a scheme asks of the grassroots and what it pays for: figures a year, minutes, shares of the points."""

from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Text
from guben.insight.linting.asking import TIMES_A_YEAR, collected_measures, reporting_period
from guben.insight.linting.rewarding import PAPERWORK, points_by_reward
from guben.insight.linting.subject import Subject
from guben.model.keywords import REWARDS
from guben.model.scheme import Collected, Derived, Measure, Period, Reward, SourceKind

MINUTES = 5
_NOT_SAID = Text("没有写明", "not said")
# What matters most first.
_ORDER = (Reward.OUTCOME, Reward.OUTPUT, Reward.PROCESS, Reward.PAPER, None)
_BY = {
    SourceKind.REPORT: Text("本组织填报", "the organization itself"),
    SourceKind.BALLOT: Text("测评", "a ballot"),
    SourceKind.INSPECTION: Text("检查", "an inspection"),
    SourceKind.EXAM: Text("考试", "an exam"),
    SourceKind.DEPARTMENT: Text("部门提供", "a department"),
    SourceKind.JUDGED: Text("评分人", "somebody who judges"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """Something that somebody gives: by whom, and how many times a year."""

    title: Text
    by: Text
    times: int
    is_reported: bool


@dataclass(frozen=True, slots=True)
class Rewarded:
    """Points that are given for one thing, and their share of all points."""

    title: Text
    points: Fraction
    share: Fraction
    is_paperwork: bool


@dataclass(frozen=True, slots=True)
class Burden:
    """What one organization is asked for, and what its points are for.

    `figures` and `minutes` are a year's, of what the organization itself reports. `paperwork` is the share of the points
    for paper and process, at least, where some parts do not say what they reward.
    """

    asked: tuple[Asked, ...]
    derived: int
    minutes_each: int
    rewarded: tuple[Rewarded, ...]
    is_all_said: bool

    @property
    def figures(self) -> int:
        """How many figures an organization reports in a year."""
        return sum(each.times for each in self.asked if each.is_reported)

    @property
    def minutes(self) -> int:
        """How many minutes that takes."""
        return self.figures * self.minutes_each

    @property
    def paperwork(self) -> Fraction:
        """Which share of the points is for paper and process."""
        return sum((each.share for each in self.rewarded if each.is_paperwork), Fraction(0))


def burden_of(subject: Subject, *, minutes_each: int = MINUTES) -> Burden:
    """Return what a scheme asks for and rewards; a figure is taken to cost `minutes_each`."""
    points = points_by_reward(subject)
    total = sum(points.values(), Fraction(0))
    measures = subject.program.scheme.measures.values()
    return Burden(
        asked=tuple(_asked(measure, subject) for measure in collected_measures(subject)),
        derived=sum(isinstance(each.source, Derived) for each in measures),
        minutes_each=minutes_each,
        rewarded=tuple(
            Rewarded(
                REWARDS[reward].title if reward else _NOT_SAID,
                points[reward],
                points[reward] / total,
                reward in PAPERWORK,
            )
            for reward in _ORDER
            if reward in points
        ),
        is_all_said=None not in points,
    )


def _asked(measure: Measure, subject: Subject) -> Asked:
    assert isinstance(measure.source, Collected)
    kind = measure.source.kind
    # What is not reported is given as often as the scheme is evaluated.
    period = reporting_period(measure) or (subject.program.scheme.period or Period.YEAR)
    return Asked(measure.title, _BY[kind], TIMES_A_YEAR[period], kind is SourceKind.REPORT)
