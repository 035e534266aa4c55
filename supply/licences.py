"""Under which licence each package that runs with Stedennet may be used, and whether that goes with the EUPL-1.2."""

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CC-BY-4.0", "EUPL-1.2", "HPND", "ISC"),
    *("LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Python-2.0"),
    *("Unlicense", "ZPL-2.1", "Zlib"),
}
"""SPDX names. They let their code be part of a work under the EUPL-1.2 (article 5 and its appendix)."""

NAMES = {
    "3-clause bsd license": "BSD-3-Clause",
    "apache 2.0": "Apache-2.0",
    "apache license 2.0": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause",
    "gnu lesser general public license v3 (lgplv3)": "LGPL-3.0-only",
    "gnu library or lesser general public license (lgpl)": "LGPL-3.0-or-later",
    "isc license (iscl)": "ISC",
    "lgpl with exceptions": "LGPL-3.0-or-later",
    "mit": "MIT",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "new bsd": "BSD-3-Clause",
    "python software foundation license": "PSF-2.0",
    "zope public license": "ZPL-2.1",
}
"""How packages write it in words, in small letters."""


@dataclass(frozen=True, order=True)
class Package:
    """A package of others: from Python, or built into styles and scripts (`npm`)."""

    name: str
    version: str
    licence: str
    source: str

    @property
    def is_allowed(self) -> bool:
        """Whether one of its licences, or all that hold together, are in the list."""
        choices = re.split(r"\s+OR\s+", self.licence.strip("()"))
        return any(all(part.strip("() ") in ALLOWED for part in re.split(r"\s+AND\s+", choice)) for choice in choices)


def python_packages(root: str = "stedennet") -> list[Package]:
    """All packages that are installed because Stedennet runs with them: not those of developers."""
    return sorted(Package(name, metadata.version(name), licence_of(name), "python") for name in _closure(root))


def npm_packages() -> list[Package]:
    """All packages of the lock file that go into styles, scripts and the list of words, and not only build them."""
    lock = json.loads((ROOT / "package-lock.json").read_text())
    found = {path: facts for path, facts in lock["packages"].items() if path and not facts.get("dev")}
    return sorted(
        Package(path.rpartition("node_modules/")[2], facts["version"], facts.get("license", "unknown"), "npm")
        for path, facts in found.items()
    )


def licence_of(name: str) -> str:
    """As the package itself says: SPDX where it can be; "unknown" when it says nothing."""
    facts = metadata.metadata(name)
    if facts.get("License-Expression"):
        return str(facts["License-Expression"])
    classifiers = [line.rpartition(" :: ")[2] for line in facts.get_all("Classifier") or [] if "License ::" in line]
    said = [*classifiers, (facts.get("License") or "").strip()]
    known = [NAMES.get(words.lower(), words) for words in said if words and "\n" not in words]
    return next((licence for licence in known if licence in ALLOWED), known[0] if known else "unknown")


def _closure(root: str) -> set[str]:
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [(root, frozenset[str]())]
    while waiting:
        fresh = set(_needs(*waiting.pop())) - found
        found |= fresh
        waiting += fresh
    return {name for name, _ in found}


def _needs(name: str, extras: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    for line in metadata.requires(name) or []:
        need = Requirement(line)
        environments = [{"extra": extra} for extra in extras or {""}]
        if need.marker is None or any(need.marker.evaluate(environment) for environment in environments):
            yield canonicalize_name(need.name), frozenset(need.extras)


def write_list(target: Path) -> None:
    """The list as CSV."""
    with target.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, quoting=csv.QUOTE_ALL)
        rows.writerow(["name", "version", "licence", "source"])
        rows.writerows([row.name, row.version, row.licence, row.source] for row in python_packages() + npm_packages())


if __name__ == "__main__":
    folder = ROOT / "var" / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    write_list(folder / "licences.csv")
