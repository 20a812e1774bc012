"""What a pack says of a ledger: the fields of its entries, who may move them, what must hold, the measures it yields."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from guben.diagnostics import SourceSpan, Text
from guben.model.formula import Expression
from guben.model.ledger import Ledger, LedgerField
from guben.model.scheme import Measure
from guben.model.values import Kind, ValueType, value_type


class Reference(StrEnum):
    """What a field points to instead of holding a value; `members` points to several."""

    MEMBER = "member"
    MEMBERS = "members"
    ORGANIZATION = "organization"
    WORKPLACE = "workplace"
    ENTRY = "entry"


class Time(StrEnum):
    """Whether an entry is of a day, or of what lasts from a day until perhaps another."""

    DAY = "day"
    SPAN = "span"


class Closing(StrEnum):
    """For how long a time an organization says that everything has been entered."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Mover(StrEnum):
    """Who may move an entry: the organization that keeps it, one above it, or the department."""

    KEEPER = "keeper"
    SUPERIOR = "superior"
    DEPARTMENT = "department"


class Audience(StrEnum):
    """Who sees entries: everybody whose part of the tree holds the organization, only those above it, or the department."""

    KEEPER = "keeper"
    SUPERIOR = "superior"
    DEPARTMENT = "department"


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry: a value of a type, or a reference; an `entry` refers to the ledger `of`.

    What is sensitive is shown to those only who see members. `unit` stands behind numbers instead of that of the type.
    """

    name: str
    title: Text
    type: ValueType | None
    reference: Reference | None
    span: SourceSpan
    of: str = ""
    is_required: bool = False
    is_filtered: bool = False
    is_sensitive: bool = False
    unit: Text | None = None
    note: Text | None = None

    @property
    def seen(self) -> LedgerField | None:
        """What formulas see of it: a value as it is, of several members how many they are, else nothing."""
        if self.type is not None:
            return LedgerField(self.name, self.title, self.type)
        if self.reference is Reference.MEMBERS:
            return LedgerField(self.name, self.title, value_type(Kind.COUNT))
        return None


@dataclass(frozen=True, slots=True)
class EntryState:
    """A state of entries. In one that `counts`, they are frozen into snapshots; in a `locked` one, they are only moved."""

    name: str
    title: Text
    counts: bool = True
    locked: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A way from some states to another, for some; with `needs_reason` only with words why."""

    name: str
    title: Text
    origins: tuple[str, ...]
    target: str
    by: tuple[Mover, ...]
    needs_reason: bool = False


@dataclass(frozen=True, slots=True)
class EntryRule:
    """A condition that every entry fulfils as far as its fields are filled in; `says` is what its breach is called."""

    condition: Expression
    says: Text | None
    span: SourceSpan


@dataclass(frozen=True, slots=True)
class Due:
    """The field with the day until which an entry is to reach one of the states `done`."""

    field: str
    done: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LedgerType:
    """A ledger as its file in a pack says it; `name` is `pack/ledger`.

    `subject` names the fields that say whom or what an entry is about: none if that is the organization itself, two for
    a pair. `levels` are those of the organizations that keep the ledger. The first of the `states` is that of a new
    entry. `disclosed` are the fields for the public.
    """

    name: str
    version: str
    title: Text
    lead: Text | None
    subject: tuple[str, ...]
    levels: tuple[str, ...]
    time: Time
    closing: Closing
    fields: Mapping[str, EntryField]
    rules: tuple[EntryRule, ...]
    states: Mapping[str, EntryState]
    moves: Mapping[str, Move]
    seen_by: Audience
    disclosed: tuple[str, ...]
    takes_evidence: bool
    due: Due | None
    measures: Mapping[str, Measure]
    span: SourceSpan
    content: bytes

    @property
    def short_name(self) -> str:
        """The name by which formulas call its entries."""
        return self.name.rpartition("/")[2].replace("-", "_")

    @property
    def own_file(self) -> str:
        """The name of its file beside those of the schemes that use it."""
        return f"{self.name.replace('/', '/ledgers/')}.yaml"

    @property
    def ledger(self) -> Ledger:
        """What formulas see of it."""
        seen = {name: field.seen for name, field in self.fields.items()}
        fields = {name: field for name, field in seen.items() if field is not None}
        return Ledger(self.short_name, self.title, fields, self.span, self.name)
