"""`guben template`: the empty workbook to fill in for a scheme."""

import errno
import os
from pathlib import Path
from typing import Annotated

import typer
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from guben.cli.findings import FILE_TAKEN, NOT_XLSX
from guben.cli.options import LanguageOption, chosen_language, command, helped
from guben.diagnostics import FilePlace, Language, Refusal, Text
from guben.evaluation import check_scheme
from guben.model.scheme import Scheme
from guben.office.template import write_template

app = command("生成供填写的空白工作簿。", "Write the empty workbook to fill in for a scheme.")
_WRITTEN = Text("已生成 {file}。填好后运行：{next}", "Written: {file}. When it is filled in, run: {next}")


def _write_whole(out: Path, scheme: Scheme, language: Language) -> None:
    """Write the workbook beside its place and move it there when it is whole."""
    scratch = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        write_template(scratch, title=scheme.title, measures=scheme.collected_measures(), language=language)
        scratch.replace(out)
    except FileCreateError as error:
        raise OSError(errno.EACCES, str(error), str(out)) from None
    finally:
        scratch.unlink(missing_ok=True)


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
    if out.suffix.lower() != ".xlsx":
        raise Refusal(NOT_XLSX.at(FilePlace(str(out)), file=out.name))
    if out.exists() and not replace:
        raise Refusal(FILE_TAKEN.at(FilePlace(str(out)), file=out.name))
    out.parent.mkdir(parents=True, exist_ok=True)
    _write_whole(out, program.scheme, language)
    following = f"guben evaluate {scheme} --data {out} --out results"
    print(_WRITTEN.filled(file=out, next=following).say(language))
