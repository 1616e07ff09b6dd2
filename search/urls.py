"""Addresses of the search app."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.results, name="results"),
    path("feed/", views.feed, name="feed"),
    path("results.csv", views.table, name="table"),
]
