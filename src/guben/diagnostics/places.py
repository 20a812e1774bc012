"""Where a finding is: in a text file, in a workbook, or a file as a whole."""

from dataclasses import dataclass
from pathlib import PurePath

from guben.diagnostics.text import Text, both


@dataclass(frozen=True, slots=True)
class SourceSpan:
    """A stretch of one line of a text file; `line` and `column` count from 1, `width` counts characters."""

    path: str
    line: int
    column: int
    width: int = 1
    source: str = ""

    def label(self) -> Text:
        """Return `file:line:column`."""
        return both(f"{self.path}:{self.line}:{self.column}")


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell, a row (no column), a column (no row) or a whole sheet of a workbook.

    `row` is the row number as Excel shows it; `column` is the header's words, or its letter.
    """

    sheet: str
    row: int | None = None
    column: str | None = None

    def label(self) -> Text:
        """Return the place in words, such as `Sheet "组织", row 14, column "上级"`."""
        chinese, english = [f"工作表“{self.sheet}”"], [f'Sheet "{self.sheet}"']
        if self.row is not None:
            chinese.append(f"第{self.row}行")
            english.append(f"row {self.row}")
        if self.column is not None:
            chinese.append(f"“{self.column}”列")
            english.append(f'column "{self.column}"')
        return Text("".join(chinese), ", ".join(english))


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A file or folder as a whole."""

    path: str

    def label(self) -> Text:
        """Return the file's name, without the folders above it when the path is absolute."""
        path = PurePath(self.path)
        return both(path.name if path.is_absolute() else str(path))


Place = SourceSpan | CellPlace | FilePlace
