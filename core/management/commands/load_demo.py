"""Builds the demo site, or brings it up to date."""

import logging
import time
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.demo import DemoSite, demo_parts
from core.demo.refusals import reasons_to_refuse
from core.demo.sign_ins import SignIn, line, make_sign_ins, sign_ins_file, write_down
from core.demo.web_address import host_and_port


class Command(BaseCommand):
    help = (
        "Build the demo site. Run it again at any time: it adds what is missing, updates what nobody changed, and "
        "leaves alone what an editor changed, moved or deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site-url", default=settings.SITE_URL, help="Where the site is reached (SITE_URL).")
        parser.add_argument("--force", action="store_true", help="Load it beside pages that are not of the demo.")

    def handle(self, *args: Any, site_url: str, force: bool, **options: Any) -> None:
        try:
            host_and_port(site_url)
        except ValueError as error:
            raise CommandError(str(error)) from error
        reasons = reasons_to_refuse()
        if reasons and not force:
            raise CommandError(
                "The demo site was not loaded.\n"
                + "\n".join(reasons)
                + "\nIf you want it there all the same, add --force."
            )
        # Wagtail tells of each page that it publishes; the lines below tell enough.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        site = DemoSite(site_url)
        # Before the pages, so that these can be given to somebody.
        made = self._people(site)
        for part in demo_parts():
            started = time.monotonic()
            site.build(part)
            self.stdout.write(f"demo: {part.name} in {time.monotonic() - started:.1f} s")
        self._tell(site, made)

    def _people(self, site: DemoSite) -> list[SignIn]:
        with transaction.atomic():
            made = make_sign_ins(site)
            if made:
                write_down(made)
        return made

    def _tell(self, site: DemoSite, made: list[SignIn]) -> None:
        if made:
            self.stdout.write(
                f"\nEditors’ sign-ins for {site.site_url}/admin/ (shown once, kept in {sign_ins_file()}):"
            )
            for sign_in in made:
                self.stdout.write(f"  {line(sign_in)}")
        else:
            self.stdout.write(f"demo: editors’ sign-ins are in {sign_ins_file()}")
