"""Patient descriptions and judgments, in the forms in which TREC's tracks are published."""

import gzip
import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

Judgments = dict[str, dict[str, int]]


def read_topics(path: Path) -> dict[str, str]:
    """Topic to text, from JSON or XML."""
    content = read_text(path)
    return from_json(json.loads(content)) if content.lstrip()[:1] in "[{" else from_xml(content)


def read_text(path: Path) -> str:
    """A file's text, unpacked if need be."""
    packed = path.read_bytes()
    return (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8-sig")


def from_json(found: Any) -> dict[str, str]:
    """Topics from [{"topic": …, "text": …}] or {topic: text}."""
    if isinstance(found, dict):
        return {str(topic): str(text) for topic, text in found.items()}
    return {str(each.get("topic", each.get("id"))): str(each["text"]) for each in found}


def from_xml(content: str) -> dict[str, str]:
    """Topics from <topic number="1">text</topic>, with or without fields inside, or from <TOP><NUM>1</NUM>…</TOP>."""
    # Files of the second kind have no root.
    root = ElementTree.fromstring(f"<root>{re.sub(r'<[?!][^>]*>', '', content)}</root>")
    topics = {}
    for element in root.iter():
        if element.tag.lower() in ("topic", "top"):
            number, text = number_and_text(element)
            topics[number] = text
    return topics


def number_and_text(element: ElementTree.Element) -> tuple[str, str]:
    """A topic's number and its words: of fields the values, each a sentence of its own."""
    number, parts = element.get("number", ""), [element.text or ""]
    for child in element:
        inside = "".join(child.itertext()).strip()
        if child.tag.lower() == "num":
            number = inside.removeprefix("Number:").strip()
        elif inside:
            parts.append(field_text(child.get("name", ""), inside))
        parts.append(child.tail or "")
    return number, " ".join(part.strip() for part in parts if part.strip())


def field_text(name: str, value: str) -> str:
    """A form's field as words: "diabetes: yes" where the value alone says nothing."""
    return f"{name}: {value}." if name else value


def read_judgments(path: Path) -> Judgments:
    """Topic to document to grade, from the four columns of a qrels file."""
    judgments: Judgments = {}
    for line in read_text(path).splitlines():
        if line.strip():
            topic, _, document, grade = line.split()
            judgments.setdefault(topic, {})[document] = int(grade)
    return judgments
