"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.shared import navigation
from guben_web.words.language import label as words


class ResultsConfig(AppConfig):
    """The app `results`."""

    name = "guben_web.results"
    label = "results"

    def ready(self) -> None:
        """Put the evaluations into the navigation."""
        readers = frozenset(str(code) for code in RoleCode if code not in ADMINISTRATORS)
        group = navigation.Group.APPRAISAL
        navigation.register(navigation.Entry(group, words("考核结果", "Results"), "results:list", readers))
        navigation.register(navigation.Entry(group, words("考核制度", "Schemes"), "results:schemes", readers))
        workbench.register("guben_web.results.desk.items", readers)
