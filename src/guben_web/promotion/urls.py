"""The addresses of promotion."""

from django.urls import path

from guben_web.promotion import plan_views, views, year_views

app_name = "promotion"
_ONE = "<id:round_id>/organizations/<id:organization_id>"
urlpatterns = [
    path("", views.rounds, name="list"),
    path("new", views.new, name="new"),
    path("years", year_views.years, name="years"),
    path("years.xlsx", year_views.years_book, name="years_book"),
    path("before-and-after", year_views.compare, name="compare"),
    path("before-and-after.xlsx", year_views.compare_book, name="compare_book"),
    path("<id:round_id>", views.show_round, name="round"),
    path("<id:round_id>/list.xlsx", views.book, name="book"),
    path("<id:round_id>/words", views.words, name="words"),
    path("<id:round_id>/open", views.open_round, name="open"),
    path("<id:round_id>/targets", views.set_targets, name="targets"),
    path("<id:round_id>/second", views.second, name="second"),
    path("<id:round_id>/close", views.close, name="close"),
    path("<id:round_id>/cancel", views.cancel, name="cancel"),
    path(_ONE, plan_views.show_path, name="path"),
    path(f"{_ONE}/plan", plan_views.write, name="write"),
    path(f"{_ONE}/withdraw", plan_views.withdraw, name="withdraw"),
    path(f"{_ONE}/approve", plan_views.approve, name="approve"),
    path(f"{_ONE}/return", plan_views.return_plan, name="return"),
    path(f"{_ONE}/fulfil", plan_views.fulfil, name="fulfil"),
    path(f"{_ONE}/notes", plan_views.note, name="note"),
]
