"""An answer in words, as a tree for the terminal."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from guben.diagnostics import Text, both
from guben.insight.trees import Branch
from guben.insight.whatif.answers import Answer, Pair, Tally
from guben.insight.whatif.levers import Lever, LeverGroup
from guben.model.exact import plain_number
from guben.model.scheme import Scheme

_SUMMARY = Text(
    "{number}个组织：等次变动{moved}个，其中上升{up}个、下降{down}个；得分增加{gain}个、减少{lose}个",
    "{number} organizations: {moved} would have another grade, {up} up and {down} down; "
    "{gain} gain points, {lose} lose some",
)
_MOVES, _MOVE = Text("改了什么", "What was moved"), Text("{title}：{old} → {new}", "{title}: {old} → {new}")
_FOLLOWS = Text("满分随之变为{new}分（原为{old}分）", "The total follows: {new} points instead of {old}")
_GRADES = Text("各等次", "Grades")
_GRADE = Text("{grade}：{before} → {after}个", "{grade}: {before} → {after}")
_WAYS, _WAY = Text("越线", "Crossing a line"), Text("{old} → {new}：{number}个", "{old} → {new}: {number}")
_TOWNSHIPS, _FIELDS, _SIZES = (
    Text("按乡镇（街道）", "By township"),
    Text("按领域", "By field"),
    Text("按规模", "By size"),
)
_TALLY = Text(
    "{title}（{number}个）：得分增{gain}、减{lose}，等次升{up}、降{down}",
    "{title} ({number}): points up {gain}, down {lose}; grade up {up}, down {down}",
)
_CROSSING = Text("越线的组织", "Who crosses a line")
_CROSSES = Text(
    "{name}：{old} → {new}（{before} → {after}分）", "{name}: {old} → {new} ({before} → {after} points)"
)
_MORE = Text("另有{number}个", "and {number} more")
_TOTALS, _BAR = (
    Text("总分分布", "Totals"),
    Text("{low}—{high}分：{before} → {after}个", "{low} to {high}: {before} → {after}"),
)
_NO_GRADE = Text("不评等次", "no grade")
_GROUPS = {
    LeverGroup.POINTS: Text("分值", "Points"),
    LeverGroup.PARAMETER: Text("参数", "Parameters"),
    LeverGroup.CUT_OFF: Text("等次和达标的界线", "Lines of grades and wins"),
    LeverGroup.QUOTA: Text("比例控制", "Quotas"),
    LeverGroup.LINE: Text("指标里的界线", "Lines within parts"),
}
_LEVER = Text("{key}：{title} = {value}", "{key}: {title} = {value}")
_BLOCKED = Text("{key}：{title} = {value}（{reason}）", "{key}: {title} = {value} ({reason})")
_CAN_BE_MOVED = Text("可以改的数", "Numbers that can be moved")
MOST_NAMED = 40


def say_answer(answer: Answer, scheme: Scheme, *, most: int = MOST_NAMED) -> Branch:
    """Return an answer in words; `scheme` is the one before."""
    crossing = answer.crossing()
    up = sum(
        answer.place(pair.after.grade) < answer.place(pair.organization.before.grade) for pair in crossing
    )
    changes = [pair.change for pair in answer.pairs]
    summary = _SUMMARY.filled(
        number=len(changes),
        moved=len(crossing),
        up=up,
        down=len(crossing) - up,
        gain=sum(change > 0 for change in changes),
        lose=sum(change < 0 for change in changes),
    )
    below = [
        _moves(answer, scheme),
        Branch(_GRADES, tuple(Branch(_of_grade(answer, *each)) for each in answer.grades())),
        *_sections(answer, crossing, most),
        Branch(_TOTALS, tuple(_bars(answer, scheme))),
    ]
    return Branch(summary, tuple(below))


def say_levers(levers: Sequence[Lever]) -> Branch:
    """Return the numbers that can be moved, with the names by which they are."""
    groups = []
    for group, title in _GROUPS.items():
        lines = [Branch(_said(lever)) for lever in levers if lever.group is group]
        if lines:
            groups.append(Branch(title, tuple(lines)))
    return Branch(_CAN_BE_MOVED, tuple(groups))


def group_title(group: LeverGroup) -> Text:
    """Return what a group of levers is called."""
    return _GROUPS[group]


def grade_title(scheme: Scheme, grade: str | None) -> Text:
    """Return the title of a grade, or that there is none."""
    return next((each.title for each in scheme.grades if each.name == grade), _NO_GRADE)


def _said(lever: Lever) -> Text:
    facts = {"key": lever.key, "title": lever.title, "value": lever.written(lever.value)}
    return _LEVER.filled(**facts) if lever.blocked is None else _BLOCKED.filled(**facts, reason=lever.blocked)


def _moves(answer: Answer, scheme: Scheme) -> Branch:
    lines = [
        Branch(_MOVE.filled(title=lever.title, old=lever.written(lever.value), new=lever.written(value)))
        for lever, value in answer.moves.items()
    ]
    if answer.scheme.total != scheme.total:
        totals = {"old": plain_number(scheme.total), "new": plain_number(answer.scheme.total)}
        lines.append(Branch(_FOLLOWS.filled(**totals)))
    return Branch(_MOVES, tuple(lines))


def _of_grade(answer: Answer, grade: str | None, before: int, after: int) -> Text:
    return _GRADE.filled(grade=grade_title(answer.scheme, grade), before=before, after=after)


def _sections(answer: Answer, crossing: Sequence[Pair], most: int) -> Iterator[Branch]:
    ways = [
        Branch(
            _WAY.filled(
                old=grade_title(answer.scheme, old), new=grade_title(answer.scheme, new), number=number
            )
        )
        for old, new, number in answer.ways()
    ]
    if ways:
        yield Branch(_WAYS, tuple(ways))
    for title, tallies in (
        (_TOWNSHIPS, answer.by_township()),
        (_FIELDS, answer.by_field()),
        (_SIZES, answer.by_size()),
    ):
        lines = [Branch(_tally(each)) for each in tallies if each.gain or each.lose or each.up or each.down]
        if lines:
            yield Branch(title, tuple(lines))
    if crossing:
        named = [Branch(_crosses(answer, pair)) for pair in crossing[:most]]
        if len(crossing) > most:
            named.append(Branch(_MORE.filled(number=len(crossing) - most)))
        yield Branch(_CROSSING, tuple(named))


def _tally(each: Tally) -> Text:
    return _TALLY.filled(
        title=each.title, number=each.number, gain=each.gain, lose=each.lose, up=each.up, down=each.down
    )


def _crosses(answer: Answer, pair: Pair) -> Text:
    one = pair.organization
    name = f"{one.township} {one.name}" if one.township else one.name
    return _CROSSES.filled(
        name=name,
        old=grade_title(answer.scheme, one.before.grade),
        new=grade_title(answer.scheme, pair.after.grade),
        before=say_points(one.before.total, answer.scheme),
        after=say_points(pair.after.total, answer.scheme),
    )


def _bars(answer: Answer, scheme: Scheme) -> Iterator[Branch]:
    for low, high, before, after in answer.totals(max(scheme.total, answer.scheme.total)):
        if before or after:
            facts = {"low": plain_number(low), "high": plain_number(high)}
            yield Branch(_BAR.filled(**facts, before=before, after=after))


def say_points(units: int | None, scheme: Scheme) -> Text:
    """Return points kept in units of a scheme's digits."""
    return both("—" if units is None else plain_number(Fraction(units, 10**scheme.digits)))
