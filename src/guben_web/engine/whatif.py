"""What would be if numbers of a scheme were others, and its drafts as a workbook."""

import tempfile
from pathlib import Path

from guben.diagnostics import Language
from guben.evaluation import check_scheme_text
from guben.evaluation.folder import ResultFolder
from guben.insight.trees import Branch
from guben.insight.whatif import Answer, Firmness, Lever, LeverGroup, Pair, Session, Tally
from guben.insight.whatif.saying import grade_title, group_title, say_answer
from guben.office.scheme_sheet import write_scheme_workbook

__all__ = [
    "Answer",
    "Branch",
    "Firmness",
    "Lever",
    "LeverGroup",
    "Pair",
    "Session",
    "Tally",
    "draft_workbook",
    "grade_title",
    "group_title",
    "say_answer",
]


def draft_workbook(text: str, result: ResultFolder, language: Language) -> bytes:
    """Return a draft as the workbook of a scheme; the scheme of its children is that of the results."""
    program = check_scheme_text(text, result.scheme_file).needed()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "draft.xlsx"
        write_scheme_workbook(path, program, language=language)
        return path.read_bytes()
