"""Publishing a version of a scheme: from then on what it says is frozen."""

import json
import re
from datetime import date
from pathlib import Path

from guben.diagnostics import FilePlace, Refusal, has_errors
from guben.evaluation.checking import check_scheme
from guben.model.ledger_type import file_of
from guben.reading.published import PublishedVersion
from guben.resolve import findings as codes
from guben.resolve.loading import scheme_path
from guben.resolve.versions import RECORD, copy_of, ledgers_of_copy, published_versions, scheme_digest

_IN_FILE_NAMES = re.compile(r"[\w][\w.-]{0,60}")
_HEAD = (
    "# Published versions. Written by guben scheme publish: what is listed here is not changed any more.\n"
    "published:\n"
)


def publish_scheme(name: str, *, on: date) -> PublishedVersion:
    """Freeze the version that a scheme has now: record its digest in its pack and keep its file and the ledgers it uses.

    Raises Refusal for a scheme with errors, one outside a pack, and a version that is published already.
    """
    program = check_scheme(name).needed()
    scheme, path = program.scheme, scheme_path(name)
    place = FilePlace(name)
    pack = path.parent.parent
    if path.parent.name != "schemes" or not (pack / "pack.yaml").is_file():
        raise Refusal(codes.NOT_IN_PACK.at(place))
    if not _IN_FILE_NAMES.fullmatch(scheme.version):
        raise Refusal(codes.VERSION_IN_FILE_NAME.at(place, version=scheme.version))
    published = published_versions(pack)
    if has_errors(published.findings):
        raise Refusal(published.findings)
    there = published.find(path.stem, scheme.version)
    if there:
        raise Refusal(codes.ALREADY_PUBLISHED.at(place, version=there.version, date=there.date))
    version = PublishedVersion(path.stem, scheme.version, on.isoformat(), scheme_digest(scheme))
    copy = copy_of(pack, version)
    copy.parent.mkdir(exist_ok=True)
    copy.write_bytes(scheme.files[scheme.own_file])
    for name in scheme.used:
        ledger = ledgers_of_copy(copy) / file_of(name)
        ledger.parent.mkdir(parents=True, exist_ok=True)
        ledger.write_bytes(scheme.files[file_of(name)])
    _record(pack / RECORD, [*published.versions, version])
    return version


def _record(path: Path, versions: list[PublishedVersion]) -> None:
    lines = [
        f"  - {{scheme: {each.scheme}, version: {json.dumps(each.version, ensure_ascii=False)}, "
        f"date: {each.date}, digest: {each.digest}}}\n"
        for each in versions
    ]
    scratch = path.with_name(f".{path.name}.part")
    scratch.write_text(_HEAD + "".join(lines), encoding="utf-8")
    scratch.replace(path)
