"""The addresses of background runs."""

from django.urls import path

from guben_web.jobs import views

app_name = "jobs"
urlpatterns = [path("<id:run_id>/progress", views.progress, name="progress")]
