"""From a grade down to the cell of the form that a figure came from: who filled it in and when it was accepted."""

import html
import re
from datetime import timedelta

import pytest
from django.test import Client
from web.builders import NOW, make_account
from web.reporting.forms import INCOME, fill_all, publish, secretary_of, sheet_of, township_of
from web.scored import AS_OF, evaluate, scored_county

from guben_web.ledgers.models import ReportedValue
from guben_web.ledgers.queries import source_in_words
from guben_web.org.models import Organization
from guben_web.reporting import sheet_actions
from guben_web.reporting.models import Cell
from guben_web.results import actions as results

pytestmark = pytest.mark.django_db


@pytest.fixture
def explained(tmp_path):
    """Have a village's figures come from an accepted form, and evaluate with them; the earlier came from a workbook."""
    earlier = scored_county(tmp_path)
    department = make_account("department")
    village, township = Organization.objects.get(key="V1"), Organization.objects.get(key="T1")
    secretary = secretary_of(village)
    sheet = sheet_of(publish(department, period="2025", justification="核实"), village)
    now = NOW - timedelta(minutes=5)
    fill_all(sheet, secretary, now, income="6100")
    sheet_actions.submit(sheet=sheet, by=secretary, now=now)
    sheet_actions.approve(sheet=sheet, by=township_of(township), now=now)
    sheet_actions.accept(sheets=[sheet], by=department, now=now)
    later = evaluate(department, as_of=AS_OF)
    results.show_to_units(evaluation=later, by=department, now=NOW)
    return earlier, later, village, secretary


def record_page(account, evaluation, village):
    income = ReportedValue.objects.get(measure=INCOME, organization=village, period="2025")
    client = Client()
    client.force_login(account)
    page = client.get(f"/results/{evaluation.pk}/organizations/{village.pk}/records/value:{income.pk}")
    main = page.content.decode().partition('<main id="content"')[2]
    return main, " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def test_a_figure_leads_to_the_cell_of_its_form(explained):
    _, later, village, secretary = explained

    page, words = record_page(secretary, later, village)

    cell = Cell.objects.get(measure=INCOME)
    assert f'href="/reporting/cells/{cell.pk}"' in page
    assert f"填报表 2026年村级数据 填写 {secretary.display_name} ·" in words


def test_an_earlier_evaluation_still_names_the_workbook(explained):
    earlier, _, village, secretary = explained

    _, words = record_page(secretary, earlier, village)

    assert "county.xlsx" in words
    assert "数值 4,499元 现在是6,100元" in words


def test_who_may_not_see_the_form_reads_its_name_without_a_link(explained):
    _, later, village, _ = explained
    scorer = make_account("scoring_department", organization_id=village.pk)

    page, words = record_page(scorer, later, village)

    assert "/reporting/cells/" not in page
    assert "填报表 2026年村级数据" in words


def test_a_source_that_is_a_form_is_named_in_words():
    assert source_in_words("cell:7").zh == "填报表"
