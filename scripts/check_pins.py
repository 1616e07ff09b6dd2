"""Say which direct dependency has no reason, and which has no pin that satisfies it. Needs no network."""

import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.environment import ROOT


def faults(stem: str, root: Path = ROOT) -> list[str]:
    """Return what is wrong between `stem`.in and `stem`.txt, a line each."""
    pins = _pins(root / f"{stem}.txt")
    found = []
    for line in (root / f"{stem}.in").read_text().splitlines():
        wanted, _, reason = (part.strip() for part in line.partition("#"))
        if not wanted or wanted.startswith("-"):
            continue
        requirement = Requirement(wanted)
        version = pins.get(canonicalize_name(requirement.name))
        if not reason:
            found.append(f"{stem}.in: {requirement.name} has no reason")
        if version is None or not requirement.specifier.contains(version, prereleases=True):
            found.append(f"{stem}.txt: {wanted} is pinned to {version or 'nothing'}; run make pins")
    return found


def _pins(path: Path) -> dict[str, str]:
    pins: dict[str, str] = {}
    for line in path.read_text().splitlines():
        name, equals, version = line.partition("#")[0].strip().partition("==")
        if equals:
            pins[canonicalize_name(name.partition("[")[0])] = version
    return pins


def main() -> int:
    """Check both sets of pins; the development pins must agree with the runtime's."""
    found = faults("requirements") + faults("requirements-dev")
    development = _pins(ROOT / "requirements-dev.txt")
    found += [
        f"requirements-dev.txt: {name} is {development.get(name, 'missing')}, but {version} in requirements.txt"
        for name, version in _pins(ROOT / "requirements.txt").items()
        if development.get(name) != version
    ]
    print("\n".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
