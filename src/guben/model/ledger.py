"""What formulas see of a ledger: its entries with their fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from guben.diagnostics import SourceSpan, Text
from guben.model.values import ValueType


@dataclass(frozen=True, slots=True)
class LedgerField:
    """What an entry of a ledger says, as formulas see it; what `is_sensitive` is for those only who see members."""

    name: str
    title: Text
    type: ValueType
    is_sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """A register of what happened, one entry an event; `fields` are what an entry says beside its day.

    `kept_as` is the name under which its entries are kept: that of its file in a pack, else its own. Entries in a state
    of `left_out` are not counted. Where `is_of_subtree`, entries of the organizations below count too, and who closes
    it closes it for them. Where `is_of_somebody`, each entry is about one member.
    """

    name: str
    title: Text
    fields: Mapping[str, LedgerField]
    span: SourceSpan
    kept_as: str
    left_out: frozenset[str] = frozenset()
    is_of_subtree: bool = False
    is_of_somebody: bool = False
