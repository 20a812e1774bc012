"""What goes out on paper: letters of results, lists by grade and the public notice, as Word files; the list as Excel.

Fonts are named, not embedded: 仿宋_GB2312 and 黑体 are on the offices' machines. Every paper carries the digest of the
results, and the seal once they are final.
"""

from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import cast

from docx import Document
from docx.document import Document as OpenDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from guben_web.appraisals.models import Appraisal, Override
from guben_web.engine.lists import ListSheet, list_book
from guben_web.engine.texts import Text
from guben_web.results.layout import Layout, Part
from guben_web.results.models import Evaluation, Result
from guben_web.results.shown import shown_grade
from guben_web.words.formats import in_words
from guben_web.words.language import current_language, say

_BODY, _HEAD = "仿宋_GB2312", "黑体"
_BODY_SIZE, _HEAD_SIZE, _CELL_SIZE, _SMALL = Pt(16), Pt(22), Pt(12), Pt(10.5)
_LETTER = Text("考核结果通知书", "Result of the appraisal")
_TO = Text("{name}：", "To {name}:")
_SAYS = Text(
    "根据《{title}》，{period}考核期（截止{day}），你组织考核结果为：总分{total}分（满分{of}分），等次“{grade}”。",
    "By the scheme “{title}”, for the period {period} (as of {day}), the result of your organization is {total} of {of} "
    "points, grade “{grade}”.",
)
_DECIDED = Text(
    "按得分计算的等次为“{computed}”，经{body}（{day}）研究评定为“{grade}”，理由：{reason}。",
    "By its points the grade is “{computed}”; the {body} of {day} decided on “{grade}”, because: {reason}.",
)
_VETO = Text("有否决项：{title}。", "A veto holds: {title}.")
_POINTS = Text("各项得分：", "Points of each part:")
_OPEN_TO = Text(
    "每一分的由来可以在系统里查看；对结果有疑问，请向{contact}提出。",
    "Where each point comes from can be seen in the system; questions about it go to {contact}.",
)
_NOTICE = Text("考核结果公示", "Public notice of results")
_NOTICE_SAYS = Text(
    "根据《{title}》，{period}考核期（截止{day}）的考核结果经{body}研究，现予公示。公示期：{first}至{last}。"
    "有异议的，请在公示期内向{contact}反映。",
    "By the scheme “{title}”, the results for the period {period} (as of {day}), decided by the {body}, are on public "
    "notice from {first} to {last}. Objections go to {contact} within that time.",
)
_LIST = Text("考核结果名单", "List of results")
_GRADE_OF = Text("{grade}（{number}个）", "{grade} ({number})")
_RESULT, _SEAL = Text("结果校验码 {digest}", "Result digest {digest}"), Text("封存码 {seal}", "Seal {seal}")
_SIGN = Text(
    "审核人（签字）：　　　　　　　　经办人（签字）：",
    "Checked by (signature):                Handled by (signature):",
)
_STAMP = Text("（盖章）　　　　年　　月　　日", "(seal)    ____-__-__")
_HEADINGS = (
    Text("组织代码", "Code"),
    Text("组织", "Organization"),
    Text("乡镇（街道）", "Township"),
    Text("等次", "Grade"),
    Text("总分", "Total"),
    Text("计算等次", "Grade computed"),
    Text("调整理由", "Why decided otherwise"),
)
# Of the tables in letters and in the list: heading, width in cm, and whether numbers stand in the column.
_LETTER_COLUMNS = (
    (Text("项目", "Part"), 7.6, False),
    (Text("满分", "Out of"), 4.0, True),
    (Text("得分", "Points"), 4.0, True),
)
_LIST_COLUMNS = (
    (Text("组织", "Organization"), 5.2, False),
    (Text("乡镇（街道）", "Township"), 5.6, False),
    (Text("总分", "Total"), 2.0, True),
    (Text("计算等次（不同的）", "Computed, if different"), 2.8, False),
)
_AFTER_TABLE = Pt(8)


@dataclass(frozen=True, slots=True)
class Paper:
    """All that papers about an appraisal say: results by total, overrides by organization."""

    appraisal: Appraisal
    evaluation: Evaluation
    layout: Layout
    results: Sequence[Result]
    overrides: dict[int, Override]
    decision: str
    decided_on: date

    @property
    def digests(self) -> list[str]:
        """The lines at the foot of every paper."""
        lines = [say(_RESULT.filled(digest=self.evaluation.result_digest))]
        if self.appraisal.seal:
            lines.append(say(_SEAL.filled(seal=self.appraisal.seal)))
        return lines

    def groups(self) -> list[tuple[str, list[Result]]]:
        """Return the results by grade, the best first; those without a grade last."""
        places: list[int | None] = [*range(len(self.layout.grades)), None]
        found = [(place, [row for row in self.results if row.grade == place]) for place in places]
        return [(say(shown_grade(place, self.layout).words), rows) for place, rows in found if rows]


