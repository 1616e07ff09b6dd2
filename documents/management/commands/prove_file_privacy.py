"""`manage.py prove_file_privacy`: compare what anybody can have of all files with what the public may."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents.deletions import note_deletion
from documents.models import Difference, FileFinding, PrivacyProof
from documents.proof.asking import SiteDoesNotAnswerError
from documents.proof.run import Prover
from documents.storages import StoreUnavailableError


class Command(BaseCommand):
    """Prove now; exit 1 when anything differs or no proof was possible."""

    help = (
        "Ask the site for every file as a stranger would, and the store for what lies in it; list what is not as it "
        "should be and exit 1. Goes on with a proof that was broken off."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--site", default="", help="The address to ask; else SITE_URL.")
        parser.add_argument("--minutes", type=float, default=24 * 60, help="Stop after so long; the next run goes on.")
        parser.add_argument("--again", action="store_true", help="Begin anew rather than go on.")
        parser.add_argument("--delete-strays", action="store_true", help="Delete the files that no row names.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["again"]:
            PrivacyProof.objects.filter(finished_at=None).delete()
        try:
            proof = Prover(options["site"], options["minutes"] * 60).run()
        except (SiteDoesNotAnswerError, StoreUnavailableError) as error:
            raise CommandError(f"No proof is possible now: {error}") from error
        findings = list(FileFinding.objects.order_by("kind", "what"))
        for finding in findings:
            self.stdout.write(str(finding))
        if options["delete_strays"]:
            for finding in (each for each in findings if each.kind == Difference.STRAY):
                note_deletion(finding.what)
                finding.delete()
        state = "finished" if proof.finished_at else "not finished; run it again to go on"
        self.stdout.write(f"{proof.asked} addresses asked, {len(findings)} differences, {state}.")
        if findings:
            sys.exit(1)
