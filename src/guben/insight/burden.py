"""What a scheme asks of the grassroots and what it pays for: figures a year, minutes, shares of the points."""

from dataclasses import dataclass
from fractions import Fraction

from guben.diagnostics import Text
from guben.insight.asked import AskedMeasure, asked_measures
from guben.insight.linting.rewarding import PAPERWORK, points_by_reward
from guben.insight.linting.subject import Subject
from guben.model.keywords import REWARDS
from guben.model.scheme import Derived, Reward

MINUTES = 5
_NOT_SAID = Text("没有写明", "not said")
# What matters most first.
_ORDER = (Reward.OUTCOME, Reward.OUTPUT, Reward.PROCESS, Reward.PAPER, None)


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

    asked: tuple[AskedMeasure, ...]
    derived: int
    minutes_each: int
    rewarded: tuple[Rewarded, ...]
    is_all_said: bool

    @property
    def figures(self) -> int:
        """How many figures an organization reports in a year."""
        return sum(each.times_a_year for each in self.asked if each.is_reported)

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
        asked=tuple(asked_measures(subject.program)),
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
