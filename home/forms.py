"""The form on the contact page."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from home.enums import ContactTopic
from home.models import ContactMessage

# Everything below a space but line breaks and tabs, what no keyboard makes, and the mark of bytes that are no text.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd\ufffe\uffff\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\r\n\t]")
_NO_TEXT = "Your text has characters in it that we cannot read. Type it again without them."


def text_only(value: str) -> None:
    """Refuse control characters and broken text."""
    if _NOT_TEXT.search(value):
        raise ValidationError(_NO_TEXT)


def one_line(value: str) -> None:
    """Refuse line breaks, which have no place in a name."""
    if _LINE_BREAK.search(value):
        raise ValidationError("Write your name on one line.")


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # of ContactMessage
    """What a visitor writes to us."""

    topic = forms.ChoiceField(
        choices=ContactTopic.choices,
        label="What is it about?",
        error_messages={"required": "Say what it is about.", "invalid_choice": "Choose one of the subjects."},
    )
    name = forms.CharField(
        label="Your name",
        max_length=100,
        validators=[text_only, one_line],
        error_messages={"required": "Enter your name.", "max_length": "Your name must be 100 characters or fewer."},
    )
    email = forms.EmailField(
        label="Your email address",
        max_length=254,
        help_text="We use it only to answer you.",
        validators=[text_only],
        error_messages={
            "required": "Enter your email address.",
            "invalid": "Enter an email address in the right form, like name@example.com.",
            "max_length": "Your email address must be 254 characters or fewer.",
        },
    )
    message = forms.CharField(
        label="Your message",
        max_length=5_000,
        help_text="Up to 5,000 characters. Please write nothing about your health or care.",
        validators=[text_only],
        error_messages={
            "required": "Write your message.",
            "max_length": "Your message must be 5,000 characters or fewer.",
        },
    )

    class Meta:
        model = ContactMessage
        fields = ("topic", "name", "email", "message")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)  # our own messages, in every browser and without scripts
        super().__init__(*args, **kwargs)
        for name in ("name", "email", "message"):
            # What Django says of a null byte would be a second message about the same thing.
            self.fields[name].error_messages["null_characters_not_allowed"] = _NO_TEXT

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each field with an error, once, with the first thing to say about it: (field's name, message)."""
        return [(name, str(messages[0])) for name, messages in self.errors.items()]

    def clean_message(self) -> str:
        """Return the message with the line breaks of one system."""
        return str(self.cleaned_data["message"]).replace("\r\n", "\n").replace("\r", "\n")


class CommentForm(forms.Form):
    """Why a page was useful or was not."""

    comment = forms.CharField(
        label="What was good, missing or wrong?",
        max_length=1_000,
        validators=[text_only],
        error_messages={
            "required": "Write your comment. If you have none, you are done: your answer is counted.",
            "max_length": "Your comment must be 1,000 characters or fewer.",
            "null_characters_not_allowed": _NO_TEXT,
        },
        help_text="Up to 1,000 characters. Leave out names, numbers, addresses and anything about health.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)  # our own messages, in every browser and without scripts
        super().__init__(*args, **kwargs)

    def clean_comment(self) -> str:
        """Return the comment with the line breaks of one system."""
        return str(self.cleaned_data["comment"]).replace("\r\n", "\n").replace("\r", "\n")
