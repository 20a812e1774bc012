"""`guben template`: the empty workbook to fill in for a scheme."""

from pathlib import Path
from typing import Annotated

import typer

from guben.cli.findings import NOT_XLSX
from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.cli.writing_files import refuse_name, whole_file
from guben.diagnostics import Text
from guben.evaluation import check_scheme
from guben.office.template import write_template

app = command("生成供填写的空白工作簿。", "Write the empty workbook to fill in for a scheme.")
_WRITTEN = Text("已生成 {file}。填好后运行：{next}", "Written: {file}. When it is filled in, run: {next}")


@app.command()
def template(
    scheme: Annotated[str, typer.Argument(help=helped("制度", "The scheme"))],
    out: Annotated[
        Path, typer.Option("--out", help=helped("工作簿（.xlsx）", "The workbook (.xlsx) to write"))
    ],
    replace: Annotated[
        bool, typer.Option("--replace", help=helped("替换已有文件", "Replace a file"))
    ] = False,
    lang: LanguageOption = None,
) -> None:
    """Write the workbook."""
    language = chosen_language(lang)
    program = check_scheme(scheme).needed()
    refuse_name(out, (".xlsx",), NOT_XLSX, replace=replace)
    with whole_file(out) as scratch:
        write_template(
            scratch,
            title=program.scheme.title,
            measures=program.scheme.collected_measures(),
            language=language,
        )
    following = f"guben evaluate {scheme} --data {out} --out results"
    print(_WRITTEN.filled(file=out, next=following).say(language))
