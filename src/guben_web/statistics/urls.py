"""The addresses of statistics."""

from django.urls import path

from guben_web.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.whole, name="whole"),
    path("export", views.export, name="export"),
    path("<id:organization_id>", views.organization, name="organization"),
]
