"""The canonical form and the hash of a sealed edition. Pure: data in, bytes out.

The file that people download is exactly these bytes, so `sha256sum editie-1.json` gives the seal.
"""

import hashlib
import json
import unicodedata
from collections.abc import Mapping


def encode_canonical(data: Mapping[str, object]) -> bytes:
    """Encode as JSON in UTF-8 with sorted keys, no spaces, and strings in Unicode normalisation form NFC.

    Raises TypeError for anything but text, whole numbers, booleans, None, lists, tuples and mappings with text keys,
    and ValueError for lone surrogates and for two keys that become the same after normalisation.
    """
    text = json.dumps(_normalise_value(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def compute_seal(data: Mapping[str, object]) -> str:
    """The SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(encode_canonical(data)).hexdigest()


def _normalise_value(value: object) -> object:
    if isinstance(value, str):
        return _normalise_text(value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, list | tuple):
        return [_normalise_value(item) for item in value]
    if isinstance(value, Mapping):
        return _normalise_mapping(value)
    raise TypeError(f"can only seal text, whole numbers, lists and dicts, not {type(value).__name__}")


def _normalise_mapping(value: Mapping[object, object]) -> dict[str, object]:
    plain: dict[str, object] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be text, not {type(key).__name__}")
        name = _normalise_text(key)
        if name in plain:
            raise ValueError(f"duplicate key after normalisation: {name}")
        plain[name] = _normalise_value(item)
    return plain


def _normalise_text(value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError("cannot seal a lone surrogate") from error
    return unicodedata.normalize("NFC", value)
