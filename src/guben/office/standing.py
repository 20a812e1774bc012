"""Organizations that stand in a register already: a workbook may refer to them without listing them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from guben.office.names import NameBook, Named


@dataclass(frozen=True, slots=True)
class StandingOrganization:
    """An organization of the register; `parent` is the key of its superior, `former` are names that it had before."""

    key: str
    code: str | None
    name: str
    parent: str | None
    former: tuple[str, ...] = ()


@dataclass(slots=True)
class StandingOrganizations:
    """Finds the organizations of a register by what people write."""

    organizations: Sequence[StandingOrganization] = ()
    names: NameBook = field(init=False)

    def __post_init__(self) -> None:
        named = [Named(position, each.code, each.name) for position, each in enumerate(self.organizations)]
        positions = {each.key: position for position, each in enumerate(self.organizations)}
        self.names = NameBook(named)
        self.names.add_full_names(
            {
                position: positions[each.parent]
                for position, each in enumerate(self.organizations)
                if each.parent in positions
            }
        )
        self.names.add_former_names(
            (name, position) for position, each in enumerate(self.organizations) for name in each.former
        )

    def find(self, words: str) -> tuple[StandingOrganization, ...]:
        """Return the organizations meant: one, none, or several where it cannot be told."""
        return tuple(self.organizations[position] for position in self.names.find(words))

    def candidates(self, words: str) -> list[str]:
        """Return the organizations that may be meant, with what tells them apart."""
        names = {each.key: each.name for each in self.organizations}
        return [
            f"{names[each.parent]} / {each.name}" if each.parent in names else each.name
            for each in self.find(words)
        ]
