"""What a printed scheme says below and above its table: for whom it is, the grades, the vetoes, how it is computed."""

from collections.abc import Iterator, Mapping

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.keywords import PERIODS
from guben.model.scheme import MissingPolicy, Scheme
from guben.model.vocabulary import FIELD, LEVEL
from guben.phrasing import say_condition, say_quota, say_tail
from guben.plan import Program, VetoStep

SIGNATURES = Text(
    "填表人：　　　　　　　　　　审核人：　　　　　　　　　　单位（盖章）：　　　　　　　　　　　　年　　月　　日",
    "Filled in by:                              Checked by:                              Seal:                              Date:",
)
_SUBTITLE = Text(
    "适用：{scope}　　满分：{total}分　　{period}版本：{version}",
    "For: {scope}    Total: {total} points    {period}Version: {version}",
)
_FOR_FIELDS = Text("{level}（{fields}）", "{level} ({fields})")
_HOW_OFTEN = Text("考核周期：{period}　　", "How often: {period}    ")
_NUMBERS = ("一", "二", "三", "四", "五", "六", "七")
_NUMBERED = Text("{zh}、{words}", "{en}. {words}")
_GRADES = Text("等次（按先满足的一档确定）：{grades}。", "Grades, the first that is reached: {grades}.")
_GRADE = Text("{title}：{condition}", "{title}: {condition}")
_REST = Text("其余", "all others")
_VETOES = Text("一票否决：{limits}。", "Vetoes: {limits}.")
_NO_VETOES = Text("没有一票否决情形。", "There are no vetoes.")
_CEILINGS, _FLOORS = (
    Text("封顶：{limits}。", "Ceilings: {limits}."),
    Text("保底：{limits}。", "Floors: {limits}."),
)
_AT_BEST = Text("{condition}的，等次最高为“{grade}”", "{condition}: the grade is at best '{grade}'")
_AT_LEAST = Text("{condition}的，等次最低为“{grade}”", "{condition}: the grade is at least '{grade}'")
_QUOTAS, _TAILS = Text("比例控制：{rules}", "Quotas: {rules}"), Text("名单：{rules}", "Lists: {rules}")
_LIST = Text("{title}：{rule}", "{title}: {rule}")
_WON = Text("达标条件：{won}。", "Won parts: {won}.")
_MISSING = {
    MissingPolicy.NO_POINTS: Text("不得分", "gives no points"),
    MissingPolicy.EXCLUDE: Text("不计入，其余按比例折算", "is left out and the others are scaled up"),
    MissingPolicy.ERROR: Text("补齐后才能计算", "must be supplied before anything is computed"),
}
_FIGURES = Text(
    "说明：没有数据的指标{policy}；不适用的指标不计入，其余按比例折算。是否达到标准按未四舍五入的数值判断，得分保留{digits}。",
    "A part without figures {policy}; what is not applicable is left out and the others are scaled up. Lines are "
    "compared with unrounded figures; points have {digits}.",
)
_DECIMALS = {0: "no decimals", 1: "1 decimal"}
_CAPPED = Text("以满分为限：{limits}。", "Never more: {limits}.")
_TOTAL_CAPPED = Text(
    "各项合计超过{points}分的，按{points}分计", "a total above {points} points counts as {points}"
)
_PART_CAPPED = Text(
    "“{title}”各项合计超过{points}分的，按{points}分计",
    "what '{title}' comes to above {points} points counts as {points}",
)
_GENERATED = Text(
    "本表由制度文件生成。要改分值、标准或文字，请改后面的“指标”“参数”等工作表，再用 guben scheme import 读回；在本表上改动不起作用。",
    "This sheet is made from the scheme. Change points, lines and words on the sheets behind it and read them back with "
    "guben scheme import; changes on this sheet have no effect.",
)
_SEMICOLON = ("；", "; ")


def subtitle_of(scheme: Scheme) -> Text:
    """Return for whom the scheme is, its total, how often it is used, its version."""
    scope = LEVEL[scheme.scope.level].title
    if scheme.scope.fields:
        fields = [FIELD[each].title for each in scheme.scope.fields]
        scope = _FOR_FIELDS.filled(level=scope, fields=fields)
    period = _HOW_OFTEN.filled(period=PERIODS[scheme.period].title) if scheme.period else Text("", "")
    return _SUBTITLE.filled(
        scope=scope, total=plain_number(scheme.total), period=period, version=scheme.version
    )


def notes_of(program: Program) -> Iterator[Text]:
    """Yield the paragraphs below the table."""
    for chinese, (number, words) in zip(_NUMBERS, enumerate(_rules(program), start=1), strict=False):
        yield _NUMBERED.filled(zh=chinese, en=number, words=words)
    scheme = program.scheme
    digits = Text(
        f"{scheme.digits}位小数" if scheme.digits else "整数",
        _DECIMALS.get(scheme.digits, f"{scheme.digits} decimals"),
    )
    yield _FIGURES.filled(policy=_MISSING[scheme.missing], digits=digits)
    yield _GENERATED


def _rules(program: Program) -> Iterator[Text]:
    """Yield how a grade comes about, in the order in which it does."""
    scheme = program.scheme
    capped = [
        _PART_CAPPED.filled(title=part.title, points=plain_number(part.points))
        for part in scheme.all_parts()
        if part.is_capped
    ]
    if scheme.is_capped:
        capped.append(_TOTAL_CAPPED.filled(points=plain_number(scheme.total)))
    if capped:
        yield _CAPPED.filled(limits=_joined(capped))
    titles = {grade.name: grade.title for grade in program.scheme.grades}
    grades = [
        _GRADE.filled(
            title=titles[step.name], condition=say_condition(step.condition) if step.condition else _REST
        )
        for step in program.grades
    ]
    yield _GRADES.filled(grades=_joined(grades))
    won = [
        _GRADE.filled(title=step.part.title, condition=say_condition(step.won))
        for step in program.parts
        if step.part is not None and step.won is not None
    ]
    if won:
        yield _WON.filled(won=_joined(won))
    yield _limits(_VETOES, _AT_BEST, program.vetoes, titles) if program.vetoes else _NO_VETOES
    if program.ceilings:
        yield _limits(_CEILINGS, _AT_BEST, program.ceilings, titles)
    if program.quotas:
        quotas = [
            say_quota(each.quota, each.then, [titles[name] for name in each.quota.grades])
            for each in program.quotas
        ]
        yield _QUOTAS.filled(rules=_beside(quotas))
    if program.floors:
        yield _limits(_FLOORS, _AT_LEAST, program.floors, titles)
    if program.tails:
        tails = [
            _LIST.filled(title=each.tail.title, rule=say_tail(each.tail, each.expression))
            for each in program.tails
        ]
        yield _TAILS.filled(rules=_beside(tails))


def _limits(words: Text, each: Text, steps: tuple[VetoStep, ...], titles: Mapping[str, Text]) -> Text:
    said = [
        each.filled(condition=step.veto.title or say_condition(step.condition), grade=titles[step.veto.grade])
        for step in steps
    ]
    return words.filled(limits=_joined(said))


def _joined(sentences: list[Text]) -> Text:
    chinese, english = _SEMICOLON
    return Text(chinese.join(each.zh for each in sentences), english.join(each.en for each in sentences))


def _beside(sentences: list[Text]) -> Text:
    """Return whole sentences one after the other."""
    return Text("".join(each.zh for each in sentences), " ".join(each.en for each in sentences))
