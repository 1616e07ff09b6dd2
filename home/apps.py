"""Home page, section hubs, standard pages, news, notices, contact and site settings."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "home"
    verbose_name = "Home"
