"""The files of an evaluation to take away: its tables, its workbook, its manifest, and all of it in one archive."""

import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from guben_web.engine import results as engine
from guben_web.engine.sealing import DECISION
from guben_web.engine.texts import Text
from guben_web.results import folders
from guben_web.results.models import Evaluation

_WORKBOOK_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be taken: its name, what it is, its media type, and what of the folder goes in."""

    name: str
    words: Text
    media_type: str
    content: tuple[str, ...]

    @property
    def is_archive(self) -> bool:
        """True if it is packed from several."""
        return self.name.endswith(".zip")


# The decision is there once the results are final.
_OPEN = (engine.MANIFEST, engine.SCHEME, engine.MEASURES, engine.RESULTS, engine.WORKBOOK, DECISION)
FILES = {
    file.name: file
    for file in (
        File("results.xlsx", Text("结果工作簿", "Workbook of results"), _WORKBOOK_KIND, (engine.WORKBOOK,)),
        File(
            "results.parquet",
            Text("结果（Parquet）", "Results (Parquet)"),
            "application/vnd.apache.parquet",
            (engine.RESULTS,),
        ),
        File(
            "measures.parquet",
            Text("数据项（Parquet）", "Measures (Parquet)"),
            "application/vnd.apache.parquet",
            (engine.MEASURES,),
        ),
        File(
            "manifest.json",
            Text("清单和校验码", "Manifest with digests"),
            "application/json",
            (engine.MANIFEST,),
        ),
        File(
            "archive.zip",
            Text(
                "存档（不含党员名册；含各单位数据，有的只涉及一个人，不要张贴公示）",
                "Archive without the records of members; it has each unit's figures, some of them of one person, and is not for posting up",
            ),
            "application/zip",
            _OPEN,
        ),
        File(
            "complete.zip",
            Text("完整存档（含快照，可逐条复核）", "Whole archive with snapshot"),
            "application/zip",
            (*_OPEN, engine.SNAPSHOT),
        ),
    )
}


def open_file(evaluation: Evaluation, file: File) -> IO[bytes]:
    """Return the file, opened for reading; an archive is packed into a temporary file that goes when it is closed."""
    folder = folders.path_of(evaluation.folder)
    if not file.is_archive:
        return (folder / file.content[0]).open("rb")
    # A name that says what it is, and another one for each kind of archive.
    inside = Path(
        f"{evaluation.scheme.replace('/', '-')}-{evaluation.period}-{evaluation.pk}-{Path(file.name).stem}"
    )
    packed = tempfile.TemporaryFile()  # noqa: SIM115  Whoever answers with it closes it.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in file.content:
            for path in _files_in(folder / name):
                archive.write(path, inside / path.relative_to(folder))
    packed.seek(0)
    return packed


def _files_in(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file())
    return [path] if path.is_file() else []
