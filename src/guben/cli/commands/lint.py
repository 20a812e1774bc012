"""`guben lint`: what a careful colleague would say about a scheme."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.data import Asked, snapshot_of
from guben.cli.options import DayOption, LanguageOption, PeriodOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Language, Text, print_findings
from guben.evaluation import check_scheme
from guben.evaluation.rows import rows_on
from guben.insight.linting import Subject, lint, summary_of
from guben.insight.trees import print_tree
from guben.office.result_book import ResultRow
from guben.plan import Program
from guben.resolve.loading import schemes_above

app = command("说出细心的同事会提的意见。", "Say what a careful colleague would say about a scheme.")
_COMPUTING = Text("按数据计算", "Evaluating the data")
_FINE = Text("没有意见。", "Nothing to remark.")


@app.command("lint")
def lint_command(
    scheme: Annotated[str, typer.Argument(help=helped("制度或文件", "The scheme, or its file"))],
    data: Annotated[
        Path | None, typer.Option("--data", help=helped("工作簿或快照文件夹", "A workbook or a snapshot"))
    ] = None,
    as_of: DayOption = None,
    period: PeriodOption = None,
    lang: LanguageOption = None,
) -> None:
    """Print what the scheme rewards and asks for, then the remarks; errors alone make the exit code 1."""
    language = chosen_language(lang)
    checked = check_scheme(scheme)
    program = checked.needed()
    above = tuple(check_scheme(each).needed() for each in schemes_above(scheme, program.name))
    rows = _rows(program, Asked(data, as_of, period), language) if data else ()
    subject = Subject(program, above, rows)
    print(print_tree(summary_of(subject), language))
    print()
    findings = [*checked.findings, *lint(subject)]
    print(print_findings(findings, language) if findings else _FINE.say(language))


def _rows(program: Program, asked: Asked, language: Language) -> tuple[ResultRow, ...]:
    with waiting(language) as shown, tempfile.TemporaryDirectory() as folder:
        snapshot = snapshot_of(asked, [program], Path(folder) / "snapshot", language, shown)
        shown.step(_COMPUTING)
        return tuple(rows_on(program, snapshot))
