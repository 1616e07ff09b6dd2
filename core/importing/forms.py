"""The form that an import begins with."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError

from core.importing.importer import Importer
from core.importing.tables import MAX_BYTES


class ManyFilesInput(forms.ClearableFileInput):
    """A field in which several files are chosen."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files, none when none was chosen. An empty one is told later, by its line."""
        return [each for each in (data or []) if each]


class ImportForm(forms.Form):
    """A table, the files it names, and what the importer asks beside them."""

    table = forms.FileField(
        label="Table (CSV)", required=False,
        help_text="A line of column names, then a line for each file.",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )  # fmt: skip
    uploads = ManyFilesField(label="Files, or one ZIP with all of them", required=False)

    def __init__(self, importer: Importer, user: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.importer = importer
        if importer.takes_files:
            self.fields["uploads"].help_text = (
                f"At most {settings.IMPORT_MAX_FILES:,} files and {settings.IMPORT_MAX_MB:,} MB at once. "
                "A ZIP may hold the table too, as “manifest.csv”."
            )
        else:
            del self.fields["uploads"]
            self.fields["table"].required = True
        self.options = importer.option_fields(user)
        self.fields.update(self.options)

    def clean_table(self) -> Any:
        """Refuse a table that no import can be."""
        table = self.cleaned_data["table"]
        if table and table.size > MAX_BYTES:
            raise ValidationError(f"This table is larger than {MAX_BYTES // 1_000_000} MB. Import it in parts.")
        return table

    def clean_uploads(self) -> list[Any]:
        """Refuse more than is taken, before any of it is stored."""
        files: list[Any] = self.cleaned_data["uploads"]
        if len(files) > settings.IMPORT_MAX_FILES:
            raise ValidationError(
                f"These are {len(files):,} files; at most {settings.IMPORT_MAX_FILES:,} come in at once."
            )
        if sum(each.size or 0 for each in files) > settings.IMPORT_MAX_MB * 1_000_000:
            raise ValidationError(f"These are more than {settings.IMPORT_MAX_MB:,} MB. Import them in parts.")
        names = [each.name for each in files]
        twice = sorted({str(name) for name in names if names.count(name) > 1})
        if twice:
            raise ValidationError(f"Two files have one name: {', '.join(twice)}. Put them into folders of a ZIP.")
        return files

    def clean(self) -> dict[str, Any]:
        """Ask for something to import."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.importer.takes_files and not self.errors:
            if not cleaned["uploads"]:
                self.add_error("uploads", "Choose the files that the table names, or a ZIP with them.")
            elif not cleaned["table"] and not any(is_archive(each) for each in cleaned["uploads"]):
                self.add_error("table", "Choose the table that says what the files are.")
        return cleaned

    def chosen_options(self) -> dict[str, Any]:
        """Return what was chosen beside the files, as it is stored."""
        return self.importer.clean_options({name: self.cleaned_data[name] for name in self.options})


def is_archive(file: Any) -> bool:
    """Whether a file is to be taken apart."""
    return str(file.name).lower().endswith(".zip")
