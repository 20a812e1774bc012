"""The addresses that belong to no app."""

from django.urls import path

from guben_web.shared import views

app_name = "shared"
urlpatterns = [
    path("language", views.choose_language, name="choose_language"),
    path("theme", views.choose_theme, name="choose_theme"),
    path("style/", views.style, name="style"),
    path("health", views.health, name="health"),
]
