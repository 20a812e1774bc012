"""Every act is recorded: a public action without an entry in the record has to be named here, with the reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

import guben_web

SOURCES = Path(guben_web.__file__).parent
# What the action files of accounts are called where they are imported.
_OF_ACCOUNTS = ("accounts.", "entry.", "factors.", "keys.")
_BY_CALLER = "Stores rows for imports, which record the act."
_BACKGROUND = "Part of background work: what the work leads to is recorded when it is stored."
NOT_RECORDED = {
    "audit.record": "It is the record.",
    "org.add_organizations": _BY_CALLER,
    "org.change_organizations": _BY_CALLER,
    "org.remove_organizations": _BY_CALLER,
    "org.store_versions": _BY_CALLER,
    "org.remove_versions": _BY_CALLER,
    "org.store_workplaces": _BY_CALLER,
    "org.remove_workplaces": _BY_CALLER,
    "people.store_members": _BY_CALLER,
    "people.store_memberships": _BY_CALLER,
    "people.remove_memberships": _BY_CALLER,
    "people.store_posts": _BY_CALLER,
    "people.remove_posts": _BY_CALLER,
    "people.remove_members": _BY_CALLER,
    "people.add_posts": _BY_CALLER,
    "people.move_revisions": _BY_CALLER,
    "teams.store_tenures": _BY_CALLER,
    "teams.store_terms": _BY_CALLER,
    "teams.remove": _BY_CALLER,
    "workplaces.store_plans": _BY_CALLER,
    "workplaces.remove_plans": _BY_CALLER,
    "baselines.store_baselines": _BY_CALLER,
    "baselines.remove_baselines": _BY_CALLER,
    "ledgers.store_values": _BY_CALLER,
    "ledgers.remove_values": _BY_CALLER,
    "ledgers.compare_upload": "Nothing but the comparison is stored; the workbook and the decision are recorded.",
    "ledgers.state_of": "It only looks.",
    "ledgers.draft_of": "It only looks.",
    "ledgers.stand_for": "It only looks.",
    "ledgers.store_drafts": _BY_CALLER,
    "ledgers.put_back": _BY_CALLER,
    "ledgers.index_ledger": _BACKGROUND,
    "jobs.enqueue": "Whoever asks for a run records why.",
    "jobs.claim_next": _BACKGROUND,
    "jobs.show_progress": _BACKGROUND,
    "jobs.say_alive": _BACKGROUND,
    "jobs.finish": _BACKGROUND,
    "jobs.fail": _BACKGROUND,
    "jobs.recover": _BACKGROUND,
    "jobs.cancel": "No page offers it; whoever will cancels for somebody has to record it.",
    "imports.need_possible": "It only looks.",
    "imports.begin_reading": _BACKGROUND,
    "imports.store_lines": _BACKGROUND,
    "imports.finish_reading": "Nothing but the comparison is stored; the decision about it is recorded.",
    "imports.finish_marking": "Nothing but the marked copy is offered; that it was asked for and taken is recorded.",
    "promotion.need_possible": "It only looks.",
    "results.need_possible": "It only looks.",
    "api.count_question": "What was read is recorded, and what was refused was not read.",
    "api.note_use": "What was read is recorded.",
    "results.set_grades": "Part of a decision, which appraisals record.",
    "appraisals.need_possible": "It only looks.",
    "appraisals.need_finishable": "It only looks.",
    "results.begin_attempt": _BACKGROUND,
    "jobs.show_pulse": _BACKGROUND,
    "accounts.get_open_link": "It only looks.",
    "accounts.need_another": "It only looks.",
    "accounts.get_half": "It only looks.",
    "accounts.forgive_failures": "Whoever asks for it records why.",
    "accounts.need_unlocked": "It only looks.",
    "accounts.count_failure": "Whoever asks for it records what failed.",
    "accounts.new_recovery_codes": "Whoever asks for them records why.",
    "accounts.keep_session": "Being there is no act.",
    "accounts.tidy_sessions": "What is tidied away has ended already.",
    "administration.need_active": "It only looks.",
    "home.need_nothing_installed": "It only looks.",
    "teams.find_problems": "It only looks.",
    "teams.find_end_problems": "It only looks.",
    "teams.find_term_problems": "It only looks.",
    "workplaces.find_problems": "It only looks.",
    "home.get_account": "It only looks.",
    "reporting.compare_upload": "Nothing but the comparison is stored; the workbook and the decision are recorded.",
    "reporting.locked": "It only looks.",
    "reporting.locked_sheets": "It only locks.",
    "reporting.sample_of": "It only computes.",
}


def actions() -> Iterator[tuple[str, bool]]:
    """Yield each public action as `app.name`, and whether it comes to write an entry."""
    for file in sorted(SOURCES.glob("*/*actions.py")):
        text = file.read_text(encoding="utf-8")
        of_accounts = tuple(each for each in _OF_ACCOUNTS if f" as {each[:-1]}\n" in text)
        functions = {each.name: each for each in ast.parse(text).body if isinstance(each, ast.FunctionDef)}
        for name in functions:
            if not name.startswith("_"):
                yield f"{file.parent.name}.{name}", records(name, functions, of_accounts, set())


def records(
    name: str, functions: dict[str, ast.FunctionDef], of_accounts: tuple[str, ...], seen: set[str]
) -> bool:
    """Return whether a function writes an entry, by itself or through one of its own file or of accounts."""
    seen.add(name)
    called = [each.func for each in ast.walk(functions[name]) if isinstance(each, ast.Call)]
    there = {ast.unparse(each) for each in called}
    if "audit.record" in there or any(each.startswith(of_accounts) for each in there):
        return True
    return any(records(each, functions, of_accounts, seen) for each in there & functions.keys() - seen)


def test_every_action_is_recorded_or_says_why_not():
    found = dict(actions())

    assert sorted(name for name, is_recorded in found.items() if not is_recorded) == sorted(NOT_RECORDED)


def test_files_are_given_out_only_by_views_that_record_it():
    givers = {"FileResponse", "StreamingHttpResponse", "Content-Disposition"}
    recorders = ("actions.record_download(", "actions.record_taking_out(")
    unrecorded = []
    for file in sorted(SOURCES.glob("*/views.py")):
        for function in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(function, ast.FunctionDef):
                source = ast.unparse(function)
                is_recorded = any(each in source for each in recorders)
                if any(each in source for each in givers) and not is_recorded:
                    unrecorded.append(f"{file.parent.name}.{function.name}")

    assert unrecorded == []
