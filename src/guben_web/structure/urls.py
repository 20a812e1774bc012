"""The addresses of acts on organizations."""

from django.urls import path

from guben_web.structure import views

app_name = "structure"
urlpatterns = [
    path("findings", views.findings, name="findings"),
    path("findings.xlsx", views.findings_book, name="findings_book"),
    path("organizations.xlsx", views.prefilled, name="prefilled"),
    path("rules", views.rules, name="rules"),
    path("<int:organization_id>/history", views.history, name="history"),
    path("<int:organization_id>/found", views.found, name="found"),
    path("<int:organization_id>/change", views.change, name="change"),
    path("<int:organization_id>/merge", views.merge, name="merge"),
    path("<int:organization_id>/split", views.split, name="split"),
    path("<int:organization_id>/dissolve", views.dissolve, name="dissolve"),
]
