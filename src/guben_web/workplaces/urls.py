"""The addresses of workplaces."""

from django.urls import path

from guben_web.workplaces import views

app_name = "workplaces"
urlpatterns = [
    path("", views.workplaces, name="list"),
    path("coverage", views.coverage, name="coverage"),
    path("coverage.xlsx", views.coverage_book, name="coverage_book"),
    path("new", views.add, name="add"),
    path("<slug:key>", views.workplace, name="workplace"),
    path("<slug:key>/change", views.change, name="change"),
    path("<slug:key>/end", views.end, name="end"),
    path("<slug:key>/plan", views.plan, name="plan"),
]
