"""Home page, section hubs, standard pages, news, notices, contact and site settings."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"

    def ready(self) -> None:
        """Say where people ask for files in another format."""
        from core.accessible_formats import ask_at
        from home.contact_routes import accessible_formats

        ask_at(accessible_formats)
