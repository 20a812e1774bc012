"""Where the folders of evaluations lie: each attempt has its own, and only the one that the rows are of stays."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from guben_web.engine.results import Branch, ResultFolder, altered_inputs, explain, open_results
from guben_web.engine.texts import CoreRefusal, Finding, Text
from guben_web.results.models import Evaluation
from guben_web.shared.refusals import Refusal

_MOST_FINDINGS = 5


class ArchiveIsAltered(Refusal):
    """The folder of an evaluation is not what was written."""

    code = "results.archive-is-altered"
    message = Text(
        "这次考核的存档缺失或者被改动过，不能据此说明：{what}",
        "The archive of this evaluation is gone or was altered, so nothing can be explained by it: {what}",
    )
    hint = Text(
        "请把本页告诉系统管理员；可以从备份恢复，或者重新计算。",
        "Show this page to the system administrator; restore a backup, or compute it again.",
    )


def name_of_attempt(evaluation: Evaluation) -> str:
    """Return the name of the folder that the evaluation's present attempt writes into."""
    return f"{evaluation.pk}-{evaluation.attempt}"


def path_of(name: str) -> Path:
    """Return where the folder of this name lies."""
    return _all() / name


def open_folder(evaluation: Evaluation) -> ResultFolder:
    """Return the folder of a computed evaluation.

    Raises ArchiveIsAltered if it is gone, or its scheme or snapshot is not what was used.
    """
    try:
        folder = open_results(path_of(evaluation.folder))
    except CoreRefusal as refusal:
        raise ArchiveIsAltered(what=_all_of(refusal.findings)) from None
    altered = altered_inputs(folder)
    if altered:
        raise ArchiveIsAltered(what=_all_of(altered))
    return folder


def refuse_altered(refusal: CoreRefusal) -> ArchiveIsAltered:
    """Return the refusal that pages know, for one of the core about a folder."""
    return ArchiveIsAltered(what=_all_of(refusal.findings))


def explain_result(evaluation: Evaluation, key: str) -> Branch:
    """Return why the organization of this key has its grade.

    Raises ArchiveIsAltered if the archive is gone, altered, or does not give what it says any more.
    """
    try:
        return explain(open_results(path_of(evaluation.folder)), key)
    except CoreRefusal as refusal:
        raise ArchiveIsAltered(what=_all_of(refusal.findings)) from None


def remove_others(evaluation: Evaluation) -> None:
    """Remove what other attempts left, whole or half."""
    for pattern in (f"{evaluation.pk}-*", f".{evaluation.pk}-*"):
        for path in _all().glob(pattern):
            if path.name != evaluation.folder:
                shutil.rmtree(path, ignore_errors=True)


def _all() -> Path:
    folder = Path(settings.MEDIA_ROOT) / "results"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _all_of(findings: Sequence[Finding]) -> Text:
    said = [each.message for each in findings[:_MOST_FINDINGS]]
    return Text("".join(each.zh for each in said), " ".join(each.en for each in said))
