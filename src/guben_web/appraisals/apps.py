"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import ADMINISTRATORS, RoleCode
from guben_web.audit import naming
from guben_web.results import beside
from guben_web.shared import navigation
from guben_web.words.language import label as words


class AppraisalsConfig(AppConfig):
    """The app `appraisals`."""

    name = "guben_web.appraisals"
    label = "appraisals"

    def ready(self) -> None:
        """Put the appraisals into the navigation, on the workbench and beside results."""
        readers = frozenset(str(code) for code in RoleCode if code not in ADMINISTRATORS)
        group = navigation.Group.APPRAISAL
        navigation.register(navigation.Entry(group, words("考核", "Appraisals"), "appraisals:list", readers))
        judges = {RoleCode.DEPARTMENT, RoleCode.SCORING_DEPARTMENT}
        units = {RoleCode.SECRETARY, RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER}
        workbench.register("guben_web.appraisals.desk.of_department", {RoleCode.DEPARTMENT})
        workbench.register("guben_web.appraisals.desk.of_judges", judges | units)
        workbench.register("guben_web.appraisals.desk.of_units", units)
        naming.register_names("body", "guben_web.appraisals.enums.titles_of_bodies")
        naming.register_names("answer", "guben_web.appraisals.enums.titles_of_answers")
        beside.register("guben_web.appraisals.objecting.beside_result")
        beside.register("guben_web.appraisals.deciding.beside_result")
        beside.register("guben_web.appraisals.late.beside_result")
        beside.register_of_records("guben_web.appraisals.giving.beside_record")
