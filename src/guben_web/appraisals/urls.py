"""The addresses of appraisals."""

from django.urls import path

from guben_web.appraisals import late_views, notice_views, views

app_name = "appraisals"
urlpatterns = [
    path("", views.appraisals, name="list"),
    path("new", views.new, name="new"),
    path("<id:appraisal_id>", views.appraisal, name="appraisal"),
    path("<id:appraisal_id>/lacking", views.lacking, name="lacking"),
    path("<id:appraisal_id>/marks", views.marks, name="marks"),
    path("<id:appraisal_id>/open-marks", views.open_marks, name="open_marks"),
    path("<id:appraisal_id>/trial", views.trial, name="trial"),
    path("<id:appraisal_id>/decide", views.decide, name="decide"),
    path("<id:appraisal_id>/withdraw", views.withdraw, name="withdraw"),
    path("<id:appraisal_id>/publish", notice_views.publish, name="publish"),
    path("<id:appraisal_id>/notice", notice_views.notice, name="notice"),
    path("<id:appraisal_id>/object/<id:organization_id>", notice_views.object_to, name="object"),
    path("<id:appraisal_id>/objections/<id:objection_id>", notice_views.answer, name="answer"),
    path("<id:appraisal_id>/late", late_views.enter, name="late"),
    path("<id:appraisal_id>/late/<id:correction_id>", late_views.look, name="look_at_late"),
    path("<id:appraisal_id>/recompute", views.recompute, name="recompute"),
    path("<id:appraisal_id>/correction", views.correction, name="correction"),
    path("<id:appraisal_id>/drop", views.drop, name="drop"),
    path("<id:appraisal_id>/changes", views.changes, name="changes"),
    path("<id:appraisal_id>/finish", views.finish, name="finish"),
    path("<id:appraisal_id>/cancel", views.cancel, name="cancel"),
    path("<id:appraisal_id>/papers/<str:name>", views.paper, name="paper"),
]
