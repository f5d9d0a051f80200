"""Which wheels a package needs on a given platform, whatever platform this runs on.

``pip download --platform`` picks wheels for another platform, but evaluates the
environment markers (``sys_platform == "win32"``) for the machine it runs on: a bundle
for Windows would miss colorama and ask for uvloop. So the requirements are followed
here, from the metadata of each wheel, and pip only fetches.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from email.parser import HeaderParser
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import NormalizedName, canonicalize_name, parse_wheel_filename

Environment = Mapping[str, str]
Fetch = Callable[[list[Requirement]], None]


class ClosureError(Exception):
    """The wheels do not fit together."""


def requirements_of(wheel: Path) -> list[Requirement]:
    """Everything the wheel's metadata asks for, markers and all."""
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (
            n for n in archive.namelist() if n.endswith(".dist-info/METADATA") and n.count("/") == 1
        )
        metadata = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    return [Requirement(line) for line in metadata.get_all("Requires-Dist", [])]


def wheels_by_name(folder: Path) -> dict[NormalizedName, Path]:
    """The wheels of a folder; each package occurs once.

    Raises
    ------
    ClosureError
        When two versions of a package lie there.
    """
    found: dict[NormalizedName, Path] = {}
    for path in sorted(folder.glob("*.whl")):
        name = parse_wheel_filename(path.name)[0]
        if name in found:
            raise ClosureError(f"{found[name].name} 与 {path.name} 是同一个包的两个版本")
        found[name] = path
    return found


def fetch_closure(
    roots: Iterable[Requirement], folder: Path, environment: Environment, fetch: Fetch
) -> dict[NormalizedName, Path]:
    """Fetch what the roots need, what that needs in turn, and so on.

    Parameters
    ----------
    environment
        Values of the environment markers on the target, e.g. ``sys_platform``.
    fetch
        Puts one wheel for each given requirement into ``folder``.

    Raises
    ------
    ClosureError
        When a fetched version is not one that some requirement allows.
    """
    pending, followed = list(roots), set[tuple[NormalizedName, str]]()
    wheels = wheels_by_name(folder)
    while pending:
        missing = [r for r in pending if canonicalize_name(r.name) not in wheels]
        if missing:
            fetch(missing)
            wheels = wheels_by_name(folder)
        following: list[Requirement] = []
        for requirement in pending:
            name = canonicalize_name(requirement.name)
            _check(requirement, wheels.get(name))
            new = {(name, extra) for extra in {"", *requirement.extras}} - followed
            followed |= new
            asked = requirements_of(wheels[name]) if new else []
            following += [r for r in asked if _applies(r, {e for _, e in new}, environment)]
        pending = following
    return wheels


def _applies(requirement: Requirement, extras: set[str], environment: Environment) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**environment, "extra": e}) for e in extras)


def _check(requirement: Requirement, wheel: Path | None) -> None:
    if wheel is None:
        raise ClosureError(f"没有得到 {requirement}")
    version = parse_wheel_filename(wheel.name)[1]
    if not requirement.specifier.contains(version, prereleases=True):
        raise ClosureError(f"{wheel.name} 不符合 {requirement}")
