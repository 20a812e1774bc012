"""`guben evaluate`: a workbook or a snapshot becomes explained grades."""

import sys
from collections import Counter
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.findings import DAY_IS_FROZEN, NO_DATA
from guben.cli.options import DayOption, LanguageOption, chosen_language, command, helped
from guben.cli.waiting import Waiting, waiting
from guben.diagnostics import FilePlace, Language, Refusal, Text, has_errors, print_findings
from guben.evaluation import Evaluation, check_scheme, evaluate, needed_columns
from guben.evaluation.folder import SNAPSHOT, WORKBOOK, whole_or_nothing
from guben.office.county import read_county
from guben.plan import Program
from guben.snapshot.digests import file_digest
from guben.snapshot.integrity import check_integrity
from guben.snapshot.store import Snapshot, Source, open_snapshot, write_snapshot

app = command("由工作簿或快照算出等次，写出结果。", "Turn a workbook or a snapshot into explained grades.")
_READING = Text("读取工作簿", "Reading the workbook")
_FREEZING = Text("封存快照", "Freezing the snapshot")
_SUMMARY = Text(
    "{title}：考核{number}个组织，截至{as_of}，考核期{period}",
    "{title}: {number} organizations evaluated as of {as_of}, period {period}",
)
_GRADE = Text("  {grade}：{number}个，占{share}%", "  {grade}: {number}, {share}%")
_NO_GRADE = Text("  不评等次：{number}个", "  without a grade: {number}")
_WHERE = Text("结果在 {folder}，工作簿：{file}", "The results are in {folder}; workbook: {file}")
_DIGEST = Text("结果校验码：{digest}", "Result digest: {digest}")


@app.command("evaluate")
def evaluate_command(
    scheme: Annotated[str, typer.Argument(help=helped("制度，例如 pioneer-project/village", "The scheme"))],
    data: Annotated[
        Path, typer.Option("--data", help=helped("工作簿或快照文件夹", "A workbook or a snapshot"))
    ],
    out: Annotated[Path, typer.Option("--out", help=helped("写结果的文件夹", "The folder for the results"))],
    as_of: DayOption = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help=helped("考核期（默认：截止日期的年份）", "Period (default: the year of the cut-off date)"),
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=helped("替换以前的结果", "Replace earlier results"))
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Evaluate, write the folder, print the summary."""
    language = chosen_language(lang)
    program = check_scheme(scheme).needed()
    with waiting(language) as shown, whole_or_nothing(out, replace=replace) as folder:
        snapshot = _snapshot(program, data, folder / SNAPSHOT, as_of, period, language, shown)
        evaluation = evaluate(program, snapshot, folder, language=language, on_step=shown.step)
    if evaluation.findings:
        print(print_findings(evaluation.findings, language), file=sys.stderr)
    _summarize(evaluation, out, language)


def _snapshot(
    program: Program,
    data: Path,
    folder: Path,
    as_of: datetime | None,
    period: str | None,
    language: Language,
    shown: Waiting,
) -> Snapshot:
    if not data.exists():
        raise Refusal(NO_DATA.at(FilePlace(str(data)), file=data.name))
    if data.is_dir():
        snapshot = open_snapshot(data)
        altered = check_integrity(snapshot)
        if altered:
            raise Refusal(altered)
        given = [name for name, value in (("--as-of", as_of), ("--period", period)) if value is not None]
        if given:
            facts = {"as_of": snapshot.as_of, "period": snapshot.period, "options": given}
            raise Refusal(DAY_IS_FROZEN.at(FilePlace(str(data)), **facts))
        return snapshot
    shown.step(_READING)
    day = as_of.date() if as_of else date.today()
    own_period = period or str(day.year)
    measures = program.scheme.collected_measures()
    reading = read_county(
        data,
        measures=measures,
        period=own_period,
        as_of=day,
        needed=needed_columns(program),
        on_progress=shown.progress,
    )
    if has_errors(reading.findings):
        raise Refusal(reading.findings)
    if reading.findings:
        print(print_findings(reading.findings, language), file=sys.stderr)
    shown.step(_FREEZING)
    source = Source(data.name, file_digest(data))
    return write_snapshot(reading.records, folder, as_of=day, period=own_period, source=source)


def _summarize(evaluation: Evaluation, out: Path, language: Language) -> None:
    scheme = evaluation.program.scheme
    lines = [
        _SUMMARY.filled(
            title=scheme.title,
            number=len(evaluation.rows),
            as_of=evaluation.as_of,
            period=evaluation.period,
        )
    ]
    counts = Counter(row.grade for row in evaluation.rows)
    for grade in scheme.grades:
        number = counts[grade.name]
        share = f"{100 * number / len(evaluation.rows):.1f}"
        lines.append(_GRADE.filled(grade=grade.title, number=number, share=share))
    if counts[None]:
        lines.append(_NO_GRADE.filled(number=counts[None]))
    lines.append(_WHERE.filled(folder=out, file=out / WORKBOOK))
    lines.append(_DIGEST.filled(digest=evaluation.result.result_digest))
    print("\n".join(line.say(language) for line in lines))
