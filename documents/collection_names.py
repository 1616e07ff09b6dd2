"""Collections by the names that editors write: alone, or with those above them, as in “Board / 2026”."""

import re
from difflib import get_close_matches

from wagtail.models import Collection


def collection_names() -> dict[int, str]:
    """Return the full name of every collection by its key, in the order of the tree; the root goes by its own name."""
    names: dict[int, str] = {}
    above: dict[str, str] = {}
    for collection in Collection.objects.order_by("path"):
        parent = above.get(collection.path[: -Collection.steplen], "")
        full = f"{parent} / {collection.name}" if parent else str(collection.name)
        above[collection.path] = "" if collection.depth == 1 else full
        names[collection.pk] = full
    return names


def find_collection(name: str) -> tuple[Collection | None, str]:
    """Return the collection of this name and "", or None and what is wrong with the name; nothing for no name."""
    wanted = _key(name)
    if not wanted:
        return None, ""
    names = collection_names()
    exact = [pk for pk, full in names.items() if _key(full) == wanted]
    found = exact or [pk for pk, full in names.items() if _key(full.rpartition(" / ")[2]) == wanted]
    if len(found) == 1:
        return Collection.objects.get(pk=found[0]), ""
    if found:
        options = ", ".join(f"“{names[pk]}”" for pk in found)
        return None, f"Several collections are called “{name}”. Write which: {options}."
    close = get_close_matches(name, list(names.values()), n=1)
    hint = f" Did you mean “{close[0]}”?" if close else ""
    return None, f"There is no collection “{name}”.{hint} Collections are made under Settings."


def _key(name: str) -> str:
    return re.sub(r"\s*/\s*", "/", " ".join(name.split())).casefold()
