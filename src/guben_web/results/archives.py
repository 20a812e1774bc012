"""The files of an evaluation to take away: its tables, its workbook, its manifest, and all of it in one archive."""

import tempfile
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from guben_web.engine import results as engine
from guben_web.engine.sealing import DECISION
from guben_web.engine.texts import CoreRefusal, Text
from guben_web.people.access import least_members
from guben_web.results import folders
from guben_web.results.models import Evaluation

_WORKBOOK_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be taken: its name, what it is and for whom, its media type, and what of the folder goes in.

    Nothing of the folder goes into the public archive as it is: it is made anew, with less in it.
    """

    name: str
    words: Text
    remark: Text
    media_type: str
    content: tuple[str, ...]

    @property
    def is_archive(self) -> bool:
        """True if it is packed from several."""
        return self.name.endswith(".zip")

    @property
    def is_public(self) -> bool:
        """True if it may be posted up."""
        return not self.content


# The decision is there once the results are final.
_COMPLETE = (
    *(engine.MANIFEST, engine.SCHEME, engine.SNAPSHOT, engine.MEASURES, engine.RESULTS, engine.CHILDREN),
    *(engine.WORKBOOK, DECISION),
)
_PUBLIC = Text("可以张贴公布", "may be posted up")
_INTERNAL = Text("组织部门留存，不得公开", "for the department's file, not for the public")
FILES = {
    file.name: file
    for file in (
        File("public.zip", Text("公开存档", "Public archive"), _PUBLIC, "application/zip", ()),
        File("complete.zip", Text("完整存档", "Complete archive"), _INTERNAL, "application/zip", _COMPLETE),
        File(
            "results.xlsx",
            Text("结果工作簿", "Workbook of results"),
            _INTERNAL,
            _WORKBOOK_KIND,
            (engine.WORKBOOK,),
        ),
        File(
            "results.parquet",
            Text("结果", "Results"),
            Text("Parquet，公开存档里也有", "Parquet, as in the public archive"),
            "application/vnd.apache.parquet",
            (engine.RESULTS,),
        ),
        File(
            "measures.parquet",
            Text("数据项", "Measures"),
            Text("Parquet，组织部门留存，不得公开", "Parquet, for the department's file, not for the public"),
            "application/vnd.apache.parquet",
            (engine.MEASURES,),
        ),
        File(
            "manifest.json",
            Text("清单和校验码", "Manifest with digests"),
            Text("完整存档的", "of the complete archive"),
            "application/json",
            (engine.MANIFEST,),
        ),
    )
}


def open_file(evaluation: Evaluation, file: File) -> IO[bytes]:
    """Return the file, opened for reading; an archive is packed into a temporary file that goes when it is closed.

    Raises ArchiveIsAltered if the public archive would not give the results that were computed.
    """
    folder = folders.path_of(evaluation.folder)
    if file.is_public:
        with tempfile.TemporaryDirectory() as scratch:
            public = Path(scratch)
            _write_public(evaluation, public)
            return _packed(evaluation, file, public, sorted(each.name for each in public.iterdir()))
    if file.is_archive:
        return _packed(evaluation, file, folder, file.content)
    return (folder / file.content[0]).open("rb")


def _write_public(evaluation: Evaluation, folder: Path) -> None:
    try:
        whole = engine.open_results(folders.path_of(evaluation.folder))
        engine.write_public_archive(whole, folder, least_people=least_members())
    except CoreRefusal as refusal:
        raise folders.refuse_altered(refusal) from None


def _packed(evaluation: Evaluation, file: File, folder: Path, names: Sequence[str]) -> IO[bytes]:
    # A name that says what it is, and another one for each kind of archive.
    inside = Path(
        f"{evaluation.scheme.replace('/', '-')}-{evaluation.period}-{evaluation.pk}-{Path(file.name).stem}"
    )
    packed = tempfile.TemporaryFile()  # noqa: SIM115  Whoever answers with it closes it.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            for path in _files_in(folder / name):
                archive.write(path, inside / path.relative_to(folder))
    packed.seek(0)
    return packed


def _files_in(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file())
    return [path] if path.is_file() else []
