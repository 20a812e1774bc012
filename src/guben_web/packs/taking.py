"""Taking the county's own schemes, with the ledgers they stand on: what is right is copied to where it is in force, what is wrong is said and changes nothing."""

import os
from pathlib import Path

from guben_web.engine.in_force import folder_in_force, say_taken
from guben_web.engine.schemes import ReadScheme, read_schemes
from guben_web.engine.texts import Text
from guben_web.packs.reading import ReadPacks, has_title, refuse, said_inside, said_of
from guben_web.packs.standing import changes_that_break, ledger_file, scheme_file

_OTHER_NAME = Text(
    "文件在“{file}”的位置，制度却叫“{name}”。",
    "The file is that of '{file}', but the scheme is called '{name}'.",
)
_SAME = Text("两处改成一样。", "Let them be the same.")
_LEDGER_NOT_TAKEN = Text(
    "这个制度要用的台账“{ledger}”这次没有采用。",
    "The ledger '{ledger}', which this scheme counts, was not taken this time.",
)
_LEDGER_FIRST = Text("先解决那本台账的问题。", "Mend what is said of that ledger first.")


def take_schemes(own: Path | None, found: ReadPacks) -> list[str]:
    """Take the schemes of the county's own packs; return those that are new or changed. What keeps others from it is noted in `found`.

    What was in force stays where its file is wrong now, and where it is gone: appraisals may stand on it. So a ledger
    stays too that changed under such a scheme.
    """
    if own is None or not own.is_dir():
        return []
    ready = _ready(own, found)
    own_ledgers = [name for name in found.ledgers if (own / ledger_file(name)).is_file()]
    ledgers = [name for name in own_ledgers if name not in found.refused]
    # A scheme that has to wait for one ledger stays as it is, and others may break under it.
    while broken := changes_that_break(own, ledgers, ready):
        for name, reasons in broken.items():
            del found.ledgers[name]
            found.refused[name] = reasons
            ledgers.remove(name)
            _let_wait(own, name, ready, found)
    with_ledgers = [_copy(own, ledger_file(name)) for name in ledgers]
    changed = [name for name in ready if any([_copy(own, file) for file in _files_of(own, name)])]
    if changed or any(with_ledgers):
        say_taken()
    return changed


def _let_wait(own: Path, ledger: str, ready: dict[str, ReadScheme], found: ReadPacks) -> None:
    """Take the schemes that count a ledger which is not taken out of those that are ready, and say so of new ones."""
    for scheme in [each for each in ready.values() if ledger in each.counts]:
        del ready[scheme.name]
        if _is_new(own, scheme_file(scheme.name)):
            said = said_of(f"{scheme.name}.yaml", _LEDGER_NOT_TAKEN.filled(ledger=ledger), _LEDGER_FIRST)
            found.refused[scheme.name] = [said]


def _ready(own: Path, found: ReadPacks) -> dict[str, ReadScheme]:
    """Return the schemes of the county that can be taken as they are."""
    ready = {}
    for scheme in read_schemes(own):
        if not has_title(own / scheme.name.partition("/")[0], found):
            continue
        if scheme.says is None:
            refuse(found, scheme.name, scheme.findings)
            found.refused[scheme.name] = said_inside(scheme.findings, own)
        elif scheme.says != scheme.name:
            said = _OTHER_NAME.filled(file=scheme.name, name=scheme.says)
            found.refused[scheme.name] = [said_of(f"{scheme.name}.yaml", said, _SAME)]
        else:
            ready[scheme.name] = scheme
    return ready


def _files_of(own: Path, name: str) -> list[Path]:
    """Return all files of a scheme's pack but ledgers and other schemes, as they lie within the folder of packs."""
    pack = name.partition("/")[0]
    files = [file.relative_to(own) for file in sorted((own / pack).rglob("*.yaml"))]
    return [
        file for file in files if file.parts[1] not in ("schemes", "ledgers") or file == scheme_file(name)
    ]


def _is_new(own: Path, file: Path) -> bool:
    target = folder_in_force() / file
    return not target.is_file() or target.read_bytes() != (own / file).read_bytes()


def _copy(own: Path, file: Path) -> bool:
    """Put a file in its place whole, so that a process that reads meanwhile finds the old one or the new one.

    Returns whether there was anything new.
    """
    if not _is_new(own, file):
        return False
    target = folder_in_force() / file
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    made = target.with_name(f".{target.name}.new")
    made.write_bytes((own / file).read_bytes())
    os.replace(made, target)
    return True
