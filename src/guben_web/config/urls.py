"""The addresses of the application, one line an app."""

from django.urls import URLPattern, URLResolver, include, path, register_converter

from guben_web.api.v1 import addresses as v1
from guben_web.shared.addresses import Id, LedgerName

# Before the addresses that use it are read.
register_converter(Id, "id")
register_converter(LedgerName, "ledger")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guben_web.home.urls")),
    path("", include("guben_web.accounts.urls")),
    path("", include("guben_web.administration.urls")),
    path("organizations/", include("guben_web.org.urls")),
    path("organizations/", include("guben_web.people.urls")),
    path("organizations/", include("guben_web.teams.urls")),
    path("organizations/", include("guben_web.structure.urls")),
    path("", include("guben_web.corrections.urls")),
    path("", include("guben_web.ledgers.urls")),
    path("packs/", include("guben_web.packs.urls")),
    path("workplaces/", include("guben_web.workplaces.urls")),
    path("baselines/", include("guben_web.baselines.urls")),
    path("imports/", include("guben_web.imports.urls")),
    path("tallies/", include("guben_web.tallies.urls")),
    path("reporting/", include("guben_web.reporting.urls")),
    path("statistics/", include("guben_web.statistics.urls")),
    path("results/", include("guben_web.results.urls")),
    path("appraisals/", include("guben_web.appraisals.urls")),
    path("promotion/", include("guben_web.promotion.urls")),
    path("", include("guben_web.api.urls")),
    path("api/v1/", (v1.patterns, "ninja", v1.NAMESPACE)),
    path("runs/", include("guben_web.jobs.urls")),
    path("", include("guben_web.shared.urls")),
]

handler403 = "guben_web.shared.views.forbidden"
handler404 = "guben_web.shared.views.not_found"
handler500 = "guben_web.shared.views.fault"
