"""One grade down to the records: grade, parts, rules, figures, rows."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

from guben.backends import Duck
from guben.diagnostics import FilePlace, Refusal, Text, both, nearest_names
from guben.evaluation import findings as codes
from guben.evaluation.folder import ResultFolder
from guben.evaluation.others import stored_others
from guben.evaluation.stored import StoredResult, find_result
from guben.evaluation.verifying import altered_inputs
from guben.insight.sources import say_source, say_sources
from guben.insight.taken import say_taken
from guben.insight.trees import Branch, Figure
from guben.model.collecting import without_collecting
from guben.model.exact import plain_number
from guben.model.scheme import Collected, MissingPolicy, SourceKind
from guben.phrasing import (
    say_condition,
    say_expression,
    say_quota,
    say_scoring,
    say_tail,
    say_value,
)
from guben.phrasing.expressions import say_records, say_single
from guben.plan import MeasureStep, PartStep, Program, VetoStep
from guben.plan.lines import lines_of_measures
from guben.plan.peers import compares_peers
from guben.plan.program import WHOLE
from guben.plan.sensitive import asks_below, sensitive_measures
from guben.reference import Judged, Missing, NotApplicable, OrganizationResult, Reference, Value
from guben.resolve.records import CHILDREN
from guben.snapshot.rows import Rows, all_rows, subtree_rows
from guben.typesystem import expressions as typed

_MOST_RECORDS = 8
_MISSING_WORDS = {
    MissingPolicy.NO_POINTS: Text(
        "缺数据：按制度不得分", "Figures are missing: no points, as the scheme says"
    ),
    MissingPolicy.EXCLUDE: Text(
        "缺数据：按制度不计入，其余部分按比例折算",
        "Figures are missing: left out, as the scheme says, and the rest scaled up",
    ),
    MissingPolicy.ERROR: Text("缺数据", "Figures are missing"),
}
_SOURCE_WORDS = {
    SourceKind.REPORT: Text("上报", "reported"),
    SourceKind.BALLOT: Text("测评", "ballot"),
    SourceKind.INSPECTION: Text("检查", "inspection"),
    SourceKind.EXAM: Text("考试", "exam"),
    SourceKind.DEPARTMENT: Text("部门提供", "returned by the department"),
    SourceKind.JUDGED: Text("评分", "judged"),
    SourceKind.PREVIOUS: Text("上期结果", "of the previous period"),
}
_NOT_HANDED_IN = Text("没有报{records}，因此算不出来", "no {records} were handed in, so there is no value")
_NOT_CLOSED = Text(
    "台账“{records}”本期还没有结清，因此算不出来",
    "the ledger '{records}' is not closed for the period, so there is no value",
)
# What is said of a veto, a ceiling or a floor that holds, does not hold, and is not known.
_VETO_WORDS = (
    Text("否决项“{title}”：有，等次最高为{grade}", 'Veto "{title}": yes, so {grade} at best'),
    Text("否决项“{title}”：没有", 'Veto "{title}": no'),
    Text("否决项“{title}”：缺数据，暂不否决", 'Veto "{title}": not known, so it does not strike'),
)
_CEILING_WORDS = (
    Text("封顶条件“{title}”：符合，等次最高为{grade}", 'Ceiling "{title}": yes, so {grade} at best'),
    Text("封顶条件“{title}”：不符合", 'Ceiling "{title}": no'),
    Text("封顶条件“{title}”：缺数据，不封顶", 'Ceiling "{title}": not known, so it does not hold down'),
)
_FLOOR_WORDS = (
    Text("保底条件“{title}”：符合，等次最低为{grade}", 'Floor "{title}": yes, so {grade} at least'),
    Text("保底条件“{title}”：不符合", 'Floor "{title}": no'),
    Text("保底条件“{title}”：缺数据，不保底", 'Floor "{title}": not known, so it does not raise'),
)
_MOVED = Text("比例控制“{title}”：本组织因此变动等次", 'Quota "{title}": it changed this grade')
_NOT_MOVED = Text("比例控制“{title}”：本组织不受影响", 'Quota "{title}": it did not touch this grade')
_ON_LIST = Text("列入“{title}”名单", 'On the list "{title}"')
_NOT_ON_LIST = Text("未列入“{title}”名单", 'Not on the list "{title}"')
_BY_STORED = Text(
    "本组织由记录重新计算，与之比较的其他组织用的是这次考核已存的数字",
    "This organization was computed anew from its records; those it is compared with are as the results hold them",
)
_RULE = Text("规则：{rule}", "Rule: {rule}")
_POINTS = Text("{title}：{points}分（满分{printed}分）", "{title}: {points} of {printed} points")
_POINTS_OFF = Text(
    "{title}：{points}分（最多扣{printed}分）", "{title}: {points} (up to {printed} points off)"
)
_LEFT_OUT = Text(
    "{title}：不适用，不计入（满分{printed}分）", "{title}: not applicable, left out ({printed} points)"
)

_NOT_FOR_THIS = Text(
    "{title}：只适用于{condition}的组织，不计入", "{title}: only where {condition}, left out"
)


def explain(result: ResultFolder, organization: str, indicator: str | None = None) -> Branch:
    """Return why an organization has its grade, or where the points of one part or a measure's value come from.

    `organization` is a code or a name, `indicator` the path or title of a part or measure. Raises Refusal if the
    results know no such organization or indicator, or do not agree with the records any more.
    """
    with without_collecting(), ThreadPoolExecutor(1) as aside:
        # To open an engine is one call outside of Python; meanwhile the files are looked through and the scheme is read.
        opening = aside.submit(Duck)
        try:
            altered = altered_inputs(result)
            if altered:
                raise Refusal(altered)
            program = result.program()
            return _explained(opening.result(), result, program, organization, indicator)
        finally:
            opening.result().close()


def _explained(
    engine: Duck, result: ResultFolder, program: Program, organization: str, indicator: str | None
) -> Branch:
    snapshot = result.snapshot()
    stored = find_result(engine, result, organization)
    is_compared = compares_peers(program)
    # Where organizations are compared and the folder does not hold all of them, they are all computed anew.
    is_held = len(result.stored) == len(list(program.chain()))
    rows = (
        all_rows(snapshot)
        if is_compared and not is_held
        else subtree_rows(engine, snapshot, stored.organization)
    )
    others = stored_others(engine, result, program) if is_compared and is_held else ()
    reference = Reference(
        program,
        rows,
        as_of=int(snapshot.as_of.strftime("%Y%m%d")),
        period=snapshot.period,
        others=others,
    )
    explainer = _Explainer(
        program, reference, rows, stored, period=snapshot.period, is_by_stored=bool(others)
    )
    if indicator is None:
        return explainer.grade()
    return explainer.indicator(indicator, FilePlace(str(result.folder)))


class _Explainer:
    def __init__(
        self,
        program: Program,
        reference: Reference,
        rows: Rows,
        stored: StoredResult,
        *,
        period: str,
        is_by_stored: bool,
    ) -> None:
        self.program = program
        self.is_by_stored = is_by_stored
        self.reference = reference
        self.rows = rows
        self.stored = stored
        self.organization = stored.organization
        self.result: OrganizationResult = reference.result(stored.organization)
        self.parts = {step.path: step for step in program.parts}
        self.measures = {step.name: step for step in program.measures}
        self.sources = {
            row["measure"]: str(row["source"])
            for row in rows["values"]
            if row["organization"] == stored.organization and row["period"] == period
        }
        self.lines = lines_of_measures(program)
        self.sensitive = sensitive_measures(program)
        self.sensitive_below = sensitive_measures(program.children) if program.children else frozenset()
        self.grades = {grade.name: grade.title for grade in program.scheme.grades}
        self._refuse_other_results()

    def _refuse_other_results(self) -> None:
        """Refuse to explain what the records do not give."""
        fresh_total, stored, place = self.result.points[WHOLE], self.stored, FilePlace(self.stored.name)
        findings = []
        if self.result.grade != stored.grade:
            said = {"stored": self._say_grade(stored.grade), "fresh": self._say_grade(self.result.grade)}
            column = Text("等次", "grade")
            findings.append(codes.RESULT_ALTERED.at(place, organization=stored.name, column=column, **said))
        if fresh_total != stored.total:
            said = {"stored": _say_total(stored.total), "fresh": _say_total(fresh_total)}
            column = Text("总分", "total")
            findings.append(codes.RESULT_ALTERED.at(place, organization=stored.name, column=column, **said))
        if findings:
            raise Refusal(findings)

    def _say_grade(self, grade: str | None) -> Text:
        return self.grades.get(grade or "", Text("（空）", "(nothing)"))

    # Grade and parts.

    def grade(self) -> Branch:
        """Return the whole trace."""
        total = self.result.points[WHOLE]
        if self.result.grade is None or total is None:
            words = Text(
                "{name}：没有可以考核的内容，不评等次", "{name}: nothing applies, so there is no grade"
            )
            return Branch(words.filled(name=self.stored.name))
        words = Text("{name}：{grade}（总分{total}分）", "{name}: {grade} ({total} points)")
        root = words.filled(
            name=self.stored.name, grade=self.grades[self.result.grade], total=plain_number(total)
        )
        top = [step for step in self.program.parts if step.path in self.parts[WHOLE].below]
        return Branch(root, (self._why_grade(), *(self._part(step) for step in top)))

    def indicator(self, name: str, place: FilePlace) -> Branch:
        """Return the trace of one part or measure."""
        for step in self.program.parts:
            if step.part and name in (step.path, step.part.title.zh, step.part.title.en):
                return self._part(step)
        for measure in self.program.measures:
            if name in (measure.name, measure.measure.title.zh, measure.measure.title.en):
                return self._measure(measure)
        known = [step.path for step in self.program.parts if step.part] + [
            each.name for each in self.program.measures
        ]
        raise Refusal(codes.UNKNOWN_INDICATOR.at(place, name=name, known=nearest_names(name, known) or known))

    def _why_grade(self) -> Branch:
        below = []
        for step in self.program.grades:
            if step.condition is None:
                words = Text("{grade}：以上等次都不符合", "{grade}: none of the grades above holds")
                below.append(Branch(words.filled(grade=self.grades[step.name])))
                break
            holds = self.reference.value(self.organization, step.condition)
            condition = say_condition(step.condition)
            words = Text("{grade}：要求{condition}——{holds}", "{grade}: if {condition} — {holds}")
            facts = self._facts(step.condition)
            said = words.filled(grade=self.grades[step.name], condition=condition, holds=_holds(holds))
            below.append(Branch(said, facts))
            if holds is True:
                break
        below += self._limits(self.program.vetoes, _VETO_WORDS)
        below += self._limits(self.program.ceilings, _CEILING_WORDS)
        below += self._quotas()
        below += self._limits(self.program.floors, _FLOOR_WORDS)
        below += self._tails()
        return Branch(Text("等次怎么来的", "How the grade comes about"), tuple(below))

    def _limits(self, steps: tuple[VetoStep, ...], words: tuple[Text, Text, Text]) -> Iterator[Branch]:
        """Yield whether each veto, ceiling or floor strikes; `words` are for yes, no and not known."""
        strikes, does_not, unknown = words
        for step in steps:
            holds = self.reference.value(self.organization, step.condition)
            title = step.veto.title or say_condition(step.condition)
            said = (strikes if holds else does_not) if isinstance(holds, bool) else unknown
            facts = {"title": title, "grade": self.grades[step.veto.grade]}
            yield Branch(said.filled(**facts), self._used(typed.walk(step.condition)))

    def _quotas(self) -> Iterator[Branch]:
        for number, step in enumerate(self.program.quotas, start=1):
            words = _MOVED if self.result.quota == number else _NOT_MOVED
            title = step.quota.title or both(str(number))
            rule = say_quota(step.quota, step.then, [self.grades[name] for name in step.quota.grades])
            yield Branch(words.filled(title=title), (Branch(_RULE.filled(rule=rule)), *self._by_stored()))

    def _tails(self) -> Iterator[Branch]:
        for step in self.program.tails:
            words = _ON_LIST if step.name in self.result.tails else _NOT_ON_LIST
            rule = Branch(_RULE.filled(rule=say_tail(step.tail, step.expression)))
            below = (rule, *self._compared_in(typed.walk(step.expression)))
            yield Branch(words.filled(title=step.tail.title), below)

    def _compared_in(self, nodes: Iterable[typed.Expression]) -> tuple[Branch, ...]:
        if any(isinstance(node, typed.AmongPeers) for node in nodes):
            return self._by_stored()
        return ()

    def _by_stored(self) -> tuple[Branch, ...]:
        """Return that others were taken from the results, where they were."""
        return (Branch(_BY_STORED),) if self.is_by_stored else ()

    def _facts(self, condition: typed.Expression) -> tuple[Branch, ...]:
        """Return the totals and wins that a grade's condition looks at."""
        said: list[Branch] = []
        nodes = list(typed.walk(condition))
        for node in nodes:
            if isinstance(node, typed.WonParts):
                won = [
                    step.part.title
                    for step in self.program.parts
                    if step.part and self.result.won.get(step.path)
                ]
                words = Text("达标{number}个：{parts}", "{number} won: {parts}")
                parts = won or Text("无", "none")
                said.append(Branch(words.filled(number=len(won), parts=parts)))
                lost = [step.part.title for step in self.program.parts if step.part and self._is_lost(step)]
                if lost:
                    said.append(Branch(Text("未达标：{parts}", "not won: {parts}").filled(parts=lost)))
            elif isinstance(node, typed.PartPoints):
                points = self.result.points[node.path]
                if points is not None:
                    said.append(
                        Branch(
                            Text("实际{points}分", "it is {points} points").filled(
                                points=plain_number(points)
                            )
                        )
                    )
        return (*said, *self._used(nodes))

    def _is_lost(self, step: PartStep) -> bool:
        return step.won is not None and not self.result.won[step.path]

    def _part(self, step: PartStep) -> Branch:
        assert step.part is not None
        points, title = self.result.points[step.path], step.part.title
        printed = plain_number(step.printed)
        if step.applies is not None and self.reference.value(self.organization, step.applies) is False:
            condition = say_condition(step.applies)
            return Branch(_NOT_FOR_THIS.filled(title=title, condition=condition))
        if points is None:
            words = _LEFT_OUT.filled(title=title, printed=printed)
            value = Text("不计入", "left out")
        else:
            words = _POINTS if step.printed > 0 else _POINTS_OFF
            printed = printed.removeprefix("-")
            words = words.filled(title=title, points=plain_number(points), printed=printed)
            value = both(f"{plain_number(points)} / {plain_number(step.printed)}")
        won = None
        if step.won is not None:
            won = Text("达标", "won") if self.result.won[step.path] else Text("未达标", "not won")
            words = Text("{words}，{won}", "{words}, {won}").filled(words=words, won=won)
        figure = Figure(step.path, title, value, won, points is not None and points < step.printed)
        if step.scoring is None:
            below_it = tuple(self._part(self.parts[path]) for path in step.below)
            return Branch(words, below_it, figure)
        below = [Branch(_RULE.filled(rule=say_scoring(step.scoring, step.printed)))]
        below += say_taken(step.scoring, lambda node: self.reference.value(self.organization, node))
        if step.path in self.result.missing:
            below.append(Branch(_MISSING_WORDS[step.policy]))
        assert step.expression is not None
        nodes = list(typed.walk(step.expression))
        below += self._compared_in(nodes)
        below += self._asked_of_records(nodes)
        return Branch(words, (*below, *self._used(nodes)), figure)

    def _asked_of_records(self, nodes: Iterable[typed.Expression]) -> Iterator[Branch]:
        seen: list[typed.Expression] = []
        for node in nodes:
            if isinstance(node, typed.Aggregate) and node not in seen:
                seen.append(node)
                yield from self._records(node)

    # Measures and records.

    def _used(self, nodes: Iterable[typed.Expression]) -> tuple[Branch, ...]:
        names = [node.measure.name for node in nodes if isinstance(node, typed.MeasureValue)]
        return tuple(self._measure(self.measures[name]) for name in dict.fromkeys(names))

    def _measure(self, step: MeasureStep) -> Branch:
        measure, value = step.measure, self.result.measures[step.name]
        words = Text("{title}：{value}", "{title}: {value}")
        shown = _say(value, step, self.lines.get(step.name, ()))
        said = words.filled(title=measure.title, value=shown)
        is_sensitive = step.name in self.sensitive
        figure = Figure(step.name, measure.title, shown, is_measured=True, is_sensitive=is_sensitive)
        if step.expression is None:
            return Branch(said, (self._collected(step, value),), figure)
        return Branch(said, tuple(self._derivation(step.expression)), figure)

    def _collected(self, step: MeasureStep, value: Value) -> Branch:
        assert isinstance(step.measure.source, Collected)
        kind = _SOURCE_WORDS[step.measure.source.kind]
        source = self.sources.get(step.name)
        if source is not None:
            words = Text("{kind}，见{source}", "{kind}: {source}")
            return Branch(words.filled(kind=kind, source=say_source(source)), sources=(source,))
        if value is Missing.MISSING:
            return Branch(Text("{kind}，还没有数据", "{kind}: no figure yet").filled(kind=kind))
        return Branch(kind)

    def _derivation(self, expression: typed.Expression) -> Iterator[Branch]:
        yield Branch(Text("算法：{formula}", "Formula: {formula}").filled(formula=say_expression(expression)))
        nodes = list(typed.walk(expression))
        yield from self._asked_of_records(nodes)
        yield from self._used(nodes)

    def _records(self, node: typed.Aggregate) -> Iterator[Branch]:
        judged = self.reference.records(self.organization, node.records)
        holding = [each for each in judged if each.holds is True]
        if isinstance(node, typed.Looked):
            yield from (self._record(each, node.value) for each in holding)
            if not holding:
                yield Branch(
                    Text("没有{records}", "there is no {records}").filled(records=say_single(node.records))
                )
            return
        children = self.program.children
        if node.records.set.name == CHILDREN and children is not None and compares_peers(children):
            yield from self._by_stored()
        if node.records.set.name == CHILDREN and isinstance(node, typed.Counted):
            below = self._failing([each for each in judged if each.holds is False], node.records)
        else:
            below = self._holding(node, holding)
        is_handed_in = self.reference.is_handed_in(self.organization, node.records)
        if node.records.set.is_register and not is_handed_in:
            words = _NOT_CLOSED if node.records.set.is_ledger else _NOT_HANDED_IN
            yield Branch(words.filled(records=node.records.set.title))
            return
        among = len(judged) if node.records.set.is_of_people else None
        is_sensitive = asks_below(node, self.sensitive_below)
        how_many = self._how_many(node.records, len(holding))
        yield Branch(how_many, below, among=among, is_sensitive=is_sensitive)
        unknown = [each for each in judged if each.holds is Missing.MISSING]
        if unknown:
            what = Text(
                "另有{number}缺数据，因此算不出来：{rows}",
                "{number} more lack a figure, so there is no value: {rows}",
            )
            number = Text(f"{len(unknown)}{node.records.set.counted.zh}", str(len(unknown)))
            yield Branch(
                what.filled(number=number, rows=self._named(unknown)), sources=self._sources(unknown)
            )

    def _how_many(self, records: typed.Records, number: int) -> Text:
        words = Text("{records}：{number}{unit}", "{records}: {number}")
        return words.filled(records=say_records(records), number=number, unit=records.set.counted)

    def _holding(self, node: typed.Aggregate, holding: list[Judged]) -> tuple[Branch, ...]:
        if not holding:
            return ()
        if not isinstance(node, typed.Counted):
            shown = [self._record(each, node.value) for each in holding[:_MOST_RECORDS]]
            return (*shown, *_more(len(holding)))
        sources = self._sources(holding)
        return (Branch(say_sources(sources), sources=sources),)

    def _failing(self, failing: list[Judged], records: typed.Records) -> tuple[Branch, ...]:
        """Return the organizations below that do not count: those are the ones to work on."""
        named = []
        for each in failing[:_MOST_RECORDS]:
            words = Text("不在其内：{name}", "not among them: {name}")
            if self._lacks_a_figure(each, records):
                words = Text("不在其内（缺数据）：{name}", "not among them (no figure): {name}")
            named.append(Branch(words.filled(name=self._name(each)), sources=self._sources([each])))
        return (*named, *_more(len(failing)))

    def _lacks_a_figure(self, judged: Judged, records: typed.Records) -> bool:
        nodes = typed.walk(records.condition) if records.condition is not None else ()
        fields = [node for node in nodes if isinstance(node, typed.FieldValue)]
        return any(self.reference.field(judged, field) is Missing.MISSING for field in fields)

    def _record(self, judged: Judged, value: typed.Expression) -> Branch:
        fields = [node for node in typed.walk(value) if isinstance(node, typed.FieldValue)]
        said = [self._said_field(judged, field) for field in reversed(list(dict.fromkeys(fields)))]
        source = say_source(str(judged.row["source"])) if "source" in judged.row else self._name(judged)
        words = Text("{fields}（{source}）", "{fields} ({source})").filled(fields=said, source=source)
        return Branch(words, sources=self._sources([judged]))

    def _sources(self, judged: list[Judged]) -> tuple[str, ...]:
        """Return the ids of records; that of an organization where it is evaluated itself."""
        return tuple(
            str((each.row if "source" in each.row else self._organization(each))["source"]) for each in judged
        )

    def _said_field(self, judged: Judged, field: typed.FieldValue) -> Text:
        held = self.reference.field(judged, field)
        said = (
            say_value(held, field.field.type) if isinstance(held, Fraction | bool | str) else _unvalued(held)
        )
        words = Text("{field}：{value}", "{field}: {value}")
        return words.filled(field=field.field.title, value=said)

    def _named(self, judged: list[Judged]) -> Text:
        if judged and "source" in judged[0].row:
            return say_sources(self._sources(judged))
        names = "、".join(self._name(each) for each in judged[:_MOST_RECORDS])
        return Text(names, names.replace("、", ", "))

    def _name(self, judged: Judged) -> str:
        return str(self._organization(judged)["name"])

    def _organization(self, judged: Judged) -> dict[str, object]:
        return next(row for row in self.rows["organizations"] if row["key"] == judged.organization)


def _more(number: int) -> tuple[Branch, ...]:
    if number <= _MOST_RECORDS:
        return ()
    return (Branch(Text("另有{number}条", "and {number} more").filled(number=number - _MOST_RECORDS)),)


def _say_total(total: Fraction | None) -> Text:
    return Text("（空）", "(nothing)") if total is None else both(plain_number(total))


def _say(value: Value, step: MeasureStep, lines: tuple[Fraction, ...]) -> Text:
    if isinstance(value, Fraction | bool | str):
        return say_value(value, step.measure.type, lines)
    return _unvalued(value)


def _unvalued(value: Missing | NotApplicable) -> Text:
    if value is Missing.MISSING:
        return Text("缺数据", "missing")
    return Text("不适用", "not applicable")


def _holds(value: Value) -> Text:
    if value is True:
        return Text("符合", "holds")
    if value is False:
        return Text("不符合", "does not hold")
    return Text("缺数据，不能认定", "not known, so it does not hold")
