"""Feed bytes to an XML tree, safely: no entities, no network, mended where feeds are commonly broken."""

from __future__ import annotations

import codecs
import html.entities
import re
from itertools import islice

from lxml import etree
from w3lib.encoding import http_content_type_encoding, resolve_encoding

_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']")
_PROLOG = re.compile(r"\s*<\?xml\b[^>]{0,300}\?>")
#: any `&` that XML would not take as it is
_REFERENCE = re.compile(r"&(?!(?:lt|gt|amp|quot|apos);)(?:(#?[A-Za-z0-9]{1,40});?)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_HAS_C1 = re.compile("[\x80-\x9f]")
#: C1 controls are Windows-1252 written as if it were Unicode
_C1 = {code: bytes([code]).decode("cp1252", "replace") for code in range(0x80, 0xA0)}
#: what lies behind so many tags or references is cut off: a feed of 2,000 items needs a third of them
MAX_TAGS = 150_000
MAX_REFERENCES = 300_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def decode_feed(body: bytes, content_type: str) -> str:
    """Return a feed's text: BOM, then the header's charset, the XML declaration, UTF-8, Windows-1252.

    A declared charset that cannot read the bytes is a lie more often than the bytes are broken.
    """
    for bom, name in _BOMS:
        if body.startswith(bom):
            return body[len(bom) :].decode(name, "replace")
    if body.startswith((b"<\0", b"\0<")):
        return body.decode("utf-16-le" if body[1] == 0 else "utf-16-be", "replace")
    declared = _DECLARED.search(body[:1000])
    names: list[str | None] = [
        http_content_type_encoding(content_type) if content_type else None,
        resolve_encoding(declared[1].decode("ascii")) if declared else None,
        "utf-8",
    ]
    for charset in names:
        if charset is None or charset.startswith("utf-16"):
            continue
        try:
            return body.decode(charset)
        except (UnicodeDecodeError, LookupError):
            continue
    best = next((name for name in names[:2] if name and not name.startswith("utf")), "cp1252")
    text = body.decode("utf-8", "replace")
    return text if text.count("\ufffd") <= len(text) // 1000 else body.decode(best, "replace")


def parse_tree(text: str) -> tuple[etree._Element | None, tuple[str, ...]]:
    """Return the root element, or None if there is none, and what had to be mended."""
    problems: list[str] = []
    text, was_cut = _cut_excess(text)
    if was_cut:
        problems.append(f"more than {MAX_TAGS} tags or {MAX_REFERENCES} references: the rest is dropped")
    text = _CONTROL.sub("", _PROLOG.sub("", text.lstrip("\ufeff"), count=1)).strip()
    text, had_entities = _drop_doctype(text.translate(_C1) if _HAS_C1.search(text) else text)
    if had_entities:
        problems.append("entity declarations are ignored")
    source = _mend_references(text).encode("utf-8")
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(source, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None, ("not XML",)
    if parser.error_log:
        first = parser.error_log[0]
        problems.append(f"XML is not well formed, line {first.line}: {first.message.strip()}"[:200])
    return root, tuple(problems)


def _cut_excess(text: str) -> tuple[str, bool]:
    """Cut a text where it has more tags or references than any feed: each would cost time and memory."""
    end = len(text)
    for mark, limit in (("<", MAX_TAGS), ("&", MAX_REFERENCES)):
        if text.count(mark) > limit:
            end = min(end, next(islice(re.finditer(mark, text), limit, None)).start())
    return text[:end], end < len(text)


def _skip_prolog(text: str) -> int:
    """Return where the comments and processing instructions at the beginning end."""
    at = 0
    while text.startswith(("<!--", "<?"), at):
        close = "-->" if text.startswith("<!--", at) else "?>"
        end = text.find(close, at)
        if end < 0:
            return at
        at = end + len(close)
        at += len(text[at : at + 1000]) - len(text[at : at + 1000].lstrip())
    return at


def _drop_doctype(text: str) -> tuple[str, bool]:
    """Cut the document type declaration out: it is where entity bombs live, and no feed needs it."""
    start = _skip_prolog(text)
    if text[start : start + 9].upper() != "<!DOCTYPE":
        return text, False
    bracket, end = text.find("[", start), text.find(">", start)
    if end < 0:
        return text[:start], False
    if bracket < 0 or bracket > end:
        return text[:start] + text[end + 1 :], False
    close = re.compile(r"\]\s*>").search(text, bracket)
    if close is None:
        return text[:start], True
    return text[:start] + text[close.end() :], "<!ENTITY" in text[bracket : close.end()]


def _mend_references(text: str) -> str:
    """Mend `&` outside CDATA; searched by hand, since a pattern would take quadratic time on unclosed sections."""
    pieces, at = [], 0
    while (start := text.find("<![CDATA[", at)) >= 0 and (end := text.find("]]>", start)) >= 0:
        pieces += [_REFERENCE.sub(_mend_reference, text[at:start]), text[start : end + 3]]
        at = end + 3
    pieces.append(_REFERENCE.sub(_mend_reference, text[at:]))
    return "".join(pieces)


def _mend_reference(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name.startswith("#"):
        digits = name[2:] if name[1:2] in "xX" else name[1:]
        try:
            number = int(digits, 16 if name[1:2] in "xX" else 10)
        except ValueError:
            return f"&amp;{name}"
        if 0x80 <= number <= 0x9F:
            return _C1[number]
        is_allowed = number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number <= 0xFFFD
        return f"&#{number};" if is_allowed or 0x10000 <= number <= 0x10FFFF else "\ufffd"
    char = html.entities.html5.get(f"{name};") if found[0].endswith(";") else None
    if char is None:
        return f"&amp;{found[0][1:]}"
    return html.escape(char)
