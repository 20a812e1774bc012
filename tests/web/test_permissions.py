"""Every address for everybody: what each role gets. An address that is missing from the table fails."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from web.builders import make_account

from guben_web.accounts.enums import RoleCode

pytestmark = pytest.mark.django_db
STRANGER = "stranger"
EVERYBODY = [STRANGER, *RoleCode.values]
SIGNED_IN = RoleCode.values


def expect(status: int, **others: int) -> dict[str, int]:
    """Return what everybody gets; `stranger=…` and roles by name get something else."""
    return {**dict.fromkeys(EVERYBODY, status), **others}


def _keeps_accounts(status: int) -> dict[str, int]:
    return expect(403, stranger=302, security_admin=status)


# Administrators see no business data; without data an address that one may ask for leads nowhere.
_ADMINISTRATORS = {"system_admin": 403, "security_admin": 403, "audit_admin": 403}
_SEES_ORGANIZATIONS = {"stranger": 302, **_ADMINISTRATORS}
_SEES_NO_PEOPLE = {"scoring_department": 403, "inspector": 403, "member": 403, "viewer": 403}
_SEES_PEOPLE = {**_SEES_ORGANIZATIONS, **_SEES_NO_PEOPLE}
_IMPORTS = {**_SEES_PEOPLE, "secretary": 403}

# Without an evaluation, the one who may have them computed finds none.
_COMPUTES = {"stranger": 302, "department": 404}

# Who fills in forms, who approves them, who asks for them, and who sees them.
_NOT_REPORTING = {"stranger": 302, **_ADMINISTRATORS, "member": 403}
_FILLS = {**_NOT_REPORTING, "department": 403, "inspector": 403, "viewer": 403}
_APPROVES = {**_FILLS, "secretary": 403, "scoring_department": 403}
_ASKS_OR_APPROVES = {key: status for key, status in _APPROVES.items() if key != "department"}
# Who sees what was counted, and who types counts in.
_NOT_COUNTING = {**_NOT_REPORTING, "scoring_department": 403}
_NOT_TELLING = {**_NOT_COUNTING, "secretary": 403, "inspector": 403, "viewer": 403}
# Who writes plans of promotion, and who approves them.
_WRITES_PLANS = {"stranger": 302, "secretary": 404, "township": 404, "township_officer": 404}
_APPROVES_PLANS = {"stranger": 302, "department": 404, "township": 404, "township_officer": 404}
_PATH = "/promotion/1/organizations/1"
_HOLDS_TOKENS = expect(403, stranger=302, department=200, township=200, viewer=200)
_KEEPS_PACKS = {"department": 200, "system_admin": 200}
# Without a ledger that is kept, its pages are not there for those who see organizations.
_LEDGER = "/ledgers/base/none"

_KEY = "0b8f1c3e-0000-4000-8000-000000000000"
_MEMBER = f"/organizations/members/{_KEY}"

# Name of the address → method, path to ask for, who gets what.
TABLE: dict[str, tuple[str, str, dict[str, int]]] = {
    "home:home": ("get", "/", expect(200, stranger=302)),
    "accounts:sign_in": ("get", "/sign-in", expect(200)),
    # Nobody waits for a code, and there is no identity provider.
    "accounts:code": ("get", "/sign-in/code", expect(410)),
    "accounts:provider_there": ("get", "/sign-in/provider", expect(404)),
    "accounts:provider_back": ("get", "/sign-in/provider/back", expect(404)),
    "accounts:sign_out": ("post", "/sign-out", expect(302)),
    "accounts:link": ("get", "/link/unknown", expect(410)),
    "accounts:set_password": ("get", "/password", expect(200, stranger=302)),
    "accounts:record": ("get", "/record", expect(403, stranger=302, audit_admin=200)),
    "accounts:verify_record": ("post", "/record/verify", expect(403, stranger=302, audit_admin=302)),
    "accounts:second_factor": ("get", "/second-factor", expect(200, stranger=302)),
    "accounts:recovery_codes": ("get", "/second-factor/recovery-codes", expect(302)),
    "accounts:second_factor_off": ("get", "/second-factor/off", expect(302)),
    "accounts:passkeys": ("get", "/second-factor/passkeys", expect(200, stranger=302)),
    "accounts:remove_passkey": ("get", "/second-factor/passkeys/0/remove", expect(404, stranger=302)),
    "administration:me": ("get", "/account", expect(200, stranger=302)),
    "administration:end_own_session": ("post", "/account/sessions/0/end", expect(404, stranger=302)),
    "administration:accounts": ("get", "/accounts/", {**_keeps_accounts(200), "township": 200}),
    "administration:pick": ("get", "/accounts/pick", {**_keeps_accounts(200), "township": 200}),
    "administration:invite": ("get", "/accounts/invite", expect(403, stranger=302, township=200)),
    "administration:invitation": (
        "post",
        "/accounts/0/invitation",
        expect(403, stranger=302, township=404),
    ),
    "administration:new": ("get", "/accounts/new", _keeps_accounts(200)),
    "administration:account": ("get", "/accounts/0", _keeps_accounts(404)),
    "administration:new_role": ("get", "/accounts/0/roles/new", _keeps_accounts(404)),
    "administration:end_role": ("get", "/accounts/0/roles/0/end", _keeps_accounts(404)),
    "administration:hand_over": ("get", "/accounts/0/hand-over", _keeps_accounts(404)),
    "administration:link": ("post", "/accounts/0/link", _keeps_accounts(404)),
    "administration:deactivate": ("get", "/accounts/0/deactivate", _keeps_accounts(404)),
    "administration:activate": ("post", "/accounts/0/activate", _keeps_accounts(404)),
    "administration:unlock": ("post", "/accounts/0/unlock", _keeps_accounts(404)),
    "administration:release": ("get", "/accounts/0/second-factor", _keeps_accounts(404)),
    "administration:release_passkey": ("get", "/accounts/0/passkeys/0/remove", _keeps_accounts(404)),
    "administration:end_session": ("post", "/accounts/0/sessions/0/end", _keeps_accounts(404)),
    "administration:system": ("get", "/system/", expect(403, stranger=302, system_admin=200)),
    "administration:runs": ("get", "/system/runs", expect(403, stranger=302, system_admin=200)),
    "jobs:progress": ("get", "/runs/0/progress", expect(404, stranger=302)),
    "org:tree": ("get", "/organizations/", expect(200, **_SEES_ORGANIZATIONS)),
    "org:below": ("get", "/organizations/1/below", expect(404, **_SEES_ORGANIZATIONS)),
    "org:pick": ("get", "/organizations/pick", expect(200, **_SEES_ORGANIZATIONS)),
    "teams:posts": ("get", "/organizations/posts", expect(200, **_SEES_PEOPLE)),
    "teams:posts_book": ("get", "/organizations/posts.xlsx", expect(200, **_SEES_PEOPLE)),
    "teams:end": ("get", "/organizations/posts/1/end", expect(404, **_IMPORTS)),
    "teams:team": ("get", "/organizations/1/team", expect(404, **_SEES_PEOPLE)),
    "teams:hold": ("get", "/organizations/1/team/hold", expect(404, **_IMPORTS)),
    "teams:term": ("get", "/organizations/1/team/term", expect(404, **_IMPORTS)),
    "structure:findings": ("get", "/organizations/findings", expect(200, **_SEES_PEOPLE)),
    "structure:findings_book": ("get", "/organizations/findings.xlsx", expect(200, **_SEES_PEOPLE)),
    "structure:prefilled": ("get", "/organizations/organizations.xlsx", expect(200, **_IMPORTS)),
    "structure:rules": ("get", "/organizations/rules", expect(403, stranger=302, department=200)),
    "structure:history": ("get", "/organizations/1/history", expect(404, **_SEES_ORGANIZATIONS)),
    "structure:found": ("get", "/organizations/1/found", expect(404, **_IMPORTS)),
    "structure:change": ("get", "/organizations/1/change", expect(404, **_IMPORTS)),
    "structure:merge": ("get", "/organizations/1/merge", expect(404, **_IMPORTS)),
    "structure:split": ("get", "/organizations/1/split", expect(404, **_IMPORTS)),
    "structure:dissolve": ("get", "/organizations/1/dissolve", expect(404, **_IMPORTS)),
    "people:list": ("get", "/organizations/members", expect(200, **_SEES_PEOPLE)),
    "people:new": ("get", "/organizations/members/new", expect(200, **_IMPORTS)),
    "people:export": ("get", "/organizations/members/export", expect(200, **_SEES_PEOPLE)),
    "people:save_filter": ("post", "/organizations/members/filters", expect(302, **_SEES_PEOPLE)),
    "people:remove_filter": ("post", "/organizations/members/filters/1/remove", expect(404, **_SEES_PEOPLE)),
    "people:member": ("get", _MEMBER, expect(404, **_SEES_PEOPLE)),
    "people:edit": ("get", f"{_MEMBER}/edit", expect(404, **_IMPORTS)),
    "people:move": ("get", f"{_MEMBER}/move", expect(404, **_IMPORTS)),
    "people:status": ("get", f"{_MEMBER}/status", expect(404, **_IMPORTS)),
    "people:number": ("get", f"{_MEMBER}/numbers/identity", expect(404, **_SEES_PEOPLE)),
    "corrections:own": ("get", "/my-record", expect(403, stranger=302, member=200)),
    "corrections:list": ("get", "/corrections/", expect(200, **_IMPORTS)),
    "corrections:correction": ("get", f"/corrections/{_KEY}", expect(404, **_IMPORTS)),
    "corrections:link": ("get", f"/corrections/accounts/{_KEY}", expect(404, **_IMPORTS)),
    "people:members": ("get", "/organizations/1/members", expect(404, **_SEES_PEOPLE)),
    "ledgers:organization": ("get", "/organizations/1", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:switches": ("get", "/ledger-switches", expect(403, stranger=302, department=200)),
    "ledgers:switch": ("get", "/ledger-switches/base/none", expect(403, stranger=302, department=404)),
    "ledgers:index": ("get", "/ledgers/", expect(200, **_SEES_ORGANIZATIONS)),
    "ledgers:list": ("get", f"{_LEDGER}/", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:new": ("get", f"{_LEDGER}/new", expect(404, **_SEES_PEOPLE)),
    "ledgers:pick": ("get", f"{_LEDGER}/pick/none", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:book": ("get", f"{_LEDGER}/entries.xlsx", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:template": ("get", f"{_LEDGER}/template.xlsx", expect(404, **_SEES_PEOPLE)),
    "ledgers:closing": ("get", f"{_LEDGER}/closing", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:close": ("post", f"{_LEDGER}/closing/1/2025/close", expect(404, **_SEES_PEOPLE)),
    "ledgers:reopen": ("get", f"{_LEDGER}/closing/1/2025/reopen", expect(404, **_SEES_PEOPLE)),
    "ledgers:figures": ("get", f"{_LEDGER}/figures", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:people": ("get", f"{_LEDGER}/people", expect(404, **_SEES_PEOPLE)),
    "ledgers:bring_in": ("get", f"{_LEDGER}/import", expect(404, **_SEES_PEOPLE)),
    "ledgers:upload": ("get", "/ledger-books/1", expect(404, **_SEES_PEOPLE)),
    "ledgers:apply": ("post", "/ledger-books/1/apply", expect(404, **_SEES_PEOPLE)),
    "ledgers:discard": ("post", "/ledger-books/1/discard", expect(404, **_SEES_PEOPLE)),
    "ledgers:undo": ("get", "/ledger-books/1/undo", expect(404, **_SEES_PEOPLE)),
    "ledgers:about": ("get", f"{_MEMBER}/entries", expect(404, **_SEES_PEOPLE)),
    "ledgers:about_me": ("get", "/my-record/entries", expect(403, stranger=302, member=200)),
    "ledgers:entry": ("get", "/entries/1", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:change": ("get", "/entries/1/change", expect(404, **_SEES_PEOPLE)),
    "ledgers:move": ("get", "/entries/1/moves/none", expect(404, **_SEES_PEOPLE)),
    "ledgers:remove": ("get", "/entries/1/remove", expect(404, **_SEES_PEOPLE)),
    "ledgers:add_evidence": ("post", "/entries/1/evidence", expect(404, **_SEES_PEOPLE)),
    "ledgers:evidence": ("get", "/evidence/1", expect(404, **_SEES_ORGANIZATIONS)),
    "ledgers:remove_evidence": ("post", "/evidence/1/remove", expect(404, **_SEES_PEOPLE)),
    "packs:list": ("get", "/packs/", expect(403, stranger=302, **_KEEPS_PACKS)),
    "packs:read": ("post", "/packs/read", expect(403, stranger=302, system_admin=302)),
    "packs:definition": (
        "get",
        "/packs/base/none/definition",
        expect(403, stranger=302, department=404, system_admin=404),
    ),
    "workplaces:list": ("get", "/workplaces/", expect(200, **_SEES_ORGANIZATIONS)),
    "workplaces:coverage": ("get", "/workplaces/coverage", expect(200, **_SEES_ORGANIZATIONS)),
    "workplaces:coverage_book": ("get", "/workplaces/coverage.xlsx", expect(200, **_SEES_ORGANIZATIONS)),
    "workplaces:add": ("get", "/workplaces/new", expect(200, **_IMPORTS)),
    "workplaces:workplace": ("get", "/workplaces/none", expect(404, **_SEES_ORGANIZATIONS)),
    "workplaces:change": ("get", "/workplaces/none/change", expect(404, **_IMPORTS)),
    "workplaces:end": ("get", "/workplaces/none/end", expect(404, **_IMPORTS)),
    "workplaces:plan": ("get", "/workplaces/none/plan", expect(404, **_IMPORTS)),
    "baselines:list": ("get", "/baselines/", expect(200, **_SEES_ORGANIZATIONS)),
    "imports:list": ("get", "/imports/", expect(200, **_IMPORTS)),
    "imports:take_out": ("get", "/imports/take-out", expect(200, **_IMPORTS)),
    "imports:batch": ("get", "/imports/1", expect(404, **_IMPORTS)),
    "imports:marked": ("get", "/imports/1/findings.xlsx", expect(404, **_IMPORTS)),
    "imports:mark": ("post", "/imports/1/mark", expect(404, **_IMPORTS)),
    "imports:columns": ("post", "/imports/1/columns", expect(404, **_IMPORTS)),
    "imports:again": ("post", "/imports/1/again", expect(404, **_IMPORTS)),
    "imports:apply": ("get", "/imports/1/apply", expect(404, **_IMPORTS)),
    "imports:discard": ("get", "/imports/1/discard", expect(404, **_IMPORTS)),
    "imports:undo": ("get", "/imports/1/undo", expect(404, **_IMPORTS)),
    "tallies:counts": ("get", "/tallies/", expect(200, **_NOT_COUNTING)),
    "tallies:new": ("get", "/tallies/new", expect(403, stranger=302, department=200)),
    "tallies:count": ("get", "/tallies/1", expect(404, **_NOT_COUNTING)),
    "tallies:papers": ("get", "/tallies/1/papers", expect(404, **_NOT_TELLING)),
    "tallies:reminder": ("get", "/tallies/1/reminder", expect(404, **_NOT_TELLING)),
    "tallies:book": ("get", "/tallies/1/counts.xlsx", expect(404, **_NOT_TELLING)),
    "tallies:release": ("get", "/tallies/1/release", expect(403, stranger=302, department=404)),
    "tallies:remove": ("get", "/tallies/1/remove", expect(403, stranger=302, department=404)),
    "tallies:sheet": ("get", "/tallies/sheets/1", expect(404, **_NOT_COUNTING)),
    "tallies:type": ("get", "/tallies/sheets/1/type", expect(404, **_NOT_TELLING)),
    "tallies:decide": ("get", "/tallies/sheets/1/decide", expect(404, **_NOT_TELLING)),
    "tallies:reopen": ("get", "/tallies/sheets/1/reopen", expect(403, stranger=302, department=404)),
    "reporting:sheets": ("get", "/reporting/", expect(200, **_FILLS)),
    "reporting:burden": ("get", "/reporting/burden", expect(200, **_NOT_REPORTING)),
    "reporting:sheet": ("get", "/reporting/sheets/1", expect(404, **_NOT_REPORTING)),
    "reporting:save": ("post", "/reporting/sheets/1/save", expect(404, **_FILLS)),
    "reporting:save_cell": ("post", "/reporting/sheets/1/cells/1/net_income", expect(404, **_FILLS)),
    "reporting:withdraw": ("post", "/reporting/sheets/1/withdraw", expect(404, **_FILLS)),
    "reporting:cell": ("get", "/reporting/cells/1", expect(404, **_NOT_REPORTING)),
    "reporting:workbook": ("get", "/reporting/collections/1/forms.xlsx", expect(404, **_FILLS)),
    "reporting:upload": ("get", "/reporting/collections/1/upload", expect(404, **_FILLS)),
    "reporting:uploaded": ("get", "/reporting/uploads/1", expect(404, **_FILLS)),
    "reporting:apply": ("post", "/reporting/uploads/1/apply", expect(404, **_FILLS)),
    "reporting:discard": ("post", "/reporting/uploads/1/discard", expect(404, **_FILLS)),
    "reporting:rounds": ("get", "/reporting/approval/", expect(200, **_APPROVES)),
    "reporting:round": ("get", "/reporting/approval/1", expect(404, **_APPROVES)),
    "reporting:approve": ("post", "/reporting/sheets/1/approve", expect(404, **_ASKS_OR_APPROVES)),
    "reporting:return": ("post", "/reporting/sheets/1/return", expect(404, **_ASKS_OR_APPROVES)),
    "reporting:draw_sample": (
        "post",
        "/reporting/approval/1/townships/1/draw",
        expect(404, **_APPROVES),
    ),
    "reporting:draw": ("get", "/reporting/draws/1", expect(404, **_APPROVES)),
    "reporting:look": ("post", "/reporting/draws/1/sheets/1/look", expect(404, **_APPROVES)),
    "reporting:approve_drawn": ("post", "/reporting/draws/1/approve", expect(404, **_APPROVES)),
    "reporting:reminder": ("get", "/reporting/collections/1/reminder", expect(404, **_ASKS_OR_APPROVES)),
    "reporting:collections": ("get", "/reporting/collections/", expect(403, stranger=302, department=200)),
    "reporting:new": ("get", "/reporting/collections/new", expect(403, stranger=302, department=200)),
    "reporting:collection": ("get", "/reporting/collections/1", expect(403, stranger=302, department=404)),
    "reporting:design": ("get", "/reporting/collections/1/design", expect(403, stranger=302, department=404)),
    "reporting:publish": (
        "get",
        "/reporting/collections/1/publish",
        expect(403, stranger=302, department=404),
    ),
    "reporting:close": ("get", "/reporting/collections/1/close", expect(403, stranger=302, department=404)),
    "reporting:remove": ("get", "/reporting/collections/1/remove", expect(403, stranger=302, department=404)),
    "reporting:accept_all": (
        "post",
        "/reporting/collections/1/accept",
        expect(403, stranger=302, department=404),
    ),
    "reporting:township": (
        "get",
        "/reporting/collections/1/townships/1",
        expect(403, stranger=302, department=404),
    ),
    "reporting:accept": ("post", "/reporting/sheets/1/accept", expect(403, stranger=302, department=404)),
    "reporting:reopen": ("get", "/reporting/sheets/1/reopen", expect(403, stranger=302, department=404)),
    "reporting:departments": ("get", "/reporting/departments/", expect(403, stranger=302, department=200)),
    "reporting:department": ("get", "/reporting/departments/none", expect(403, stranger=302, department=404)),
    "statistics:whole": ("get", "/statistics/", expect(200, **_SEES_ORGANIZATIONS, member=403)),
    "statistics:export": ("get", "/statistics/export", expect(200, **_SEES_ORGANIZATIONS, member=403)),
    "statistics:organization": ("get", "/statistics/1", expect(404, **_SEES_ORGANIZATIONS, member=403)),
    "results:list": ("get", "/results/", expect(200, **_SEES_ORGANIZATIONS)),
    "results:schemes": ("get", "/results/schemes", expect(200, **_SEES_ORGANIZATIONS)),
    "results:scheme": (
        "get",
        "/results/schemes/pioneer-project/village",
        expect(200, **_SEES_ORGANIZATIONS),
    ),
    "results:new": ("get", "/results/new", expect(403, stranger=302, department=200)),
    "results:evaluation": ("get", "/results/1", expect(404, **_SEES_ORGANIZATIONS)),
    "results:book": ("get", "/results/1/list.xlsx", expect(404, **_SEES_ORGANIZATIONS)),
    "results:result": ("get", "/results/1/organizations/1", expect(404, **_SEES_ORGANIZATIONS)),
    "results:why": ("get", "/results/1/organizations/1/why", expect(404, **_SEES_ORGANIZATIONS)),
    "results:record": (
        "get",
        "/results/1/organizations/1/records/value:1",
        expect(404, **_SEES_ORGANIZATIONS),
    ),
    "results:download": ("get", "/results/1/files/results.xlsx", expect(403, **_COMPUTES)),
    **{
        f"appraisals:{name}": ("get", f"/appraisals/1/{path}", expect(403, **_COMPUTES))
        for name, path in {
            "lacking": "lacking",
            "decide": "decide",
            "withdraw": "withdraw",
            "publish": "publish",
            "answer": "objections/1",
            "late": "late",
            "correction": "correction",
            "drop": "drop",
            "changes": "changes",
            "finish": "finish",
            "cancel": "cancel",
            "paper": "papers/list.xlsx",
        }.items()
    },
    **{
        f"appraisals:{name}": ("post", f"/appraisals/1/{path}", expect(403, **_COMPUTES))
        for name, path in {"open_marks": "open-marks", "trial": "trial", "recompute": "recompute"}.items()
    },
    "appraisals:list": ("get", "/appraisals/", expect(200, **_SEES_ORGANIZATIONS)),
    "appraisals:look_at_late": ("get", "/appraisals/1/late/1", expect(403, **_COMPUTES)),
    "appraisals:new": ("get", "/appraisals/new", expect(403, stranger=302, department=200)),
    "appraisals:appraisal": ("get", "/appraisals/1", expect(404, **_SEES_ORGANIZATIONS)),
    "appraisals:marks": ("get", "/appraisals/1/marks", expect(404, **_SEES_ORGANIZATIONS)),
    "appraisals:notice": ("get", "/appraisals/1/notice", expect(404, **_SEES_ORGANIZATIONS)),
    "appraisals:object": ("get", "/appraisals/1/object/1", expect(404, **_SEES_ORGANIZATIONS)),
    "promotion:list": ("get", "/promotion/", expect(200, **_SEES_ORGANIZATIONS)),
    "promotion:new": ("get", "/promotion/new", expect(403, stranger=302, department=200)),
    "promotion:years": ("get", "/promotion/years", expect(200, **_SEES_ORGANIZATIONS)),
    "promotion:years_book": ("get", "/promotion/years.xlsx", expect(200, **_SEES_ORGANIZATIONS)),
    "promotion:compare": ("get", "/promotion/before-and-after", expect(200, **_SEES_ORGANIZATIONS)),
    "promotion:compare_book": (
        "get",
        "/promotion/before-and-after.xlsx",
        expect(404, **_SEES_ORGANIZATIONS),
    ),
    "promotion:round": ("get", "/promotion/1", expect(404, **_SEES_ORGANIZATIONS)),
    "promotion:book": ("get", "/promotion/1/list.xlsx", expect(404, **_SEES_ORGANIZATIONS)),
    "promotion:words": ("get", "/promotion/1/words", expect(403, **_COMPUTES)),
    "promotion:open": ("post", "/promotion/1/open", expect(403, **_COMPUTES)),
    "promotion:second": ("get", "/promotion/1/second", expect(403, **_COMPUTES)),
    "promotion:close": ("get", "/promotion/1/close", expect(403, **_COMPUTES)),
    "promotion:cancel": ("get", "/promotion/1/cancel", expect(403, **_COMPUTES)),
    "promotion:targets": ("post", "/promotion/1/targets", expect(403, **_APPROVES_PLANS)),
    "promotion:path": ("get", _PATH, expect(404, **_SEES_ORGANIZATIONS)),
    "promotion:write": ("get", f"{_PATH}/plan", expect(403, **_WRITES_PLANS)),
    "promotion:withdraw": ("post", f"{_PATH}/withdraw", expect(403, **_WRITES_PLANS)),
    "promotion:note": ("post", f"{_PATH}/notes", expect(403, **_WRITES_PLANS)),
    "promotion:approve": ("post", f"{_PATH}/approve", expect(403, **_APPROVES_PLANS)),
    "promotion:return": ("get", f"{_PATH}/return", expect(403, **_APPROVES_PLANS)),
    "promotion:fulfil": ("post", f"{_PATH}/fulfil", expect(403, **_APPROVES_PLANS)),
    "results:doubts": ("get", "/results/1/doubts", expect(403, **_COMPUTES)),
    "results:doubts_book": ("get", "/results/1/doubts.xlsx", expect(403, **_COMPUTES)),
    "results:draw": ("post", "/results/1/doubts/inspect", expect(403, **_COMPUTES)),
    "results:inspection": ("get", "/results/1/inspections/1", expect(403, **_COMPUTES)),
    "results:what_if": ("get", "/results/1/what-if", expect(403, **_COMPUTES)),
    "results:robustness": ("get", "/results/1/robustness", expect(403, **_COMPUTES)),
    "results:save_draft": ("post", "/results/1/what-if/save", expect(403, **_COMPUTES)),
    "results:draft": ("get", "/results/1/drafts/1", expect(403, **_COMPUTES)),
    "results:draft_file": ("get", "/results/1/drafts/1/scheme.yaml", expect(403, **_COMPUTES)),
    "results:again": ("post", "/results/1/again", expect(403, **_COMPUTES)),
    "results:show": ("get", "/results/1/show", expect(403, **_COMPUTES)),
    "results:take_back": ("get", "/results/1/take-back", expect(403, **_COMPUTES)),
    "results:discard": ("get", "/results/1/discard", expect(403, **_COMPUTES)),
    "api:tokens": ("get", "/tokens/", _HOLDS_TOKENS),
    "api:new": ("get", "/tokens/new", _HOLDS_TOKENS),
    "api:all": ("get", "/tokens/all", _keeps_accounts(200)),
    "api:revoke_for_holder": ("get", "/tokens/all/1/revoke", _keeps_accounts(404)),
    "api:revoke": (
        "get",
        "/tokens/1/revoke",
        {who: 404 if status == 200 else status for who, status in _HOLDS_TOKENS.items()},
    ),
    "api-v1:openapi-json": ("get", "/api/v1/openapi.json", expect(200)),
    "api-v1:openapi-view": ("get", "/api/v1/docs", expect(200)),
    "api-v1:api-root": ("get", "/api/v1/", expect(404)),
    "api-v1:nowhere": ("get", "/api/v1/nowhere", expect(404)),
    # To be signed in is nothing here; who gets what with a token is in api/test_token_permissions.py.
    **{
        f"api-v1:{name}": ("get", f"/api/v1/{path}", expect(401))
        for name, path in {
            "token": "token",
            "organizations": "organizations",
            "evaluations": "evaluations",
            "evaluation": "evaluations/1",
            "results": "evaluations/1/results",
            "explanation": "evaluations/1/explanation?organization=V1",
            "archive": "evaluations/1/public.zip",
            "workbook": "evaluations/1/results.xlsx",
            "appraisals": "appraisals",
            "schemes": "schemes",
            "scheme": "schemes/pioneer-project/village",
        }.items()
    },
    "shared:choose_language": ("post", "/language", expect(302)),
    "shared:choose_theme": ("post", "/theme", expect(302)),
    "shared:style": ("get", "/style/", expect(200, stranger=302)),
    "shared:health": ("get", "/health", expect(200)),
}


def names(patterns: list[URLPattern | URLResolver], space: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from names(pattern.url_patterns, below)
        else:
            yield f"{space}{pattern.name}"


def test_every_address_is_in_the_table():
    assert sorted(names(get_resolver().url_patterns)) == sorted(TABLE)


@pytest.mark.parametrize("who", EVERYBODY)
def test_everybody_gets_what_the_table_says(who):
    client = Client()
    account = None if who == STRANGER else make_account(who)
    got = {}
    for name, (method, path, _) in TABLE.items():
        if account:
            client.force_login(account)
        got[name] = getattr(client, method)(path).status_code

    assert got == {name: expected[who] for name, (_, _, expected) in TABLE.items()}


@pytest.mark.parametrize("name", sorted(TABLE))
def test_an_address_that_changes_something_refuses_get(name):
    method, path, _ = TABLE[name]
    client = Client()
    client.force_login(make_account("department"))

    if method == "post":
        assert client.get(path).status_code == 405
