"""Files of evidence in the data folder, under names that say nothing, and what they are by their content."""

import zipfile
from io import BytesIO
from pathlib import Path

from django.conf import settings

from guben_web.ledgers.enums import EvidenceKind

_BEGINNINGS = {
    b"%PDF-": EvidenceKind.PDF,
    b"\xff\xd8\xff": EvidenceKind.JPEG,
    b"\x89PNG\r\n\x1a\n": EvidenceKind.PNG,
}
_PARTS = {"word/document.xml": EvidenceKind.WORD, "xl/workbook.xml": EvidenceKind.EXCEL}
_MACROS = ("vbaproject.bin",)
TYPES = {
    EvidenceKind.PDF: "application/pdf",
    EvidenceKind.JPEG: "image/jpeg",
    EvidenceKind.PNG: "image/png",
    EvidenceKind.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    EvidenceKind.EXCEL: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def find_kind(content: bytes) -> EvidenceKind | None:
    """Return what a file is by its content, whatever it is called; None for what is not taken, macros among it."""
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            return kind
    if not content.startswith(b"PK"):
        return None
    try:
        names = zipfile.ZipFile(BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return None
    if any(name.casefold().endswith(_MACROS) for name in names):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def shown_name(name: str, kind: EvidenceKind) -> str:
    """Return what a file is called when it is given out: without a path, with the ending of what it is."""
    bare = "".join(each for each in name.replace("\\", "/").rpartition("/")[2] if each.isprintable())
    stem = bare.rpartition(".")[0] or bare or "file"
    return f"{stem[:120]}.{kind.value}"


def keep(stored_as: str, content: bytes) -> None:
    """Store a file."""
    path = _path(stored_as)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_suffix(".part")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(path)


def read(stored_as: str) -> bytes | None:
    """Return the content of a file; None where it is gone, as after a restore without files."""
    path = _path(stored_as)
    return path.read_bytes() if path.exists() else None


def forget(stored_as: str) -> None:
    """Delete a file."""
    _path(stored_as).unlink(missing_ok=True)


def _path(stored_as: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "evidence" / stored_as[:2] / stored_as
