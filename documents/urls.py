"""Addresses of files."""

from django.urls import path, re_path

from documents import views

app_name = "documents"
urlpatterns = [
    path("documents/<int:document_id>/<str:filename>", views.document, name="document"),
    re_path(r"^images/(?P<name>[0-9a-f]{24}/[A-Za-z0-9_.-]+)\Z", views.image, name="image"),
]