def letters(paper: Paper) -> bytes:
    """Return a Word file with a letter for each result, a page each."""
    document, done = _document(), list[BaseOxmlElement]()
    pattern: Table | None = None
    for number, row in enumerate(paper.results):
        if number:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        _head(document, say(_LETTER))
        _line(document, say(_TO.filled(name=row.name)), indent=False)
        _line(document, _sentence(paper, row))
        override = paper.overrides.get(row.organization_id)
        if override is not None:
            _line(document, _decided(paper, override))
        if row.veto:
            _line(document, say(_VETO.filled(title=say(paper.layout.vetoes[row.veto - 1]))))
        _line(document, say(_POINTS))
        rows = [_part_points(paper, row, part) for part in paper.layout.top]
        if pattern is None:
            pattern = _table(document, _LETTER_COLUMNS, rows)
        else:
            _same_table(document, pattern, rows)
        if paper.appraisal.contact:
            _line(document, say(_OPEN_TO.filled(contact=paper.appraisal.contact)))
        _foot(document, paper)
        done += _taken_out(document)
    _put_back(document, done)
    return _bytes(document)


def notice(paper: Paper) -> bytes:
    """Return the public notice as a Word file: names by grade, without points or ranks."""
    document = _document()
    _head(document, say(_NOTICE))
    _line(document, say(notice_words(paper)))
    for grade, rows in paper.groups():
        _line(document, say(_GRADE_OF.filled(grade=grade, number=len(rows))), font=_HEAD)
        _line(document, "、".join(row.name for row in rows))
    _foot(document, paper)
    return _bytes(document)


def notice_words(paper: Paper) -> Text:
    """Return the sentences of the public notice."""
    appraisal, language = paper.appraisal, current_language()
    assert appraisal.public_from is not None and appraisal.public_to is not None
    return _NOTICE_SAYS.filled(
        title=say(paper.layout.title),
        period=appraisal.period,
        day=in_words(appraisal.as_of, language),
        body=paper.decision,
        first=in_words(appraisal.public_from, language),
        last=in_words(appraisal.public_to, language),
        contact=appraisal.contact,
    )


def grouped_list(paper: Paper) -> bytes:
    """Return the results by grade as a Word file with lines for signatures and the seal."""
    document = _document()
    _head(document, say(_LIST))
    _line(document, f"{say(paper.layout.title)} · {paper.appraisal.period}")
    for grade, rows in paper.groups():
        _line(document, say(_GRADE_OF.filled(grade=grade, number=len(rows))), font=_HEAD)
        _table(document, _LIST_COLUMNS, [_listed(paper, row) for row in rows])
    _line(document, say(_SIGN), indent=False)
    _foot(document, paper)
    return _bytes(document)


def list_workbook(paper: Paper, *, mark: str) -> bytes:
    """Return the same as a workbook, a sheet for each grade."""
    headings = [say(each) for each in _HEADINGS]
    sheets = [
        ListSheet(_sheet_name(grade), headings, list(_rows(paper, grade, rows)), (14, 30, 24, 12, 10, 12, 40))
        for grade, rows in paper.groups()
    ]
    marks = " · ".join([mark, *paper.digests])
    return list_book(sheets, mark=marks, language=current_language())


def _part_points(paper: Paper, row: Result, part: Part) -> tuple[str, ...]:
    points = paper.layout.points(row.points.get(part.path))
    return (say(part.title), f"{part.points.normalize():f}", "—" if points is None else f"{points:f}")


def _listed(paper: Paper, row: Result) -> tuple[str, ...]:
    override = paper.overrides.get(row.organization_id)
    computed = say(shown_grade(override.computed, paper.layout).words) if override else ""
    return (row.name, row.township_name, _total(paper, row), computed)


def _rows(paper: Paper, grade: str, rows: Iterable[Result]) -> Iterable[tuple[str | None, ...]]:
    for row in rows:
        override = paper.overrides.get(row.organization_id)
        computed = say(shown_grade(override.computed, paper.layout).words) if override else ""
        reason = override.reason if override else ""
        yield (row.code, row.name, row.township_name, grade, _total(paper, row), computed, reason)
    # To be signed and sealed as the list in Word is.
    yield (None,)
    yield (None, say(_SIGN))
    yield (None, say(_STAMP))


