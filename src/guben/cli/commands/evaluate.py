"""`guben evaluate`: a workbook or a snapshot becomes explained grades."""

import sys
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.data import Asked, snapshot_of
from guben.cli.options import DayOption, LanguageOption, PeriodOption, chosen_language, command, helped
from guben.cli.waiting import waiting
from guben.diagnostics import Language, Text, print_findings
from guben.evaluation import Evaluation, evaluate
from guben.evaluation.checking import program_to_compute
from guben.evaluation.folder import SNAPSHOT, WORKBOOK, whole_or_nothing

app = command("由工作簿或快照算出等次，写出结果。", "Turn a workbook or a snapshot into explained grades.")
_SUMMARY = Text(
    "{title}：考核{number}个组织，截至{as_of}，考核期{period}",
    "{title}: {number} organizations evaluated as of {as_of}, period {period}",
)
_GRADE = Text("  {grade}：{number}个，占{share}%", "  {grade}: {number}, {share}%")
_NO_GRADE = Text("  不评等次：{number}个", "  without a grade: {number}")
_WHERE = Text("结果在 {folder}，工作簿：{file}", "The results are in {folder}; workbook: {file}")
_WHERE_ONLY = Text("结果在 {folder}", "The results are in {folder}")
_DIGEST = Text("结果校验码：{digest}", "Result digest: {digest}")


@app.command("evaluate")
def evaluate_command(
    scheme: Annotated[str, typer.Argument(help=helped("制度，例如 pioneer-project/village", "The scheme"))],
    data: Annotated[
        Path, typer.Option("--data", help=helped("工作簿或快照文件夹", "A workbook or a snapshot"))
    ],
    out: Annotated[Path, typer.Option("--out", help=helped("写结果的文件夹", "The folder for the results"))],
    as_of: DayOption = None,
    period: PeriodOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=helped("替换以前的结果", "Replace earlier results"))
    ] = False,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine",
            metavar="URL",
            help=helped(
                "用PostgreSQL计算，例如 postgresql://用户@主机/数据库；结果与内置的DuckDB完全相同",
                "Compute on PostgreSQL, such as postgresql://user@host/database; the results are the same as the built-in DuckDB's",
            ),
        ),
    ] = None,
    no_workbook: Annotated[
        bool,
        typer.Option(
            "--no-workbook",
            help=helped(
                "只写结果和指标的数据表，不写Excel工作簿，快得多",
                "Write the tables of results and measures only, without the Excel workbook; much faster",
            ),
        ),
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Evaluate, write the folder, print the summary."""
    language = chosen_language(lang)
    program = program_to_compute(scheme)
    with waiting(language) as shown, whole_or_nothing(out, replace=replace) as folder:
        asked = Asked(data, as_of, period)
        snapshot = snapshot_of(asked, [program], folder / SNAPSHOT, language, shown)
        evaluation = evaluate(
            program,
            snapshot,
            folder,
            language=language,
            with_workbook=not no_workbook,
            on_step=shown.step,
            engine_url=engine,
        )
    if evaluation.findings:
        print(print_findings(evaluation.findings, language), file=sys.stderr)
    _summarize(evaluation, out, language)


def _summarize(evaluation: Evaluation, out: Path, language: Language) -> None:
    scheme = evaluation.program.scheme
    lines = [
        _SUMMARY.filled(
            title=scheme.title,
            number=evaluation.result.rows,
            as_of=evaluation.as_of,
            period=evaluation.period,
        )
    ]
    counts = Counter(evaluation.grades)
    for grade in scheme.grades:
        number = counts[grade.name]
        share = f"{100 * number / evaluation.result.rows:.1f}"
        lines.append(_GRADE.filled(grade=grade.title, number=number, share=share))
    if counts[None]:
        lines.append(_NO_GRADE.filled(number=counts[None]))
    where = _WHERE if WORKBOOK in evaluation.result.files else _WHERE_ONLY
    lines.append(where.filled(folder=out, file=out / WORKBOOK))
    lines.append(_DIGEST.filled(digest=evaluation.result.result_digest))
    print("\n".join(line.say(language) for line in lines))
