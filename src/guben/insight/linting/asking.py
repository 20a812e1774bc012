"""What is asked of the grassroots: too much, twice, too often, or without need."""

import re
from collections.abc import Iterator
from itertools import combinations

from guben.diagnostics import Finding, Text
from guben.insight.linting import findings as codes
from guben.insight.linting.subject import Subject
from guben.model.scheme import Collected, Measure, Period, SourceKind
from guben.model.values import Kind
from guben.office.wording import folded

TIMES_A_YEAR = {Period.YEAR: 1, Period.HALF_YEAR: 2, Period.QUARTER: 4, Period.MONTH: 12}
_PERIOD_WORDS = {
    Period.YEAR: Text("年", "year"),
    Period.HALF_YEAR: Text("半年", "half-year"),
    Period.QUARTER: Text("季度", "quarter"),
    Period.MONTH: Text("月", "month"),
}
# For these the words behind the source name what is asked, as in round/question; for others only who answers, or when.
_NAMED_ORIGINS = (SourceKind.BALLOT, SourceKind.INSPECTION, SourceKind.EXAM)
_REGISTER = Text("党员名册", "the register of members")
_POSTS = Text("任职记录", "the register of posts")
_WORKPLACE = Text("所在单位的记录", "the record of the workplace")
# What a title must contain, what it must not, and what the answer can be derived from.
_DERIVABLE = (
    (("书记", "年龄"), ("平均",), _POSTS, "post(secretary).age"),
    (("书记", "学历"), ("比例",), _POSTS, "post(secretary).education"),
    (("班子", "平均年龄"), (), _POSTS, "AVERAGE(team.age)"),
    (("班子", "人数"), (), _POSTS, "COUNT(team)"),
    (("党员", "平均年龄"), (), _REGISTER, "AVERAGE(members.age)"),
    (("女党员", "比例"), (), _REGISTER, "SHARE(members WHERE sex = female, members)"),
    (("预备党员",), ("比例",), _REGISTER, "COUNT(members WHERE status = probationary)"),
)
# Of these any word before it names only some of them, such as members out of touch, unless it is one of _OF_ALL.
_COUNTED = (
    (("党员数", "党员人数", "党员总数"), _REGISTER, "COUNT(members)"),
    (("人口数", "总人口", "人口总数"), _WORKPLACE, "workplace.population"),
    (("户数", "总户数"), _WORKPLACE, "workplace.households"),
)
_OF_ALL = re.compile("本|全|村|社区|党组织|党支部|支部|辖区|现有|在册|年末|期末|的|居民|常住|户籍")
_FEWEST = 10
# What the previous period has said is not asked again.
_OF_BEFORE = (SourceKind.PREVIOUS,)
# Growth is told by its title, and by a measure that its title names too.
_GROWTH = ("增长", "增幅", "增速", "比上年", "同比")
_SHARED_WORDS = 2
# Fewer characters in common are chance.
_FEWEST_ALIKE = 4
_BOTH_PERIODS = Text("“{measure}”本期和上期的数", "'{measure}' of this period and the one before")


def collected_measures(subject: Subject) -> list[Measure]:
    """Return the measures of the scheme itself that somebody gives for this period."""
    measures = subject.program.scheme.measures.values()
    return [
        each for each in measures if isinstance(each.source, Collected) and each.source.kind not in _OF_BEFORE
    ]


def measures_are_used(subject: Subject) -> Iterator[Finding]:
    """Points, grades or a scheme above depend on every measure; those that come with a ledger cost nobody anything."""
    used = subject.used_measures()
    for measure in subject.program.scheme.measures.values():
        if measure.name not in used and measure.name not in subject.program.scheme.yielded:
            code = codes.MEASURE_NOT_USED if isinstance(measure.source, Collected) else codes.DERIVED_NOT_USED
            yield code.at(measure.span, measure=measure.title)


def asked_twice(subject: Subject) -> Iterator[Finding]:
    """No two measures ask for the same thing: by title, heading, origin, or figures."""
    asked = [each for each in collected_measures(subject) if not _is_judged(each)]
    for first, second in combinations(asked, 2):
        why = _likeness(first, second) or _same_figures(subject, first, second)
        if why is not None:
            yield codes.ASKED_TWICE.at(second.span, measure=second.title, other=first.title, why=why)


def _is_judged(measure: Measure) -> bool:
    return isinstance(measure.source, Collected) and measure.source.kind is SourceKind.JUDGED


def _likeness(first: Measure, second: Measure) -> Text | None:
    if folded(first.title.zh) == folded(second.title.zh):
        return codes.SAME_TITLE
    headings = {folded(each): each for each in (first.title.zh, *first.aliases)}
    shared = [
        headings[folded(each)] for each in (second.title.zh, *second.aliases) if folded(each) in headings
    ]
    if shared:
        return codes.SAME_HEADING.filled(heading=shared[0])
    one, other = first.source, second.source
    assert isinstance(one, Collected) and isinstance(other, Collected)
    if one == other and one.kind in _NAMED_ORIGINS and "/" in one.detail:
        return codes.SAME_ORIGIN.filled(origin=f"{one.kind.value}: {one.detail}")
    return None


