"""The folder that an evaluation leaves behind: scheme, snapshot, measures, results, workbook and manifest."""

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from guben import __version__
from guben.diagnostics import FilePlace, Refusal
from guben.evaluation import findings as codes
from guben.evaluation.checking import frozen_program
from guben.plan import Program
from guben.snapshot.digests import digest_of, file_digest
from guben.snapshot.store import Snapshot, open_snapshot

FORMAT = "guben-results/1"
PUBLIC_FORMAT = "guben-public/1"
MANIFEST = "manifest.json"
SNAPSHOT = "snapshot"
SCHEME = "scheme"
RESULTS = "results.parquet"
MEASURES = "measures.parquet"
CHILDREN = "children"
WORKBOOK = "results.xlsx"


@dataclass(frozen=True, slots=True)
class SchemeCopy:
    """The scheme's files as they were used: SHA-256 of the whole and of every line."""

    name: str
    version: str
    digest: str
    files: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class StoredTables:
    """Where the results and measures of one program lie; a stored integer of a measure has `scales` decimals."""

    results: str
    measures: str
    scales: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ResultFolder:
    """What a manifest says about a folder of results.

    `stored` has the tables of the program first, then those of its children's and so on; folders of earlier versions
    name none. In a public archive the figures that rest on fewer than `least_people` are withheld; other folders hold
    all of them.
    """

    folder: Path
    scheme: SchemeCopy
    snapshot_digest: str
    as_of: date
    period: str
    rows: int
    result_digest: str
    measures_digest: str
    engine: str
    language: str
    files: Mapping[str, str]
    stored: tuple[StoredTables, ...] = ()
    least_people: int | None = None

    @property
    def is_public(self) -> bool:
        """True if it may be posted up, and lacks what of people is not for everybody."""
        return self.least_people is not None

    @property
    def scheme_file(self) -> Path:
        """The scheme's own file; those of its children stand beside it."""
        return self.folder / SCHEME / f"{self.scheme.name.replace('/', '/schemes/')}.yaml"

    def snapshot(self) -> Snapshot:
        """Open the snapshot. Raises Refusal if it cannot be opened, or this is a public archive, which has none."""
        if self.is_public:
            raise Refusal(codes.PUBLIC_ARCHIVE.at(FilePlace(str(self.folder))))
        return open_snapshot(self.folder / SNAPSHOT)

    def program(self) -> Program:
        """Return the program of the scheme as it was used. Raises Refusal if it cannot be read any more."""
        return _read_program(str(self.scheme_file), self._digest_of_files())

    def _digest_of_files(self) -> str:
        files = (self.folder / SCHEME / name for name in self.scheme.files)
        return digest_of([file_digest(file) for file in files if file.is_file()])


@lru_cache(maxsize=8)
def _read_program(file: str, digest: str) -> Program:
    """Return the program of a scheme file; who explains one organization after the other waits for it once.

    `digest` is of all files of the scheme, so that none is taken for what it was before.
    """
    return frozen_program(file)


def scheme_copy(program: Program) -> SchemeCopy:
    """Return the digests of a program's files."""
    files = {name: tuple(_line_digests(content)) for name, content in sorted(program.scheme.files.items())}
    return SchemeCopy(program.scheme.name, program.scheme.version, digest_of(files), files)


def _line_digests(content: bytes) -> Iterator[str]:
    for line in content.decode("utf-8-sig").splitlines():
        yield digest_of(line)[:16]


def altered_lines(folder: ResultFolder, name: str) -> list[int]:
    """Return the numbers of the lines of a scheme file that are not what was used."""
    frozen = folder.scheme.files[name]
    found = tuple(_line_digests((folder.folder / SCHEME / name).read_bytes()))
    longer = range(max(len(frozen), len(found)))
    return [at + 1 for at in longer if at >= len(frozen) or at >= len(found) or frozen[at] != found[at]]


