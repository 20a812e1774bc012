"""The addresses of statistics."""

from django.urls import path

from guben_web.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.whole, name="whole"),
    path("export", views.export, name="export"),
    path("<int:organization_id>", views.organization, name="organization"),
]
