"""The addresses of acts on organizations."""

from django.urls import path

from guben_web.structure import views

app_name = "structure"
urlpatterns = [
    path("findings", views.findings, name="findings"),
    path("findings.xlsx", views.findings_book, name="findings_book"),
    path("organizations.xlsx", views.prefilled, name="prefilled"),
    path("rules", views.rules, name="rules"),
    path("<id:organization_id>/history", views.history, name="history"),
    path("<id:organization_id>/found", views.found, name="found"),
    path("<id:organization_id>/change", views.change, name="change"),
    path("<id:organization_id>/merge", views.merge, name="merge"),
    path("<id:organization_id>/split", views.split, name="split"),
    path("<id:organization_id>/dissolve", views.dissolve, name="dissolve"),
]
