"""What apps above this one have to say on the page of a result, and on that of a record that it rests on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from guben_web.engine.texts import Text

if TYPE_CHECKING:
    from guben_web.accounts.models import Account
    from guben_web.results.models import Result


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the page, its template and what that shows as `panel`; or a button at its head, words and address."""

    template: str = ""
    shown: Mapping[str, object] = field(default_factory=dict)
    button: tuple[Text, str] | None = None


Contributor = Callable[["Account", "Result"], Panel | None]
RecordContributor = Callable[["Account", "Result", str], Panel | None]
_CONTRIBUTORS: list[str] = []
_OF_RECORDS: list[str] = []


def register(contributor: str) -> None:
    """Have the function of this path asked what it has to say beside a result that an account sees."""
    _CONTRIBUTORS.append(contributor)


def panels_beside(account: "Account", result: "Result") -> list[Panel]:
    """Return what there is to say beside a result."""
    found = []
    for path in _CONTRIBUTORS:
        contributor: Contributor = import_string(path)
        if panel := contributor(account, result):
            found.append(panel)
    return found


def register_of_records(contributor: str) -> None:
    """Have the function of this path asked what it has to say beside a record, by its id, that a result rests on."""
    _OF_RECORDS.append(contributor)


def panels_beside_record(account: "Account", result: "Result", source: str) -> list[Panel]:
    """Return what there is to say beside a record of a result."""
    found = []
    for path in _OF_RECORDS:
        contributor: RecordContributor = import_string(path)
        if panel := contributor(account, result, source):
            found.append(panel)
    return found
