"""Addresses of the home app that are no pages."""

from django.urls import path

from home import views

app_name = "home"
urlpatterns = [
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
