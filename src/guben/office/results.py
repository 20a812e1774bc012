"""The results workbook: what a department prints, filters and pastes from.

A summary by township, all results by rank, a sheet for each part at the top with its figures, and notes. Numbers are
numbers in their cells and have as many decimals as keep them on their side of every line of the scheme.
"""

from datetime import datetime
from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

from guben.diagnostics import Language
from guben.office.notes_sheet import write_notes
from guben.office.part_sheets import write_part_sheets
from guben.office.result_book import ResultBook, ResultRow
from guben.office.results_sheet import write_results_sheet
from guben.office.styles import Styles
from guben.office.summary_sheet import write_summary
from guben.office.tables import Output
from guben.plan.lines import lines_of_measures

__all__ = ["ResultBook", "ResultRow", "write_results"]


def write_results(path: Path, book: ResultBook, *, language: Language) -> None:
    """Write the results to an `.xlsx` at `path`; the same book gives the same bytes."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        workbook.set_properties(
            {
                "title": book.program.scheme.title.say(language),
                "created": datetime.combine(book.as_of, datetime.min.time()),
            }
        )
        output = Output(workbook, Styles(workbook), language, book.result_digest)
        write_summary(output, book)
        write_results_sheet(output, book)
        write_part_sheets(output, book, lines_of_measures(book.program))
        write_notes(output, book)
