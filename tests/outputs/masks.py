"""An answer as text that is the same each time: files by what is in them, and what is new with each run masked."""

import hashlib
import io
import re
from typing import Any

import openpyxl
import pypdf

HEADERS = (
    "Content-Type", "Content-Disposition", "Content-Language", "Location", "Link", "Cache-Control", "Vary",
    "Content-Security-Policy", "X-Frame-Options", "Access-Control-Allow-Origin", "X-Robots-Tag", "Retry-After",
    "HX-Redirect",
)  # fmt: skip
MASKS = {
    r"(nonce-|nonce=\")[\w+/=-]+": r"\1{nonce}",
    r"(csrfmiddlewaretoken\" value=\")\w+": r"\1{csrf}",
    r"(CSRF_TOKEN\": \")\w+": r"\1{csrf}",
    r"(BEGIN PUBLIC KEY-----)[\w+/=\\]+": r"\1{key}",
    r"\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b": "{uuid}",
    r"(\d\d:\d\d:\d\d)\.\d+": r"\1",
    r"\b[0-9a-f]{32,}\b": "{hash}",
    r"[\w-]+(:[\w-]+)?:[\w-]{43}\b": "{token}",
}
"""What is new with each run, and what stands in its place."""


def mask_text(text: str) -> str:
    """The same text without nonces, tokens, ids and fractions of a second."""
    for pattern, instead in MASKS.items():
        text = re.sub(pattern, instead, text)
    return text


def describe_response(response: Any) -> str:
    """Status, the headers that matter, and the body as text, masked."""
    headers = [f"{name}: {_read_header(response, name)}" for name in HEADERS if name in response.headers]
    body = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.headers.get("Content-Type", "")
    return mask_text("\n".join([str(response.status_code), *headers, "", _read_body(body, kind)]))


def _read_header(response: Any, name: str) -> str:
    """The value of a header; the parts of a policy come in any order."""
    value = response.headers[name]
    return "; ".join(sorted(value.split("; "))) if name == "Content-Security-Policy" else value


def _read_body(body: bytes, kind: str) -> str:
    """The cells of a workbook, the words of a PDF, the hash of a picture, everything else as it is."""
    if "spreadsheetml" in kind:
        sheets = openpyxl.load_workbook(io.BytesIO(body))
        return "\n".join(f"{sheet.title}: {[cell.value for cell in row]}" for sheet in sheets for row in sheet.rows)
    if "application/pdf" in kind:
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(body)).pages)
    return hashlib.sha256(body).hexdigest()[:24] if kind.startswith("image/") else body.decode()
