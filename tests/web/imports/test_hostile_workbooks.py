"""County workbooks that are wrong in every way: refused or said row by row, never a traceback, never half of it."""

import shutil
from collections.abc import Iterable
from pathlib import Path
from random import Random

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hostile import spoiled
from web.builders import NOW
from web.counties import finish_runs, no_progress
from web.forgetting import forgotten
from web.imports.registers import TODAY, everything, make_register, write_book

from guben_web.engine.texts import CoreRefusal
from guben_web.imports import actions, forms, queries, tasks
from guben_web.imports.enums import State
from guben_web.imports.models import Batch
from guben_web.shared.refusals import Refusal

pytestmark = pytest.mark.django_db


def sheets_of(path: Path) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Return what stands in a workbook, sheet by sheet."""
    book = openpyxl.load_workbook(path, read_only=True)
    return [(sheet.title, list(sheet.values)) for sheet in book.worksheets]


def _hostile(numbers: Iterable[int], folder: Path, media: Path) -> None:
    account, _, _ = make_register()
    sheets = sheets_of(write_book(folder / "book.xlsx"))
    before = everything()
    for number in numbers:
        with forgotten():
            try:
                _brought(
                    spoiled(sheets, Random(number)),
                    account,
                    before,
                    name="县.xlsm" if number % 3 == 0 else "县.xlsx",
                    is_marked=number % 5 == 0,
                )
            except (Refusal, CoreRefusal) as refusal:
                _said(refusal)
        shutil.rmtree(media, ignore_errors=True)
    assert everything() == before


def _brought(content, account, before, *, name, is_marked):
    """Bring a workbook in, have it read and marked, look at it, and apply what can be applied."""
    sent = forms.Upload(
        {"period": "2025", "as_of": TODAY.isoformat()}, {"workbook": SimpleUploadedFile(name, content)}
    )
    if not sent.is_valid():
        assert all(each.endswith(("。", ".")) for each in sent.errors["workbook"]), sent.errors
        return
    batch = actions.upload(file_name=name, content=content, period="2025", as_of=TODAY, by=account, now=NOW)
    finish_runs()
    asked = {"batch_id": batch.pk, "account_id": account.pk}
    tasks.read(no_progress, **asked)
    assert everything() == before
    batch = Batch.objects.get(pk=batch.pk)
    assert queries.shown(batch, list(batch.lines.all())) is not None
    if is_marked:
        tasks.mark(no_progress, **asked)
    if batch.state != State.WAITING:
        assert batch.findings
        return
    try:
        with transaction.atomic():
            tasks.apply(no_progress, **asked)
    except Refusal as refusal:
        _said(refusal)
        assert everything() == before


def _said(refusal):
    found = (
        [each.message for each in refusal.findings] if isinstance(refusal, CoreRefusal) else [refusal.words]
    )
    assert all(each.zh.endswith("。") and each.en.endswith(".") for each in found), found


def test_hostile_county_workbooks_are_refused_or_said_row_by_row_and_store_nothing_by_themselves(
    tmp_path, settings
):
    _hostile(range(200), tmp_path, settings.MEDIA_ROOT)


@pytest.mark.deep
def test_very_many_hostile_county_workbooks(tmp_path, settings):
    _hostile(range(200, 10_200), tmp_path, settings.MEDIA_ROOT)
