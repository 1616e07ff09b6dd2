"""Editors of the demo site: invented people, one for each role, with passwords made up on the machine."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from core.demo.records import fingerprint
from core.demo.site import DemoSite
from core.models import User
from core.roles import Role, ensure_roles, group_of

FILE_NAME = "sign-ins.txt"
# Without the letters and digits that are taken for one another.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
PART = "sign-ins"


@dataclass(frozen=True)
class Person:
    """An invented editor."""

    username: str
    first_name: str
    last_name: str
    role: Role


PEOPLE = (
    Person("amara", "Amara", "Whitlock-Nwosu", Role.AUTHOR),
    Person("callum", "Callum", "Desrosiers", Role.COMMUNICATIONS_EDITOR),
    Person("priya", "Priya", "Haldane", Role.PUBLISHER),
    Person("admin", "Rosalind", "Achterberg", Role.ADMINISTRATOR),
)


@dataclass(frozen=True)
class SignIn:
    """What an editor types to sign in."""

    person: Person
    password: str


def new_password() -> str:
    """Return a password of four groups of five: about 98 bits, and easy to type."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def make_sign_ins(site: DemoSite) -> list[SignIn]:
    """Make the roles, and the editors who were never made before; nobody's password is ever reset."""
    ensure_roles()
    made = []
    for person in PEOPLE:
        key = f"person: {person.username}"
        if key in site.records or User.objects.filter(username=person.username).exists():
            continue
        sign_in = SignIn(person, new_password())
        user = User.objects.create_user(
            username=person.username,
            email=f"{person.username}@example.org",
            password=sign_in.password,
            first_name=person.first_name,
            last_name=person.last_name,
        )
        user.groups.add(group_of(person.role))
        site.records.remember(key, PART, user, source=fingerprint(person.username), witness="")
        made.append(sign_in)
    return made


def sign_ins_file() -> Path:
    """Return where the passwords are kept."""
    return Path(settings.VAR_DIR) / FILE_NAME


def write_down(sign_ins: list[SignIn]) -> Path:
    """Add these to the file of sign-ins, which only its owner may read."""
    path = sign_ins_file()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as file:
        file.writelines(f"{line(sign_in)}\n" for sign_in in sign_ins)
    return path


def line(sign_in: SignIn) -> str:
    """Return one line: user name, password, name and role."""
    person = sign_in.person
    return f"{person.username:<12} {sign_in.password}   {person.first_name} {person.last_name}, {person.role.label}"
