"""The addresses of packs."""

from django.urls import path

from guben_web.packs import views

app_name = "packs"
urlpatterns = [
    path("", views.packs, name="list"),
    path("read", views.read, name="read"),
    path("<slug:name>/keep", views.keep_pack, name="keep_pack"),
    path("<ledger:name>/keep", views.keep_ledger, name="keep_ledger"),
    path("<ledger:name>/definition", views.definition, name="definition"),
]
