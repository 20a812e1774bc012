"""Whatever is asked that the description of the API allows or forbids, the answers are as it describes them."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis import openapi
from web.api.tokens import make_token
from web.scored import scored_county

from guben_web.config.wsgi import application
from guben_web.results.models import Evaluation

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
SCHEMA = openapi.from_wsgi("/api/v1/openapi.json", application)
NOT_TIMED = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.fixture
def token(tmp_path):
    """A department's token with every right, that may ask as often as it likes, in a county with an evaluation."""
    # As Django's own client does it: an answer would end the connection, and with it the test's transaction.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    with override_settings(API_QUESTIONS_A_MINUTE=10**9):
        yield make_token(scored_county(tmp_path).started_by)[1]
    for signal in signals:
        signal.connect(close_old_connections)


def ask(case: schemathesis.Case, token: str) -> None:
    """Ask what was made up; a small number of an evaluation means the one that there is."""
    number = case.path_parameters.get("evaluation_id")
    if isinstance(number, int) and 1 < number < 1000:
        case.path_parameters["evaluation_id"] = Evaluation.objects.get().pk
    case.call_and_validate(headers={"Authorization": f"Bearer {token}"})


@SCHEMA.parametrize()
@settings(max_examples=15, **NOT_TIMED)
def test_answers_are_as_the_api_is_described(case, token):
    ask(case, token)


@pytest.mark.deep
@SCHEMA.parametrize()
@settings(max_examples=500, **NOT_TIMED)
def test_answers_are_as_the_api_is_described_whatever_is_asked(case, token):
    ask(case, token)


def test_every_address_describes_the_shape_of_problems():
    described = SCHEMA.raw_schema["paths"]
    codes = {path: sorted(each["get"]["responses"]) for path, each in described.items()}

    assert len(codes) == 11
    assert {tuple(each) for each in codes.values()} == {("200", "401", "403", "404", "409", "422", "429")}
    assert SCHEMA.raw_schema["openapi"].startswith("3.1")
