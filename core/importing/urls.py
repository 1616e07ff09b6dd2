"""Addresses of imports, inside the admin."""

from django.urls import path

from core.importing import views

app_name = "imports"
urlpatterns = [
    path("<slug:key>/", views.begin, name="begin"),
    path("<slug:key>/manifest.csv", views.template, name="template"),
    path("<slug:key>/<int:run_id>/", views.show, name="run"),
    path("<slug:key>/<int:run_id>/progress/", views.progress, name="progress"),
    path("<slug:key>/<int:run_id>/decide/", views.decide, name="decide"),
    path("<slug:key>/<int:run_id>/result.csv", views.result, name="result"),
]
