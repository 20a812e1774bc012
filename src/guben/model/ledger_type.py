"""What a pack says of a ledger: the fields of its entries, who may move them, what must hold, the measures it yields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guben.diagnostics import SourceSpan, Text
from guben.model.choices import Choice, ChoiceSet
from guben.model.formula import Expression
from guben.model.ledger import Ledger, LedgerField
from guben.model.scheme import Case, Given, Measure, Parameter
from guben.model.values import Kind, ValueType, value_type

# What entries have beside the fields of their file, by the names that formulas call it by.
STATE, UNTIL = "state", "until"
# Kinds of measures that count several people, or take a share of them.
_OF_SEVERAL = (Kind.COUNT, Kind.PERCENT)
_STATE_TITLE, _UNTIL_TITLE = Text("状态", "state"), Text("终止日期", "last day")


def file_of(ledger: str) -> str:
    """Return the file of a ledger in a folder of packs."""
    return f"{ledger.replace('/', '/ledgers/')}.yaml"


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
    def seen(self) -> LedgerField:
        """What formulas see of it: a value as it is, of several members how many they are, else which one it is."""
        if self.type is not None:
            return LedgerField(self.name, self.title, self.type, self.is_sensitive)
        if self.reference is Reference.MEMBERS:
            return LedgerField(self.name, self.title, value_type(Kind.COUNT), self.is_sensitive)
        keys = ChoiceSet(self.name, self.title, (), is_open=True)
        return LedgerField(self.name, self.title, value_type(Kind.CHOICE, choices=keys), self.is_sensitive)


@dataclass(frozen=True, slots=True)
class EntryState:
    """A state of entries. In one that `counts`, they are frozen into snapshots; in a `locked` one, they are only moved."""

    name: str
    title: Text
    counts: bool = True
    locked: bool = False
    span: SourceSpan | None = None


# The state of an entry in a ledger without states of its own.
RECORDED = EntryState("recorded", Text("已登记", "Recorded"))


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
class LedgerCase:
    """An example worked by hand: entries, the measures that they come to, and the words of the rules that some break."""

    case: Case
    entries: tuple[Mapping[str, Given], ...]
    breaks: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class LedgerType:
    """A ledger as its file in a pack says it; `name` is `pack/ledger`.

    `subject` names the fields that say whom or what an entry is about: none if that is the organization itself, two for
    a pair. `levels` are those of the organizations that keep the ledger. The first of the `states` is that of a new
    entry. `disclosed` are the fields for the public. `parameters` are numbers that its formulas use; a scheme that uses
    the ledger may set them otherwise.
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
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    cases: tuple[LedgerCase, ...] = ()

    @property
    def short_name(self) -> str:
        """The name by which formulas call its entries."""
        return self.name.rpartition("/")[2].replace("-", "_")

    @property
    def own_file(self) -> str:
        """The name of its file beside those of the schemes that use it."""
        return file_of(self.name)

    @property
    def person(self) -> str | None:
        """The field with the one member whom an entry is about; None where it is about others."""
        fields = (self.fields[name] for name in self.subject)
        return next((each.name for each in fields if each.reference is Reference.MEMBER), None)

    @property
    def measures_of_a_person(self) -> tuple[Measure, ...]:
        """The measures that say something over the entries of one person; how many people there are is none."""
        if self.person is None:
            return ()
        every = self.measures.values()
        return tuple(each for each in every if each.type.is_number and each.type.kind not in _OF_SEVERAL)

    @property
    def has_states(self) -> bool:
        """True if its file says which states entries have."""
        return tuple(self.states.values()) != (RECORDED,)

    @property
    def ledger(self) -> Ledger:
        """What formulas see of it: its fields, the state of entries, and of what lasts the day on which it ended."""
        fields = {name: each.seen for name, each in self.fields.items()}
        if self.has_states:
            fields[STATE] = LedgerField(STATE, _STATE_TITLE, value_type(Kind.CHOICE, choices=self._states()))
        if self.time is Time.SPAN:
            fields[UNTIL] = LedgerField(UNTIL, _UNTIL_TITLE, value_type(Kind.DATE))
        left_out = frozenset(name for name, state in self.states.items() if not state.counts)
        is_of_somebody = self.person is not None
        return Ledger(
            self.short_name,
            self.title,
            fields,
            self.span,
            self.name,
            left_out,
            is_of_somebody=is_of_somebody,
        )

    def _states(self) -> ChoiceSet:
        choices = tuple(Choice(each.name, each.title) for each in self.states.values())
        return ChoiceSet(STATE, _STATE_TITLE, choices)
