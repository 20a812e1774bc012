"""Opening a workbook: what the file really is, its sheets as rows of cells, its error, formula and percent cells."""

import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cache, cached_property
from io import BytesIO
from pathlib import Path
from typing import NoReturn
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from guben.diagnostics import CellPlace, Code, FilePlace, Refusal, Text, both
from guben.office import findings

_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_CONTENTS = (
    (b"\x89PNG", Text("图片（PNG）", "a picture (PNG)")),
    (b"\xff\xd8\xff", Text("图片（JPEG）", "a picture (JPEG)")),
    (b"GIF8", Text("图片（GIF）", "a picture (GIF)")),
    (b"BM", Text("图片（BMP）", "a picture (BMP)")),
    (b"%PDF", Text("PDF文件", "a PDF document")),
    (b"Rar!", Text("压缩包（RAR）", "an archive (RAR)")),
    (b"7z\xbc\xaf", Text("压缩包（7z）", "an archive (7z)")),
    (b"PK", Text("压缩包或Word、PPT文件", "an archive, or a Word or PowerPoint file")),
    (_OLE, Text("Word或其他旧版Office文件", "a Word file or another old Office file")),
)
_OTHER_CONTENT = Text("别的文件", "something else")
_MOST_CELLS = 50_000_000
# All parts together. A million rows of a county's widest sheet are less; what unpacks to more is there to fill the memory.
_MOST_UNPACKED = 2**30
_AT_ONCE = 2**20
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BUILT_IN_PERCENTS = frozenset({"9", "10"})


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell whose formula has failed; `words` is what Excel shows, such as #DIV/0!."""

    words: str


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell whose formula was never computed: the program that wrote the file has left its result out."""


@dataclass(frozen=True, slots=True)
class MergedRange:
    """Merged cells from the first to the last row and column, counted from 0 and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(slots=True)
class Sheet:
    """A sheet as rows of cells from A1 on; an empty cell is an empty text. `percents` are cells shown with %."""

    name: str
    rows: list[list[object]]
    merges: tuple[MergedRange, ...]
    percents: frozenset[tuple[int, int]]


class Workbook:
    """An opened workbook; sheets are read when asked for."""

    def __init__(self, path: Path, calamine: CalamineWorkbook, package: zipfile.ZipFile | None) -> None:
        self._path = path
        self._calamine = calamine
        self._package = package
        self._read: dict[str, Sheet] = {}
        sheets = [each for each in calamine.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet]
        self.sheet_names = tuple(each.name for each in sheets if each.visible is SheetVisibleEnum.Visible)
        self.hidden_names = tuple(each.name for each in sheets if each.visible is SheetVisibleEnum.Hidden)

    def without(self, names: Collection[str]) -> "Workbook":
        """Return the same workbook as if it had no visible sheets of these names."""
        rest = copy(self)
        rest.sheet_names = tuple(each for each in self.sheet_names if each not in names)
        return rest

    def sheet(self, name: str) -> Sheet:
        """Return the sheet; raises Refusal if it is damaged or reaches too far to be held in memory."""
        if name not in self._read:
            self._read[name] = self._read_sheet(name)
        return self._read[name]

    def _read_sheet(self, name: str) -> Sheet:
        part = self._parts.get(name)
        xml = self._package.read(part) if self._package and part else b""
        _refuse_far_cells(name, xml)
        try:
            found = self._calamine.get_sheet_by_name(name)
        except CalamineError:
            _refuse(self._path, findings.DAMAGED)
        rows: list[list[object]] = [list(row) for row in found.to_python(skip_empty_area=False)]
        for row, column, words in _error_cells(xml):
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = ErrorCell(words)
        width = len(rows[0]) if rows else 0
        for row, column in _formulas_without_result(xml):
            # Rows of nothing but such formulas at the end of a sheet are not among those that were read.
            rows.extend([""] * width for _ in range(row - len(rows) + 1))
            if column < width:
                rows[row][column] = FormulaCell()
        # Cells can be merged far below the last that says anything.
        merges = tuple(
            MergedRange(*start, min(last_row, len(rows) - 1), last_column)
            for start, (last_row, last_column) in found.merged_cell_ranges or ()
            if start[0] < len(rows)
        )
        return Sheet(name, rows, merges, frozenset(_styled_cells(xml, self._percent_styles)))

    @cached_property
    def _parts(self) -> dict[str, str]:
        """The file inside the package that holds each sheet."""
        if self._package is None:
            return {}
        relations = ElementTree.fromstring(self._package.read("xl/_rels/workbook.xml.rels"))
        targets = {each.get("Id"): str(each.get("Target")) for each in relations}
        book = ElementTree.fromstring(self._package.read("xl/workbook.xml"))
        names = set(self._package.namelist())
        parts: dict[str, str] = {}
        for each in book.iter():
            target = targets.get(each.get(_RELATION))
            if each.tag.endswith("}sheet") and target is not None:
                part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
                if part in names:
                    parts[str(each.get("name"))] = part
        return parts

    @cached_property
    def _percent_styles(self) -> tuple[int, ...]:
        """The numbers of the cell styles that show a percent sign."""
        if self._package is None or "xl/styles.xml" not in self._package.namelist():
            return ()
        styles = ElementTree.fromstring(self._package.read("xl/styles.xml"))
        own = {
            each.get("numFmtId")
            for each in styles.iter()
            if each.tag.endswith("}numFmt") and "%" in each.get("formatCode", "")
        }
        formats = next((each for each in styles.iter() if each.tag.endswith("}cellXfs")), None)
        return tuple(
            number
            for number, each in enumerate(formats if formats is not None else ())
            if each.get("numFmtId") in own | _BUILT_IN_PERCENTS
        )