def _sheet_name(words: str) -> str:
    """Return words as the name of a sheet: Excel forbids some signs and more than 31 letters."""
    return "".join(each for each in words if each not in "[]:*?/\\'")[:31] or "—"


def _total(paper: Paper, row: Result) -> str:
    points = paper.layout.points(row.total)
    return "—" if points is None else f"{points:f}"


def _sentence(paper: Paper, row: Result) -> str:
    return say(
        _SAYS.filled(
            title=say(paper.layout.title),
            period=paper.appraisal.period,
            day=in_words(paper.appraisal.as_of, current_language()),
            total=_total(paper, row),
            of=f"{paper.layout.total.normalize():f}",
            grade=say(shown_grade(row.grade, paper.layout).words),
        )
    )


def _decided(paper: Paper, override: Override) -> str:
    return say(
        _DECIDED.filled(
            computed=say(shown_grade(override.computed, paper.layout).words),
            grade=say(shown_grade(override.decided, paper.layout).words),
            body=paper.decision,
            day=in_words(paper.decided_on, current_language()),
            reason=override.reason.rstrip("。.；;，, "),
        )
    )


def _document() -> OpenDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    section.top_margin, section.bottom_margin = Cm(3.7), Cm(3.5)
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = _BODY, _BODY_SIZE
    # Word takes the font of Chinese text from a setting of its own.
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    return document


def _taken_out(document: OpenDocument) -> list[BaseOxmlElement]:
    """Take out what a document says so far: whatever is added looks through all of it, and there may be a thousand letters."""
    body = document.element.body
    found = [each for each in body if each.tag != qn("w:sectPr")]
    for each in found:
        body.remove(each)
    return found


def _put_back(document: OpenDocument, parts: Iterable[BaseOxmlElement]) -> None:
    for part in parts:
        document.element.body.sectPr.addprevious(part)


def _head(document: OpenDocument, words: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _write(paragraph, words, _HEAD, _HEAD_SIZE)


def _line(document: OpenDocument, words: str, *, indent: bool = True, font: str = _BODY) -> None:
    paragraph = document.add_paragraph()
    if indent:
        paragraph.paragraph_format.first_line_indent = 2 * _BODY_SIZE
    _write(paragraph, words, font, _BODY_SIZE)


def _table(
    document: OpenDocument, columns: Sequence[tuple[Text, float, bool]], rows: Iterable[tuple[str, ...]]
) -> Table:
    """Add a table whose headings stand on every page that it goes on to, and whose rows are whole; return it."""
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    table.autofit = False
    for column, (_, width, _) in zip(table.columns, columns, strict=True):
        column.width = Cm(width)
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    _fill(table.rows[0].cells, columns, [say(heading) for heading, _, _ in columns], _HEAD)
    for words in rows:
        row = table.add_row()
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        _fill(row.cells, columns, words, _BODY)
    _after_table(document)
    return cast(Table, table)


def _same_table(document: OpenDocument, pattern: Table, rows: Sequence[tuple[str, ...]]) -> None:
    """Add a table like another one of as many rows, with other words: to copy takes a tenth of making one."""
    made = deepcopy(pattern._tbl)
    words = [word for row in rows for word in row]
    places = list(made.iter(qn("w:t")))[-len(words) :]
    for place, word in zip(places, words, strict=True):
        place.text = word
    document.element.body.sectPr.addprevious(made)
    _after_table(document)


def _after_table(document: OpenDocument) -> None:
    after = document.add_paragraph().paragraph_format
    after.space_after, after.line_spacing = Pt(0), _AFTER_TABLE


def _fill(
    cells: Sequence[_Cell], columns: Sequence[tuple[Text, float, bool]], words: Sequence[str], font: str
) -> None:
    for cell, (_, width, is_number), word in zip(cells, columns, words, strict=True):
        cell.width = Cm(width)
        if is_number:
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        cell.paragraphs[0].paragraph_format.space_after = Pt(0)
        _write(cell.paragraphs[0], word, font, _CELL_SIZE)


def _foot(document: OpenDocument, paper: Paper) -> None:
    stamp = document.add_paragraph()
    stamp.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _write(stamp, say(_STAMP), _BODY, _BODY_SIZE)
    for words in paper.digests:
        _write(document.add_paragraph(), words, _BODY, _SMALL)


def _write(paragraph: Paragraph, words: str, font: str, size: Pt) -> None:
    run = paragraph.add_run(words)
    run.font.name, run.font.size = font, size
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _bytes(document: OpenDocument) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()
