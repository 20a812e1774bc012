"""What a scheme rewards and what it asks for, in figures."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from guben.diagnostics import Text
from guben.insight.linting.asking import TIMES_A_YEAR, collected_measures, reporting_period
from guben.insight.linting.rewarding import formalism_share, points_by_reward
from guben.insight.linting.subject import Subject
from guben.insight.trees import Branch
from guben.model.exact import plain_number
from guben.model.keywords import REWARDS
from guben.model.scheme import Collected, Derived, Reward, SourceKind

_TITLE = Text("{title}（版本{version}）", "{title} (version {version})")
_REWARDS = Text("分值看什么", "What the points are for")
_REWARD = Text("{reward}：{points}分，占{share}%", "{reward}: {points} points, {share}%")
_FORMALISM = Text("材料和过程合计占{share}%", "paper and process together: {share}%")
_NOT_SAID = Text("没有写明", "not said")
# What matters most first.
_ORDER = (Reward.OUTCOME, Reward.OUTPUT, Reward.PROCESS, Reward.PAPER, None)
_FORMALISM_AT_LEAST = Text("材料和过程合计至少占{share}%", "paper and process together: at least {share}%")
_BURDEN = Text("每个组织一年要填{number}个数", "Every organization fills in {number} figures a year")
_ONE_A_YEAR = Text("每个组织一年要填1个数", "Every organization fills in 1 figure a year")
_NOTHING_TO_FILL = Text("各组织不用填任何数", "Organizations fill in nothing")
_REPORTED = Text("“{title}”：一年{times}次", "'{title}': {times} a year")
_OTHERS = Text("另外由别人提供：{kinds}", "given by others: {kinds}")
_DERIVED = Text("由记录推算：{number}项", "derived from records: {number}")
_KIND_WORDS = {
    SourceKind.BALLOT: Text("测评{number}项", "{number} by ballot"),
    SourceKind.INSPECTION: Text("检查{number}项", "{number} by inspection"),
    SourceKind.EXAM: Text("考试{number}项", "{number} by exam"),
    SourceKind.DEPARTMENT: Text("部门提供{number}项", "{number} by departments"),
    SourceKind.JUDGED: Text("评分{number}项", "{number} by judges"),
    SourceKind.PREVIOUS: Text("上期结果{number}项", "{number} of the previous period"),
}


def summary_of(subject: Subject) -> Branch:
    """Return the points by what they reward, and the burden on every organization."""
    scheme = subject.program.scheme
    title = _TITLE.filled(title=scheme.title, version=scheme.version)
    return Branch(title, (Branch(_REWARDS, tuple(_rewards(subject))), _burden(subject)))


def _rewards(subject: Subject) -> Iterator[Branch]:
    points = points_by_reward(subject)
    total = sum(points.values(), Fraction(0))
    for reward in _ORDER:
        if reward in points:
            words = REWARDS[reward].title if reward else _NOT_SAID
            share = plain_number(points[reward] / total * 100, 1)
            yield Branch(_REWARD.filled(reward=words, points=plain_number(points[reward]), share=share))
    words = _FORMALISM_AT_LEAST if None in points else _FORMALISM
    yield Branch(words.filled(share=plain_number(formalism_share(subject) * 100, 1)))


def _burden(subject: Subject) -> Branch:
    below: list[Branch] = []
    number = 0
    kinds: Counter[SourceKind] = Counter()
    for measure in collected_measures(subject):
        assert isinstance(measure.source, Collected)
        if measure.source.kind is not SourceKind.REPORT:
            kinds[measure.source.kind] += 1
            continue
        period = reporting_period(measure)
        times = TIMES_A_YEAR[period] if period else 1
        number += times
        below.append(Branch(_REPORTED.filled(title=measure.title, times=times)))
    if kinds:
        said = [_KIND_WORDS[kind].filled(number=count) for kind, count in kinds.items()]
        below.append(Branch(_OTHERS.filled(kinds=said)))
    derived = sum(isinstance(each.source, Derived) for each in subject.program.scheme.measures.values())
    if derived:
        below.append(Branch(_DERIVED.filled(number=derived)))
    words = {0: _NOTHING_TO_FILL, 1: _ONE_A_YEAR}.get(number, _BURDEN)
    return Branch(words.filled(number=number), tuple(below))
