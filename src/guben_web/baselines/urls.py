"""The addresses of earlier grades."""

from django.urls import path

from guben_web.baselines import views

app_name = "baselines"
urlpatterns = [path("", views.baselines, name="list")]
