"""What a printed scheme says below and above its table: for whom it is, the grades, the vetoes, how it is computed."""

from collections.abc import Iterator

from guben.diagnostics import Text
from guben.model.exact import plain_number
from guben.model.keywords import PERIODS
from guben.model.scheme import MissingPolicy, Scheme
from guben.model.vocabulary import FIELD, LEVEL
from guben.phrasing import say_condition
from guben.plan import Program

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
_GRADES = Text(
    "一、等次（按先满足的一档确定）：{grades}。", "1. Grades, the first that is reached: {grades}."
)
_GRADE = Text("{title}：{condition}", "{title}: {condition}")
_REST = Text("其余", "all others")
_VETOES = Text("二、一票否决：{vetoes}。", "2. Vetoes: {vetoes}.")
_VETO = Text("{condition}的，等次最高为“{grade}”", "{condition}: the grade is at best '{grade}'")
_NO_VETOES = Text("二、没有一票否决情形。", "2. There are no vetoes.")
_WON = Text("三、达标条件：{won}。", "3. Won parts: {won}.")
_MISSING = {
    MissingPolicy.NO_POINTS: Text("不得分", "gives no points"),
    MissingPolicy.EXCLUDE: Text("不计入，其余按比例折算", "is left out and the others are scaled up"),
    MissingPolicy.ERROR: Text("补齐后才能计算", "must be supplied before anything is computed"),
}
_FIGURES = Text(
    "说明：没有数据的指标{policy}；不适用的指标不计入，其余按比例折算。是否达到标准按未四舍五入的数值判断，得分保留{digits}位小数。",
    "A part without figures {policy}; what is not applicable is left out and the others are scaled up. Lines are "
    "compared with unrounded figures; points have {digits} decimals.",
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
    scheme = program.scheme
    titles = {grade.name: grade.title for grade in scheme.grades}
    grades = [
        _GRADE.filled(
            title=titles[step.name], condition=say_condition(step.condition) if step.condition else _REST
        )
        for step in program.grades
    ]
    yield _GRADES.filled(grades=_joined(grades))
    vetoes = [
        _VETO.filled(
            condition=step.veto.title or say_condition(step.condition), grade=titles[step.veto.grade]
        )
        for step in program.vetoes
    ]
    yield _VETOES.filled(vetoes=_joined(vetoes)) if vetoes else _NO_VETOES
    won = [
        _GRADE.filled(title=step.part.title, condition=say_condition(step.won))
        for step in program.parts
        if step.part is not None and step.won is not None
    ]
    if won:
        yield _WON.filled(won=_joined(won))
    yield _FIGURES.filled(policy=_MISSING[scheme.missing], digits=scheme.digits)
    yield _GENERATED


def _joined(sentences: list[Text]) -> Text:
    chinese, english = _SEMICOLON
    return Text(chinese.join(each.zh for each in sentences), english.join(each.en for each in sentences))
