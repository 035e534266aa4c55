"""Asks whether a vulnerability is known of what runs. A service that does not answer is told, and fails nothing."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .bill import npm
from .licences import ROOT


class NoAnswer(Exception):
    """The service that knows vulnerabilities did not answer."""


def known_in_python(report: str) -> list[str]:
    """The vulnerabilities in a report of pip-audit. Raises NoAnswer when it is none."""
    packages = _json(report).get("dependencies")
    if packages is None:
        raise NoAnswer
    return [f"{one['name']} {one['version']}: {fault['id']}" for one in packages for fault in one.get("vulns", [])]


def known_in_npm(report: str) -> list[str]:
    """The vulnerabilities in a report of npm audit. Raises NoAnswer when it is none."""
    found = _json(report)
    if "vulnerabilities" not in found:
        raise NoAnswer
    return [f"{name}: {fault['severity']}" for name, fault in found["vulnerabilities"].items()]


def _json(report: str) -> Mapping[str, Any]:
    try:
        found = json.loads(report)
    except ValueError:
        raise NoAnswer from None
    return found if isinstance(found, dict) else {}


def ask_about_python(uv: str) -> str:
    """What pip-audit says of the lock file."""
    with tempfile.TemporaryDirectory() as folder:
        needs = Path(folder) / "requirements.txt"
        options = ["--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", "--output-file", str(needs)]
        subprocess.run([uv, "export", *options], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        tool = str(Path(sys.executable).with_name("pip-audit"))
        command = [
            tool,
            "--requirement",
            str(needs),
            "--no-deps",
            "--disable-pip",
            "--format",
            "json",
            "--timeout",
            "15",
        ]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def ask_about_npm() -> str:
    """What npm says of its lock file."""
    return npm(ROOT, "audit", "--json", "--omit", "dev", "--package-lock-only").stdout


def main(uv: str) -> int:
    """Print what is known; 1 when anything is."""
    failed = 0
    for what, known, ask in (
        ("Python", known_in_python, lambda: ask_about_python(uv)),
        ("npm", known_in_npm, ask_about_npm),
    ):
        try:
            found = known(ask())
        except NoAnswer:
            print(f"{what}: the audit service does not answer; nothing was audited.")
            continue
        print("\n".join(f"{what}: {line}" for line in found) or f"{what}: no known vulnerability.")
        failed = failed or int(bool(found))
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
