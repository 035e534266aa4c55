"""The canonical form and the hash of a sealed edition. Pure: data in, bytes out.

The file that people download is exactly these bytes, so `sha256sum editie-1.json` gives the seal.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def canonical(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys, no spaces and strings in Unicode's form NFC.

    Raises TypeError for anything but text, whole numbers, booleans, None, lists and dicts with text as keys, and
    ValueError for half characters (lone surrogates) and for two keys that become one.
    """
    text = json.dumps(_plain(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def seal(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(data)).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return _text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, Mapping):
        return _mapping(value)
    raise TypeError(f"a seal is put on text, whole numbers, lists and dicts, not on {type(value).__name__}")


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, one in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {type(key).__name__}")
        name = _text(key)
        if name in plain:
            raise ValueError(f"two keys become one: {name}")
        plain[name] = _plain(one)
    return plain


def _text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half a character cannot be sealed") from error
    return unicodedata.normalize("NFC", value)