def open_workbook(path: Path) -> Workbook:
    """Return the workbook; raises Refusal, in words, for a file that is none or cannot be read."""
    if not path.is_file():
        _refuse(path, findings.FILE_NOT_FOUND)
    return workbook_of(path, path.read_bytes())


def workbook_of(path: Path, content: bytes) -> Workbook:
    """Return the workbook with this content; raises Refusal as open_workbook does. Nothing is read from `path`."""
    if path.suffix.lower() not in _SUFFIXES:
        _refuse(path, findings.SUFFIX_NOT_READ, suffix=path.suffix or path.name)
    if not content:
        _refuse(path, findings.FILE_IS_EMPTY)
    if content.startswith(_OLE) and _ENCRYPTED in content:
        _refuse(path, findings.PASSWORD_PROTECTED)
    if content.startswith(b"PK"):
        return _open_package(path, content)
    if not content.startswith(_OLE):
        _refuse(path, findings.NOT_A_WORKBOOK, content=_content(content), suffix=path.suffix)
    return Workbook(path, _open_calamine(path, content, findings.NOT_A_WORKBOOK), None)


def _open_package(path: Path, content: bytes) -> Workbook:
    try:
        package = zipfile.ZipFile(BytesIO(content))
        names = set(package.namelist())
        unpacked = sum(each.file_size for each in package.infolist())
        if unpacked > _MOST_UNPACKED:
            _refuse(path, findings.TOO_LARGE_UNPACKED, size=unpacked // 2**20, most=_MOST_UNPACKED // 2**20)
        if not all(_is_whole(package, each) for each in package.infolist()):
            _refuse(path, findings.DAMAGED)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        _refuse(path, findings.DAMAGED)
    if "xl/workbook.xml" not in names:
        _refuse(path, findings.NOT_A_WORKBOOK, content=_content(content), suffix=path.suffix)
    return Workbook(path, _open_calamine(path, content, findings.DAMAGED), package)


def _is_whole(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Return whether a part is packed as parts of workbooks are, and unpacks to just as much as the package says of it.

    Who reads it next does so to its end, whatever the package says.
    """
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return False
    wider = copy(part)
    wider.file_size += 1
    with package.open(wider) as opened:
        return sum(map(len, iter(lambda: opened.read(_AT_ONCE), b""))) == part.file_size


def _open_calamine(path: Path, content: bytes, otherwise: Code) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(BytesIO(content))
    except PasswordError:
        _refuse(path, findings.PASSWORD_PROTECTED)
    except CalamineError:
        _refuse(path, otherwise, content=_content(content), suffix=path.suffix)


def _refuse(path: Path, code: Code, **facts: object) -> NoReturn:
    raise Refusal(code.at(FilePlace(str(path)), **facts))


def _content(content: bytes) -> Text:
    return next((name for start, name in _CONTENTS if content.startswith(start)), _OTHER_CONTENT)


def _refuse_far_cells(sheet: str, xml: bytes) -> None:
    """Refuse a sheet with a stray cell so far out that all cells between would not fit in memory."""
    dimension = re.search(rb'<(?:\w+:)?dimension ref="[A-Z]+[0-9]+:([A-Z]+)([0-9]+)"', xml[:4000])
    if dimension is None or _column(dimension[1]) * int(dimension[2]) <= _MOST_CELLS:
        return
    last_row = last_column = 0
    for letters, digits in re.findall(rb'<(?:\w+:)?c r="([A-Z]+)([0-9]+)"[^>]*[^/]>', xml):
        last_row, last_column = max(last_row, int(digits)), max(last_column, _column(letters) + 1)
    if last_row * last_column > _MOST_CELLS:
        place = CellPlace(sheet)
        raise Refusal(
            findings.SHEET_TOO_LARGE.at(place, row=last_row, column=both(column_letters(last_column - 1)))
        )


def _error_cells(xml: bytes) -> Iterator[tuple[int, int, str]]:
    if b't="e"' not in xml:
        return
    for attributes, inside in re.findall(
        rb'<(?:\w+:)?c\b([^>]*\bt="e"[^>]*)>(.*?)</(?:\w+:)?c>', xml, re.DOTALL
    ):
        where = re.search(rb'\br="([A-Z]+)([0-9]+)"', attributes)
        words = re.search(rb"<(?:\w+:)?v>([^<]*)<", inside)
        if where:
            yield int(where[2]) - 1, _column(where[1]), words[1].decode() if words else "#ERROR"


_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*[^/>])>\s*<(?:\w+:)?f\b[^>]*>(?:[^<]*</(?:\w+:)?f>)?(.*?)</(?:\w+:)?c>", re.DOTALL
)
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>/]*)?>[^<]")


def _formulas_without_result(xml: bytes) -> Iterator[tuple[int, int]]:
    if b"<f" not in xml and b":f" not in xml:
        return
    for attributes, result in _FORMULA.findall(xml):
        # Of a formula that gives a text the result may be empty; an error cell has been found already.
        if b't="str"' in attributes or b't="e"' in attributes or _RESULT.search(result):
            continue
        where = re.search(rb'\br="([A-Z]+)([0-9]+)"', attributes)
        if where:
            yield int(where[2]) - 1, _column(where[1])


def _styled_cells(xml: bytes, styles: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    if not styles:
        return
    numbers = b"|".join(str(style).encode() for style in styles)
    pattern = rb'<(?:\w+:)?c r="([A-Z]+)([0-9]+)"[^>]*\bs="(?:' + numbers + rb')"'
    for letters, digits in re.findall(pattern, xml):
        yield int(digits) - 1, _column(letters)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


@cache
def column_letters(index: int) -> str:
    """Return Excel's letters for a column counted from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
