"""What the public may find: one row a thing, or a page of one, with its text; and the words that there are."""

from django.db import models


class SearchEntry(models.Model):
    """A thing that the public may find (part 0), or one page of it (part n).

    Rows are there only for what an anonymous visitor may see (search.entries); each is asked again when it is shown.
    The text is in a table of its own, so that many rows can be looked through without it.
    """

    kind = models.CharField(max_length=30)
    key = models.CharField(max_length=64, help_text="Of the thing, among those of its kind.")
    part = models.PositiveIntegerField(default=0)
    type = models.CharField(max_length=100, blank=True)
    topics = models.TextField(blank=True, help_text="Between bars: |Fleet|Finance|")
    format = models.CharField(max_length=10, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    day = models.DateField(null=True)
    title_key = models.CharField(
        max_length=100, blank=True, help_text="The title's words, to know a title typed whole."
    )
    part_name = models.CharField(max_length=60, blank=True)
    url = models.CharField(max_length=1000)
    updated_at = models.DateTimeField(null=True)
    language = models.CharField(max_length=35, blank=True)
    stamp = models.CharField(max_length=64, blank=True, help_text="Of the thing's source: another one, another row.")
    digest = models.CharField(max_length=64, help_text="Of all that the row holds.")
    words_noted = models.BooleanField(default=False, help_text="Whether its words are among those of WordPart.")

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key", "part"], name="one_entry_a_part")]
        indexes = [
            models.Index(fields=["id"], name="entries_to_note", condition=models.Q(words_noted=False)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}" + (f", {self.part_name}" if self.part else "")


class SearchText(models.Model):
    """What an entry says. The index of words of each database is made from these columns, in the same transaction.

    (Migration 0002: triggers and an FTS5 table on SQLite, a generated column with a GIN index on PostgreSQL.)
    """

    entry = models.OneToOneField(SearchEntry, on_delete=models.CASCADE, primary_key=True, related_name="text")
    title = models.TextField(blank=True)
    names = models.TextField(blank=True, help_text="References and keywords.")
    summary = models.TextField(blank=True)
    body = models.TextField(blank=True)
    context = models.TextField(blank=True)
    words = models.TextField(blank=True, help_text="The words of each column above, a line each, as search.words does.")

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.title


class WordPart(models.Model):
    """Three letters in a row of a word that entries hold: how a word is found that was nearly typed."""

    part = models.CharField(max_length=3)
    word = models.CharField(max_length=30, db_index=True)

    # Which words there are shows only where a search that had them was made anew.
    never_public = True
    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "word"], name="one_part_of_a_word")]

    def __str__(self) -> str:
        return f"{self.part} of {self.word}"
