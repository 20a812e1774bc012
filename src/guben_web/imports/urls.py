"""The addresses of importing."""

from django.urls import path

from guben_web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("take-out", views.take_out, name="take_out"),
    path("<id:batch_id>", views.batch, name="batch"),
    path("<id:batch_id>/mark", views.mark, name="mark"),
    path("<id:batch_id>/findings.xlsx", views.marked_workbook, name="marked"),
    path("<id:batch_id>/columns", views.columns, name="columns"),
    path("<id:batch_id>/again", views.again, name="again"),
    path("<id:batch_id>/apply", views.apply, name="apply"),
    path("<id:batch_id>/discard", views.discard, name="discard"),
    path("<id:batch_id>/undo", views.undo, name="undo"),
]
