"""The building blocks of every page's body, each around an NHS.UK component."""

from core.blocks.body import BodyBlock

__all__ = ["BodyBlock"]
