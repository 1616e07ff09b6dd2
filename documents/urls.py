"""Addresses of files."""

from django.urls import path, re_path

from documents import inaccessible_views, views

app_name = "documents"
urlpatterns = [
    path("documents/<int:document_id>/<str:slug>", views.document, name="document"),
    path("documents/<int:document_id>/versions/<int:number>/", views.version, name="version"),
    path("documents/<int:document_id>/cover/<int:number>.webp", views.cover, name="cover"),
    path("documents/not-accessible/", inaccessible_views.inaccessible, name="inaccessible"),
    path("documents/not-accessible.csv", inaccessible_views.inaccessible_table, name="inaccessible_table"),
    re_path(r"^images/(?P<name>[0-9a-f]{24}/[A-Za-z0-9_.-]+)\Z", views.image, name="image"),
]
