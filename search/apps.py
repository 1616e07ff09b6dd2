"""The public search: what can be found, the engine, the page."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "Search"

    def ready(self) -> None:
        """Find every app's `search_index.py`: the kinds of things that can be found; follow their changes."""
        from search.signal_handlers import watch

        autodiscover_modules("search_index")
        watch()
