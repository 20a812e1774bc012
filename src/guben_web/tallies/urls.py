"""The addresses of counts on paper."""

from django.urls import path

from guben_web.tallies import sheet_views, views

app_name = "tallies"
urlpatterns = [
    path("", views.counts, name="counts"),
    path("new", views.new, name="new"),
    path("<id:count_id>", views.count, name="count"),
    path("<id:count_id>/papers", views.papers, name="papers"),
    path("<id:count_id>/reminder", views.reminder, name="reminder"),
    path("<id:count_id>/counts.xlsx", views.book, name="book"),
    path("<id:count_id>/release", views.release, name="release"),
    path("<id:count_id>/remove", views.remove, name="remove"),
    path("sheets/<id:sheet_id>", sheet_views.sheet, name="sheet"),
    path("sheets/<id:sheet_id>/type", sheet_views.type_in, name="type"),
    path("sheets/<id:sheet_id>/decide", sheet_views.decide, name="decide"),
    path("sheets/<id:sheet_id>/reopen", sheet_views.reopen, name="reopen"),
]
