"""`guben scheme`: a scheme as the workbook of an office and back, publishing a version, help for editors."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from guben.cli.findings import NOT_JSON, NOT_XLSX, NOT_YAML_FILE
from guben.cli.options import LanguageOption, ReplaceOption, chosen_language, command, helped
from guben.cli.writing_files import refuse_name, whole_file
from guben.diagnostics import Refusal, Text, has_errors, print_findings
from guben.evaluation import check_scheme, check_scheme_text
from guben.evaluation.publishing import publish_scheme
from guben.office.scheme_sheet import read_scheme_workbook, write_scheme_workbook
from guben.reading.editing import ledger_schema, pack_schema, scheme_schema

app = command(
    "制度写成Excel表，再读回来；公布一个版本；供编辑器用的JSON Schema。",
    "A scheme as an Excel sheet and back; publish a version; the JSON Schema for editors.",
)
_EXPORTED = Text(
    "已写出 {file}：第一张表供打印，其余各表可以改。改好后运行：{next}",
    "Written: {file}. The first sheet is for printing, the others can be changed; then run: {next}",
)
_IMPORTED = Text(
    "已写出 {file}：{parts}个指标，{measures}个数据项，{cases}个算例。",
    "Written: {file}, with {parts} parts, {measures} measures and {cases} cases.",
)

_PUBLISHED = Text(
    "版本“{version}”已公布，校验码 {digest}",
    "Version '{version}' is published, digest {digest}",
)


_SCHEMA_WRITTEN = Text(
    "已写出 {file}。在文件开头写一行：# yaml-language-server: $schema={file}",
    "Written: {file}. Begin a file with the line: # yaml-language-server: $schema={file}",
)


@app.command("export", help=helped("写出工作簿。", "Write the workbook."))
def export_command(
    scheme: Annotated[str, typer.Argument(help=helped("制度或文件", "The scheme, or its file"))],
    out: Annotated[
        Path, typer.Option("--out", help=helped("工作簿（.xlsx）", "The workbook (.xlsx) to write"))
    ],
    replace: ReplaceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write the workbook."""
    language = chosen_language(lang)
    program = check_scheme(scheme).needed()
    refuse_name(out, (".xlsx",), NOT_XLSX, replace=replace)
    with whole_file(out) as scratch:
        write_scheme_workbook(scratch, program, language=language)
    following = f"guben scheme import {out} --out {out.with_suffix('.yaml')}"
    print(_EXPORTED.filled(file=out, next=following).say(language))


@app.command(
    "import",
    help=helped(
        "读回工作簿，检查后写成制度文件。", "Read the workbook back, check it, and write the scheme."
    ),
)
def import_command(
    workbook: Annotated[Path, typer.Argument(help=helped("工作簿", "The workbook"))],
    out: Annotated[
        Path, typer.Option("--out", help=helped("制度文件（.yaml）", "The file of the scheme (.yaml)"))
    ],
    replace: ReplaceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Read the workbook back, check it as a scheme, and write its file if nothing is wrong."""
    language = chosen_language(lang)
    refuse_name(out, (".yaml", ".yml"), NOT_YAML_FILE, replace=replace)
    reading = read_scheme_workbook(workbook)
    checked = check_scheme_text(reading.text.text, out)
    findings = reading.in_cells([*reading.findings, *checked.findings], out)
    if checked.program is None or has_errors(findings):
        raise Refusal(findings)
    if findings:
        print(print_findings(findings, language), file=sys.stderr)
    with whole_file(out) as scratch:
        scratch.write_text(reading.text.text, encoding="utf-8")
    scheme = checked.program.scheme
    facts = {"measures": len(scheme.measures), "cases": len(scheme.cases)}
    print(_IMPORTED.filled(file=out, parts=len(list(scheme.all_parts())), **facts).say(language))


@app.command(
    "publish",
    help=helped(
        "公布现在的版本：此后内容不能再改。", "Publish the version as it is; it cannot be changed any more."
    ),
)
def publish_command(
    scheme: Annotated[str, typer.Argument(help=helped("制度或文件", "The scheme, or its file"))],
    lang: LanguageOption = None,
) -> None:
    """Freeze the version of a scheme in its pack."""
    language = chosen_language(lang)
    version = publish_scheme(scheme, on=date.today())
    print(_PUBLISHED.filled(version=version.version, digest=version.digest).say(language))


@app.command(
    "schema",
    help=helped(
        "写出JSON Schema，供编辑器边写边查。", "Write the JSON Schema, for editors that check as one types."
    ),
)
def schema_command(
    out: Annotated[Path, typer.Option("--out", help=helped("文件（.json）", "The file (.json) to write"))],
    pack: Annotated[
        bool, typer.Option("--pack", help=helped("写 pack.yaml 的", "The one of pack.yaml instead"))
    ] = False,
    ledger: Annotated[
        bool, typer.Option("--ledger", help=helped("写台账文件的", "The one of the file of a ledger instead"))
    ] = False,
    replace: ReplaceOption = False,
    lang: LanguageOption = None,
) -> None:
    """Write the JSON Schema of a scheme file, of `pack.yaml`, or of the file of a ledger."""
    language = chosen_language(lang)
    refuse_name(out, (".json",), NOT_JSON, replace=replace)
    schema = pack_schema() if pack else ledger_schema() if ledger else scheme_schema()
    with whole_file(out) as scratch:
        scratch.write_text(json.dumps(schema, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(_SCHEMA_WRITTEN.filled(file=out).say(language))
