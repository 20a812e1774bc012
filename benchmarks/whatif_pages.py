"""The answer of the what-if page at 5,000 organizations by 200 indicators: from the question of the browser to the finished HTML.

Run by itself, `python -m benchmarks.whatif_pages`, since it starts Django on a data folder of its own. What is asked is what a slider asks: the
part of the page with the new grades, by a signed-in department, through all of the middleware. Beside it stands the style page.
"""

import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from benchmarks.large_scheme import freeze_villages, write_scheme
from benchmarks.timing import page_times, timed

_INDICATORS = 200
_TIMES = 30
_LIMIT_MS = 200
_QUESTIONS = {
    "a weight moved": {"points.g0.p0": "12"},
    "a line of a grade moved": {"grade.good.1": "1100"},
    "five weights moved": {f"points.g{each}.p{10 * each}": "12" for each in range(5)},
}


def main() -> None:
    """Print the median and the 95th percentile of every question."""
    with tempfile.TemporaryDirectory(prefix="guben-bench-") as folder:
        os.environ["GUBEN_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "guben_web.config.settings"
        import django

        django.setup()
        _measure(Path(folder))


def _measure(folder: Path) -> None:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.utils import timezone

    from guben_web.accounts import actions as accounts
    from guben_web.accounts.enums import RoleCode
    from guben_web.config.warming import warm_up

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    now = timezone.now()
    account = accounts.create_account(username="bench", display_name="bench", by=None, now=now)
    accounts.grant_role(account=account, code=RoleCode.DEPARTMENT, by=None, now=now)
    accounts.need_no_password(account=account, by=None, now=now)
    here = f"/results/{_computed(folder, account, now)}/what-if"
    client = Client()
    client.force_login(account)

    def ask(moves: dict[str, str]) -> Any:
        return client.get(f"{here}?{urlencode(moves)}", headers={"HX-Request": "true"})

    # As the web processes do.
    warm_up()
    median, high = page_times(lambda: client.get("/style/"), _TIMES)
    print(f"{'style page, for comparison':28} median {median:6.1f} ms   95th percentile {high:6.1f} ms")
    [opened] = timed(lambda: ask({}), 1)
    print(f"{'the first, which opens it':28} {1000 * opened:6.0f} ms")
    worst = 0.0
    for words, moves in _QUESTIONS.items():
        median, high = page_times(lambda moves=moves: ask(moves), _TIMES)  # type: ignore[misc]
        worst = max(worst, median)
        print(f"{words:28} median {median:6.1f} ms   95th percentile {high:6.1f} ms")
    print(f"slowest median / limit of {_LIMIT_MS} ms: {worst / _LIMIT_MS:.2f}")


def _computed(folder: Path, account: Any, now: Any) -> int:
    """Compute and store an evaluation of the largest scheme, and return its id."""
    from guben.evaluation import check_scheme, evaluate
    from guben_web.org.models import Organization
    from guben_web.results import actions, folders
    from guben_web.results.models import Evaluation

    snapshot = freeze_villages(folder / "frozen", _INDICATORS)
    program = check_scheme(write_scheme(folder, _INDICATORS)).needed()
    evaluation = Evaluation.objects.create(
        scheme=program.name, period=snapshot.period, as_of=snapshot.as_of, started_by=account, started_at=now
    )
    out = folders.path_of(folders.name_of_attempt(evaluation))
    out.mkdir(parents=True)
    outcome = evaluate(program, snapshot, out, language="zh")
    Organization.objects.bulk_create(
        Organization(key=row.organization, code=row.organization) for row in outcome.rows
    )
    actions.store_results(evaluation=evaluation, outcome=outcome, now=now)
    return int(evaluation.pk)


if __name__ == "__main__":
    main()
