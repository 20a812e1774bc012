"""The addresses of importing."""

from django.urls import path

from guben_web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.batches, name="list"),
    path("<int:batch_id>", views.batch, name="batch"),
    path("<int:batch_id>/mark", views.mark, name="mark"),
    path("<int:batch_id>/findings.xlsx", views.marked_workbook, name="marked"),
    path("<int:batch_id>/columns", views.columns, name="columns"),
    path("<int:batch_id>/again", views.again, name="again"),
    path("<int:batch_id>/apply", views.apply, name="apply"),
    path("<int:batch_id>/discard", views.discard, name="discard"),
    path("<int:batch_id>/undo", views.undo, name="undo"),
]
