"""The core app: what three or more apps share. It imports no other app of ours."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        """Watch the database for changes and find every app's jobs, boundaries, roles and health."""
        from core import checks  # noqa: F401  # registers on import, needs the app registry
        from core.audit import guard, people, permissions
        from core.backups import health as backup_health  # noqa: F401  # the same
        from core.caching import changes  # noqa: F401  # the same
        from core.health import checks as health_checks  # noqa: F401  # the same
        from core.link_checks.nightly import watch_pages as watch_links
        from core.redirect_creation import watch_addresses
        from core.reviews.services import watch_pages
        from core.sign_in import tasks
        from core.tasks import watch_pictures

        watch_pictures()
        watch_addresses()
        people.watch()
        permissions.watch()
        tasks.watch()
        post_migrate.connect(guard.set_up, sender=self, dispatch_uid="core.audit.guard")
        watch_pages()
        watch_links()
        autodiscover_modules("jobs", "boundaries", "roles", "importers", "health", "link_checks")
