"""Workbooks on disk: encrypted, because they hold identity numbers, and gone once their batch is decided upon."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from guben_web.imports.models import Batch
from guben_web.people.secrecy import KeyDoesNotFit, decrypt_bytes, encrypt_bytes


def keep(batch: Batch, content: bytes, *, is_marked: bool = False) -> None:
    """Keep a batch's workbook, or the one with marked cells."""
    path = _path(batch, is_marked)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.write_bytes(encrypt_bytes(content))
    draft.replace(path)


def read_marked(batch: Batch) -> bytes:
    """Return the workbook with marked cells."""
    return decrypt_bytes(_path(batch, True).read_bytes())


@contextmanager
def opened(batch: Batch) -> Iterator[Path]:
    """Yield the workbook as a file under its own name; it is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="guben-import-") as folder:
        path = Path(folder) / Path(batch.file_name).name
        path.write_bytes(decrypt_bytes(_path(batch, False).read_bytes()))
        yield path


def encrypt_anew(batch: Batch, *, old: str, new: str) -> int:
    """Encrypt a batch's workbooks with another key, and return how many were not so already."""
    number = 0
    for is_marked in (False, True):
        path = _path(batch, is_marked)
        if not path.exists():
            continue
        content = path.read_bytes()
        try:
            decrypt_bytes(content, new)
        except KeyDoesNotFit:
            draft = path.with_suffix(".part")
            draft.write_bytes(encrypt_bytes(decrypt_bytes(content, old), new))
            draft.replace(path)
            number += 1
    return number


def forget(batch: Batch) -> None:
    """Remove both."""
    for is_marked in (False, True):
        _path(batch, is_marked).unlink(missing_ok=True)


def _path(batch: Batch, is_marked: bool) -> Path:
    return Path(settings.MEDIA_ROOT) / "imports" / f"{batch.pk}{'-marked' if is_marked else ''}.bin"
