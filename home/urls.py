"""Addresses of the home app that are no pages."""

from django.urls import path

from home import feedback_views, views

app_name = "home"
urlpatterns = [
    path("feedback/<int:page_id>/", feedback_views.answer, name="feedback"),
    path("feedback/<int:page_id>/comment/", feedback_views.comment, name="feedback_comment"),
    path("feedback/<int:page_id>/thanks/", feedback_views.thanks, name="feedback_thanks"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots_txt, name="robots_txt"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("opensearch.xml", views.opensearch, name="opensearch"),
]
