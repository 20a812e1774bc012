"""What a line says of an organization, set on its rows."""

from typing import Any

from guben_web.org.models import OrganizationVersion, Workplace
from guben_web.words.pinyin import initials_of, pinyin_of


def say_version(version: OrganizationVersion, said: dict[str, Any]) -> None:
    """Set what was said of an organization, without its superior."""
    for name in ("type", "level", "field"):
        if name in said:
            setattr(version, name, said[name])
    if "name" in said:
        version.name = said["name"]
        version.name_pinyin, version.name_initials = (
            pinyin_of(version.name)[:1200],
            initials_of(version.name)[:200],
        )


def say_workplace(workplace: Workplace, said: dict[str, Any]) -> None:
    """Set what was said of a workplace, without what it refers to."""
    for name in ("credit_code", "kind", "cover", "staff", "members", "population", "households"):
        if name in said:
            setattr(workplace, name, said[name])
    if "name" in said:
        workplace.name = said["name"] or ""
        workplace.name_initials = initials_of(workplace.name)[:200]


def of_workplace(said: dict[str, Any]) -> dict[str, Any]:
    """Return what a line about an organization says of its workplace, without the prefix."""
    return {
        name.removeprefix("workplace."): value
        for name, value in said.items()
        if name.startswith("workplace.")
    }