def write_manifest(result: ResultFolder) -> None:
    """Write the manifest into the folder."""
    content: dict[str, object] = {
        "format": PUBLIC_FORMAT if result.is_public else FORMAT,
        "product": f"guben {__version__}",
        "engine": result.engine,
        "language": result.language,
        "scheme": {
            "name": result.scheme.name,
            "version": result.scheme.version,
            "digest": result.scheme.digest,
            "files": {name: list(lines) for name, lines in result.scheme.files.items()},
        },
        "snapshot": {
            "digest": result.snapshot_digest,
            "as_of": result.as_of.isoformat(),
            "period": result.period,
        },
        "results": {"rows": result.rows, "digest": result.result_digest},
        "measures": {
            "digest": result.measures_digest,
            **({"least_people": result.least_people} if result.is_public else {}),
        },
        "stored": [asdict(tables) for tables in result.stored],
        "files": dict(result.files),
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    (result.folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def open_results(folder: Path) -> ResultFolder:
    """Return what the manifest of a folder of results says. Raises Refusal if there is none to be understood."""
    place = FilePlace(str(folder))
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Refusal(codes.NO_RESULTS.at(place)) from None
    except (OSError, ValueError) as error:
        raise Refusal(codes.BAD_MANIFEST.at(place, problem=str(error))) from None
    try:
        return _from_manifest(folder, content)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise Refusal(codes.BAD_MANIFEST.at(place, problem=f"{type(error).__name__} {error}")) from None


def _from_manifest(folder: Path, content: Mapping[str, dict[str, object]]) -> ResultFolder:
    if not isinstance(content, dict) or content["format"] not in (FORMAT, PUBLIC_FORMAT):
        raise ValueError(f"format is not {FORMAT} or {PUBLIC_FORMAT}")
    is_public = content["format"] == PUBLIC_FORMAT
    scheme = content["scheme"]
    held = scheme["files"]
    assert isinstance(held, dict)
    files = {str(name): tuple(str(line) for line in lines) for name, lines in held.items()}
    if any(".." in Path(name).parts or Path(name).is_absolute() for name in files):
        raise ValueError("files")
    copy = SchemeCopy(str(scheme["name"]), str(scheme["version"]), str(scheme["digest"]), files)
    if f"{copy.name.replace('/', '/schemes/')}.yaml" not in files:
        raise ValueError("scheme")
    return ResultFolder(
        folder=folder,
        scheme=copy,
        snapshot_digest=str(content["snapshot"]["digest"]),
        as_of=date.fromisoformat(str(content["snapshot"]["as_of"])),
        period=str(content["snapshot"]["period"]),
        rows=int(str(content["results"]["rows"])),
        result_digest=str(content["results"]["digest"]),
        measures_digest=str(content["measures"]["digest"]),
        engine=str(content["engine"]),
        language=str(content["language"]),
        files={str(name): str(sha) for name, sha in content["files"].items()},
        stored=tuple(
            stored_tables(depth, {str(name): int(scale) for name, scale in held["scales"].items()})
            for depth, held in enumerate(content.get("stored", ()))
        ),
        least_people=int(str(content["measures"]["least_people"])) if is_public else None,
    )


def stored_tables(depth: int, scales: Mapping[str, int]) -> StoredTables:
    """Return where the tables of a program lie that stands so many schemes below that of the folder."""
    inside = f"{CHILDREN}/" * depth
    return StoredTables(inside + RESULTS, inside + MEASURES, scales)


def _refuse_taken(target: Path, *, replace: bool, mark: str) -> None:
    place = FilePlace(str(target))
    if target == Path.cwd():
        raise Refusal(codes.FOLDER_IN_USE.at(place))
    if target.exists() and any(target.iterdir() if target.is_dir() else [target]):
        if not replace:
            raise Refusal(codes.FOLDER_TAKEN.at(place, folder=target.name))
        if not target.is_dir() or not (target / mark).is_file():
            raise Refusal(codes.FOLDER_NOT_OURS.at(place, folder=target.name))


@contextmanager
def whole_or_nothing(target: Path, *, replace: bool, mark: str = MANIFEST) -> Iterator[Path]:
    """Yield a folder to write into that becomes `target` when the block ends well, and is gone when it does not.

    Raises Refusal if `target` exists and is not to be replaced, or lacks the file `mark` that shows it to be ours.
    """
    target = target.absolute()
    _refuse_taken(target, replace=replace, mark=mark)
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = target.parent / f".{target.name}.{os.getpid()}.part"
    old = target.parent / f".{target.name}.{os.getpid()}.old"
    scratch.mkdir()
    try:
        yield scratch
        # Somebody may have put something there meanwhile.
        _refuse_taken(target, replace=replace, mark=mark)
        if target.exists():
            target.rename(old)
        scratch.rename(target)
    finally:
        if old.exists() and not target.exists():
            old.rename(target)
        shutil.rmtree(scratch, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
