"""Whether the schemes in force stand on the ledgers that the county's packs have now: none is changed under a scheme."""

import shutil
import tempfile
from collections.abc import Collection, Iterable
from pathlib import Path

from guben_web.engine.in_force import folder_in_force, own_schemes
from guben_web.engine.ledgers import PACKS
from guben_web.engine.schemes import counted_ledgers, read_schemes
from guben_web.engine.texts import Text
from guben_web.packs.reading import said_inside, said_of

_WOULD_FAIL = Text(
    "生效中的制度“{scheme}”要用这本台账；台账这样一改，制度就不对了。",
    "The scheme '{scheme}' is in force and counts this ledger; with the ledger as it is now it would not be right.",
)
_CHANGE_BOTH = Text(
    "请同时改这个制度，换一个版本号，再重新读取；哪里不对，见下面各行。",
    "Change that scheme too, under a new version, and read the packs again; the next lines say what would be wrong.",
)


def changes_that_break(
    own: Path, ledgers: Iterable[str], ready: Collection[str]
) -> dict[str, list[dict[str, object]]]:
    """Return those of the county's ledgers that changed so that a scheme in force would be wrong, each with the reasons.

    Schemes that are `ready` are taken together with the ledgers, so that only the others have to stand on them as they are.
    """
    staying = [name for name in own_schemes() if name not in ready]
    if not staying:
        return {}
    broken: dict[str, list[dict[str, object]]] = {}
    with tempfile.TemporaryDirectory() as folder:
        packs = Path(folder)
        shutil.copytree(folder_in_force(), packs, dirs_exist_ok=True)
        changed = {name for name in ledgers if _lay_over(packs, own, ledger_file(name))}
        for name in ready:
            _lay_over(packs, own, scheme_file(name))
        for scheme in read_schemes(packs):
            if scheme.name in staying and scheme.says is None:
                reasons = said_inside(scheme.findings, packs)
                for name in sorted(changed & set(counted_ledgers(scheme.name))):
                    said = said_of(
                        str(ledger_file(name)), _WOULD_FAIL.filled(scheme=scheme.name), _CHANGE_BOTH
                    )
                    broken.setdefault(name, []).extend([said, *reasons])
    return broken


def ledger_file(name: str) -> Path:
    """Return where a ledger lies within a folder of packs."""
    pack, _, ledger = name.partition("/")
    return Path(pack, "ledgers", f"{ledger}.yaml")


def scheme_file(name: str) -> Path:
    """Return where a scheme lies within a folder of packs."""
    pack, _, scheme = name.partition("/")
    return Path(pack, "schemes", f"{scheme}.yaml")


def _lay_over(packs: Path, own: Path, file: Path) -> bool:
    """Put a file of the county's in the place of the one in force; return whether it says something else.

    What is in force is the county's own file, or else that of the product.
    """
    target, content = packs / file, (own / file).read_bytes()
    before = target if target.is_file() else PACKS / file
    is_changed = before.is_file() and before.read_bytes() != content
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return is_changed
