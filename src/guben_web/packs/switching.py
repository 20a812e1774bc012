"""Which ledgers hang together: those that schemes count, and those that entries of others cannot do without."""

from collections.abc import Iterable, Mapping

from guben_web.engine.ledgers import LedgerType
from guben_web.engine.schemes import ledgers_in_use
from guben_web.engine.texts import Text
from guben_web.packs.models import Ledger


def demanded_by(type_: LedgerType) -> tuple[str, ...]:
    """Return the ledgers that every entry of a ledger names an entry of."""
    return tuple(each.of for each in type_.fields.values() if each.of and each.is_required)


def with_demanded(names: Iterable[str], types: Mapping[str, LedgerType]) -> list[str]:
    """Return ledgers with all that they demand, and what that demands, those demanded first."""
    found: dict[str, None] = {}

    def add(name: str, above: tuple[str, ...]) -> None:
        if name in types and name not in found and name not in above:
            for each in demanded_by(types[name]):
                add(each, (*above, name))
            found[name] = None

    for name in names:
        add(name, ())
    return list(found)


def schemes_counting(name: str) -> tuple[Text, ...]:
    """Return the titles of the schemes that count a ledger."""
    return ledgers_in_use().get(name, ())


def kept_demanding(name: str, ledgers: Iterable[Ledger]) -> list[Text]:
    """Return the titles of those among some ledgers that are kept and demand this one."""
    return [each.title for each in ledgers if each.is_kept and name in demanded_by(each.type)]


def in_use(types: Mapping[str, LedgerType]) -> list[str]:
    """Return the ledgers that are kept whatever anybody chooses: those that schemes count, with what they demand."""
    return with_demanded([name for name in ledgers_in_use() if name in types], types)
