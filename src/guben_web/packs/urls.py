"""The addresses of packs."""

from django.urls import path

from guben_web.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.packs, name="list"),
    path("read", views.read, name="read"),
    path("<ledger:name>/definition", views.definition, name="definition"),
]
