"""A workbook whose rows are written while it is being sent: memory does not grow with them.

XlsxWriter makes a shell: everything that there is beside the rows, and one model row from which the looks of the columns are
taken. Sent is the shell, with the rows in the place of the model row.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import BytesIO
from typing import NamedTuple
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

# What Excel takes: more rows than these are not written.
MOST_ROWS = 1_048_576
_SHEET = "xl/worksheets/sheet1.xml"
_STYLE = re.compile(r' s="(\d+)"')
_CELL = re.compile(r"<c [^>]*>")
_DIMENSION = re.compile(r'<dimension ref="[^"]*"/>')
# What Excel takes for an escape of its own, and characters that XML does not have.
_ESCAPE = re.compile("(_x[0-9A-Fa-f]{4}_)")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_767
# Above so many cells the sheet may come to 4 GB before it is compressed, which has to be said before it is.
_CELLS_OF_4_GB = 30_000_000
_PIECE_BYTES = 1 << 18
# Fast rather than small: the sheet is compressed while somebody waits.
_COMPRESSION = 1


class Cell(NamedTuple):
    """A cell on its way: a number or words; `place` is its column from 0, `looks` the place of its looks in the model row."""

    place: int
    value: float | str
    looks: int


class RowsDoNotAgree(Exception):
    """Fewer or more rows came than were announced: the workbook is not finished, so that no program opens it."""

    def __init__(self, announced: int, written: int) -> None:
        super().__init__(f"{announced} rows were announced, {written} came")
        self.announced, self.written = announced, written


def streamed(
    shell: bytes, *, model_row: int, rows: Iterable[Sequence[Cell]], number: int, columns: int
) -> Iterator[bytes]:
    """Yield a workbook in pieces: a shell with `number` rows instead of its model row (from 0).

    Raises RowsDoNotAgree, before the workbook is whole.
    """
    sink = _Sink()
    is_large = number * columns > _CELLS_OF_4_GB
    with (
        zipfile.ZipFile(BytesIO(shell)) as parts,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as book,
    ):
        for part in parts.infolist():
            if part.filename != _SHEET:
                book.writestr(part.filename, parts.read(part))
                continue
            before, model, after = _divided(parts.read(part).decode(), model_row, number)
            with book.open(part.filename, "w", force_zip64=is_large) as sheet:
                sheet.write(before.encode())
                waiting: list[str] = []
                written = size = 0
                for written, cells in enumerate(rows, start=1):
                    line = _row(model_row + written, cells, model)
                    waiting.append(line)
                    size += len(line)
                    if size > _PIECE_BYTES:
                        sheet.write("".join(waiting).encode())
                        waiting, size = [], 0
                        yield sink.take()
                if written != number:
                    raise RowsDoNotAgree(number, written)
                sheet.write("".join([*waiting, after]).encode())
            yield sink.take()
    yield sink.take()


def _divided(xml: str, model_row: int, number: int) -> tuple[str, list[str], str]:
    """Return what stands before and after the model row, and the looks of its cells."""
    begin = xml.index(f'<row r="{model_row + 1}"')
    end = xml.index("</row>", begin) + len("</row>")
    found = [_STYLE.search(cell) for cell in _CELL.findall(xml[begin:end])]
    looks = [style[0] if style else "" for style in found]
    return _DIMENSION.sub("", xml[:begin], count=1), looks, xml[end:]


def _row(number: int, cells: Sequence[Cell], looks: Sequence[str]) -> str:
    parts = [f'<row r="{number}">']
    for place, value, look in cells:
        at = f'<c r="{_letters(place)}{number}"{looks[look]}'
        if isinstance(value, str):
            parts.append(f'{at} t="inlineStr"><is><t xml:space="preserve">{_escaped(value)}</t></is></c>')
        else:
            parts.append(f"{at}><v>{value!r}</v></c>")
    parts.append("</row>")
    return "".join(parts)


def _escaped(words: str) -> str:
    """Return words as a sheet has them, as XlsxWriter would write them."""
    words = words[:_LONGEST]
    if "_x" in words:
        words = _ESCAPE.sub(r"_x005F\1", words)
    return escape(_NOT_XML.sub(lambda each: f"_x{ord(each[0]):04X}_", words))


@cache
def _letters(place: int) -> str:
    """Return the letters of a column."""
    return str(xl_col_to_name(place))


class _Sink:
    """Takes what a zip file writes, which it cannot go back in, until it is fetched."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes, /) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Have nothing waiting: it is all in the pieces."""

    def close(self) -> None:
        """Stay open: whoever takes the pieces decides."""

    def take(self) -> bytes:
        """Return what was written since it was last asked."""
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)
