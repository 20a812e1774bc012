"""The addresses of reporting."""

from django.urls import path

from guben_web.reporting import approval_views, asking_views, book_views, views

app_name = "reporting"
urlpatterns = [
    path("", views.sheets, name="sheets"),
    path("burden", asking_views.show_burden, name="burden"),
    path("approval/", approval_views.all_rounds, name="rounds"),
    path("approval/<id:collection_id>", approval_views.one_round, name="round"),
    path(
        "approval/<id:collection_id>/townships/<id:township_id>/draw",
        approval_views.draw_sample,
        name="draw_sample",
    ),
    path("departments/", asking_views.departments, name="departments"),
    path("departments/<slug:code>", asking_views.department, name="department"),
    path("sheets/<id:sheet_id>", views.sheet, name="sheet"),
    path("sheets/<id:sheet_id>/save", views.save, name="save"),
    path("sheets/<id:sheet_id>/cells/<id:organization_id>/<slug:measure>", views.save_cell, name="save_cell"),
    path("sheets/<id:sheet_id>/withdraw", views.withdraw, name="withdraw"),
    path("sheets/<id:sheet_id>/approve", approval_views.approve, name="approve"),
    path("sheets/<id:sheet_id>/return", approval_views.return_cells, name="return"),
    path("sheets/<id:sheet_id>/accept", approval_views.accept, name="accept"),
    path("sheets/<id:sheet_id>/reopen", approval_views.reopen, name="reopen"),
    path("cells/<id:cell_id>", views.cell, name="cell"),
    path("draws/<id:draw_id>", approval_views.draw, name="draw"),
    path("draws/<id:draw_id>/sheets/<id:sheet_id>/look", approval_views.look, name="look"),
    path("draws/<id:draw_id>/approve", approval_views.approve_drawn, name="approve_drawn"),
    path("uploads/<id:upload_id>", book_views.uploaded, name="uploaded"),
    path("uploads/<id:upload_id>/apply", book_views.apply, name="apply"),
    path("uploads/<id:upload_id>/discard", book_views.discard, name="discard"),
    path("collections/", asking_views.collections, name="collections"),
    path("collections/new", asking_views.design, name="new"),
    path("collections/<id:collection_id>", asking_views.collection, name="collection"),
    path("collections/<id:collection_id>/design", asking_views.design, name="design"),
    path("collections/<id:collection_id>/publish", asking_views.publish, name="publish"),
    path("collections/<id:collection_id>/close", asking_views.close, name="close"),
    path("collections/<id:collection_id>/remove", asking_views.remove, name="remove"),
    path("collections/<id:collection_id>/accept", asking_views.accept_all, name="accept_all"),
    path("collections/<id:collection_id>/reminder", approval_views.reminder, name="reminder"),
    path("collections/<id:collection_id>/forms.xlsx", book_views.workbook, name="workbook"),
    path("collections/<id:collection_id>/upload", book_views.upload, name="upload"),
    path("collections/<id:collection_id>/townships/<id:township_id>", asking_views.township, name="township"),
]