def _same_figures(subject: Subject, first: Measure, second: Measure) -> Text | None:
    """Return that the figures are the same for all, where there are enough different ones to tell."""
    if not first.type.is_number:
        return None
    pairs = [(row.measures.get(first.name), row.measures.get(second.name)) for row in subject.rows]
    known = [(one, other) for one, other in pairs if one is not None and other is not None]
    is_same = len({one for one, _ in known}) >= _FEWEST and all(one == other for one, other in known)
    return codes.SAME_VALUES if is_same else None


def held_in_a_ledger(subject: Subject) -> Iterator[Finding]:
    """Nothing is reported that a ledger yields which the scheme uses anyway."""
    scheme = subject.program.scheme
    yielded = [scheme.measures[name] for name in scheme.yielded]
    for measure in collected_measures(subject):
        if not isinstance(measure.source, Collected) or measure.source.kind is not SourceKind.REPORT:
            continue
        for other in yielded:
            if measure.type.kind is other.type.kind and _is_named_alike(measure, other):
                ledger = next(
                    each.title
                    for each in scheme.ledgers.values()
                    if each.kept_as == scheme.yielded[other.name]
                )
                facts = {"measure": measure.title, "ledger": ledger, "name": other.name}
                yield codes.HELD_IN_A_LEDGER.at(measure.span, **facts)
                break


def _is_named_alike(measure: Measure, other: Measure) -> bool:
    """Return whether a heading of one measure stands in the title of the other, or the other way round."""
    title = folded(other.title.zh)
    headings = [folded(each) for each in (measure.title.zh, *measure.aliases)]
    return any(
        each == title or (min(len(each), len(title)) >= _FEWEST_ALIKE and (each in title or title in each))
        for each in headings
    )


def asked_more_often_than_used(subject: Subject) -> Iterator[Finding]:
    """Nothing is reported more often than the scheme is evaluated."""
    used = subject.program.scheme.period
    for measure in collected_measures(subject):
        asked = reporting_period(measure)
        if used and asked and TIMES_A_YEAR[asked] > TIMES_A_YEAR[used]:
            facts = {"asked": _PERIOD_WORDS[asked], "used": _every(used)}
            yield codes.ASKED_TOO_OFTEN.at(measure.span, measure=measure.title, **facts)


def reporting_period(measure: Measure) -> Period | None:
    """Return how often a measure is reported; None where it is not, or in words of its own."""
    source = measure.source
    if not isinstance(source, Collected) or source.kind is not SourceKind.REPORT:
        return None
    return Period(source.detail) if source.detail in {each.value for each in Period} else None


def _every(period: Period) -> Text:
    words = _PERIOD_WORDS[period]
    return Text(f"每{words.zh}", words.en)


def could_be_derived(subject: Subject) -> Iterator[Finding]:
    """Nothing is reported that the registers hold."""
    for measure in collected_measures(subject):
        if not isinstance(measure.source, Collected) or measure.source.kind is not SourceKind.REPORT:
            continue
        title = measure.title.zh
        for needed, excluded, records, formula in _DERIVABLE:
            if all(each in title for each in needed) and not any(each in title for each in excluded):
                facts = {"records": records, "formula": formula}
                yield codes.COULD_BE_DERIVED.at(measure.span, measure=measure.title, **facts)
                break
        for titles, records, formula in _COUNTED:
            if _OF_ALL.sub("", title) in titles:
                facts = {"records": records, "formula": formula}
                yield codes.COULD_BE_DERIVED.at(measure.span, measure=measure.title, **facts)
        grown = _grown(subject, measure)
        if grown is not None:
            facts = {"records": _BOTH_PERIODS.filled(measure=grown.title), "formula": f"GROWTH({grown.name})"}
            yield codes.COULD_BE_DERIVED.at(measure.span, measure=measure.title, **facts)


def _grown(subject: Subject, measure: Measure) -> Measure | None:
    """Return the figure whose growth a reported percentage is, as far as titles tell."""
    title = measure.title.zh
    if measure.type.kind is not Kind.PERCENT or not any(word in title for word in _GROWTH):
        return None
    for word in _GROWTH:
        title = title.replace(word, "")
    for other in subject.program.scheme.measures.values():
        is_figure = other.type.is_number and other.type.kind is not Kind.PERCENT
        pieces = {title[at : at + _SHARED_WORDS] for at in range(len(title) - _SHARED_WORDS + 1)}
        if is_figure and any(piece in other.title.zh for piece in pieces):
            return other
    return None
