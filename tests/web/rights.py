"""The page of rights, docs/rights.md, made of the permission table and of what views say they do."""

from collections import defaultdict
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver
from web.test_permissions import TABLE

from guben_web.accounts.enums import ADMINISTRATORS, WITHOUT_ORGANIZATION, RoleCode

HEAD = """# Rights

Who may do what, and for which organizations. This page is made of the table of `tests/web/test_permissions.py`, which a test
asks of every address for every role: a right that is not here is not there. `python scripts/write_rights.py` writes it anew; a
test fails until that is done.

A person may hold several roles, each for an organization of its own. Administrators hold one only, and see no business data.

## Roles and how far they reach

| role | code | reaches |
| --- | --- | --- |
"""
_ACTS = """
## Acts

**all** is everybody who has signed in; **anybody** needs no account. A page about something outside a role's reach is answered as
if it did not exist. The path stands for the first of its kind.

| act | path | who |
| --- | --- | --- |
"""
_WHOLE, _TREE = "the whole county", "the organization it is held for, with all below it"
_SYSTEM = "the installation, without its data"


def rights_page() -> str:
    """Return the text of the page."""
    return HEAD + "".join(_roles()) + _ACTS + "".join(_acts())


def _roles() -> Iterator[str]:
    for role in RoleCode:
        reach = _SYSTEM if role in ADMINISTRATORS else _WHOLE if role in WITHOUT_ORGANIZATION else _TREE
        yield f"| {role.label} | `{role}` | {reach} |\n"


def _acts() -> Iterator[str]:
    views = dict(_views(get_resolver().url_patterns))
    for name, (method, path, expected) in TABLE.items():
        view = views[name]
        who = _who({each: status for each, status in expected.items() if each != "stranger"})
        if not getattr(view, "login_required", True):
            who = "anybody"
        if name.startswith("api-v1:") and expected["stranger"] == 401:
            who = "a token, as far as its rights and its account reach"
        words = (view.__doc__ or "").strip().splitlines()[0].rstrip(".").replace("|", "\\|")
        yield f"| {words} | `{method.upper()} {path.partition('?')[0]}` | {who} |\n"


def _who(expected: dict[str, int]) -> str:
    by_answer = defaultdict(list)
    for role, status in expected.items():
        by_answer[status == 403].append(str(RoleCode(role).label))
    return "all" if not by_answer[True] else ", ".join(by_answer[False]) or "nobody"


def _views(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[tuple[str, object]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _views(pattern.url_patterns, below)
        else:
            yield f"{space}{pattern.name}", pattern.callback
