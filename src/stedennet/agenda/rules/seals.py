"""The canonical form and the hash of a sealed edition. Pure: data in, bytes out.

The file that people download is exactly these bytes, so `sha256sum editie-1.json` gives the seal.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping
from typing import Any


def encode_canonical(data: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8 with sorted keys, no spaces and strings in Unicode's form NFC.

    Raises TypeError for anything but text, whole numbers, booleans, None, lists and dicts with text as keys, and
    ValueError for half characters (lone surrogates) and for two keys that become one.
    """
    text = json.dumps(_normalise_value(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def compute_seal(data: Mapping[str, Any]) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(encode_canonical(data)).hexdigest()


def _normalise_value(value: Any) -> Any:
    if isinstance(value, str):
        return _normalise_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_normalise_value(one) for one in value]
    if isinstance(value, Mapping):
        return _normalise_mapping(value)
    raise TypeError(f"a seal is put on text, whole numbers, lists and dicts, not on {type(value).__name__}")


def _normalise_mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key, one in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {type(key).__name__}")
        name = _normalise_text(key)
        if name in plain:
            raise ValueError(f"two keys become one: {name}")
        plain[name] = _normalise_value(one)
    return plain


def _normalise_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("half a character cannot be sealed") from error
    return unicodedata.normalize("NFC", value)
