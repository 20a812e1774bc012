"""Writing a file that a command makes: never over another one unasked, and whole or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from guben.cli.findings import FILE_TAKEN
from guben.diagnostics import Code, FilePlace, Refusal


def refuse_name(out: Path, suffixes: tuple[str, ...], otherwise: Code, *, replace: bool) -> None:
    """Refuse a name that does not end as it should, or that is taken."""
    if out.suffix.lower() not in suffixes:
        raise Refusal(otherwise.at(FilePlace(str(out)), file=out.name))
    if out.exists() and not replace:
        raise Refusal(FILE_TAKEN.at(FilePlace(str(out)), file=out.name))


@contextmanager
def whole_file(out: Path) -> Iterator[Path]:
    """Yield a name beside `out` to write to; what is there in the end is moved to `out`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    scratch = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        yield scratch
        scratch.replace(out)
    except FileCreateError as error:
        raise OSError(errno.EACCES, str(error), str(out)) from None
    finally:
        scratch.unlink(missing_ok=True)
