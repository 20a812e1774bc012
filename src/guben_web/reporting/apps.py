"""The app as Django knows it."""

from django.apps import AppConfig

from guben_web.accounts import workbench
from guben_web.accounts.enums import RoleCode
from guben_web.shared import navigation
from guben_web.words.language import label as words


class ReportingConfig(AppConfig):
    """The app `reporting`."""

    name = "guben_web.reporting"
    label = "reporting"

    def ready(self) -> None:
        """Put the pages into the navigation, and what is to be done on the workbench, of those who fill in, approve and ask."""
        department = frozenset({RoleCode.DEPARTMENT})
        approvers = frozenset({RoleCode.TOWNSHIP, RoleCode.TOWNSHIP_OFFICER})
        fillers = approvers | {RoleCode.SECRETARY, RoleCode.SCORING_DEPARTMENT}
        readers = department | fillers | {RoleCode.INSPECTOR, RoleCode.VIEWER}
        workbench.register("guben_web.reporting.desk.of_fillers", fillers)
        workbench.register("guben_web.reporting.desk.of_approvers", approvers)
        workbench.register("guben_web.reporting.desk.of_department", department)
        for title, page, roles in (
            (words("填报", "Reporting"), "reporting:sheets", fillers),
            (words("审批", "Approval"), "reporting:rounds", approvers),
            (words("填报任务", "Collections"), "reporting:collections", department),
            (words("填报负担", "Burden"), "reporting:burden", readers),
        ):
            navigation.register(navigation.Entry(navigation.Group.LEDGERS, title, page, roles))
