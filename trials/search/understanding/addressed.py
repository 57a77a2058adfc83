"""People who are named in a note. Their names are nobody's business, and "Ms." is no multiple sclerosis."""

import re

# A title in front of a name, or a title with its period: "Dr. Miller", "Mrs Jane van Dyke", "Ms.".
ADDRESSED = re.compile(
    r"\b(?:Dr|Mr|Mrs|Ms|Miss|Prof|Sra?|Dra?)(?:\.|(?=\s+[A-Z][a-z]))"
    r"(?:\s+(?:(?:van|von|de|del|la|der)\s+)*[A-Z][\w'’-]*[a-z][\w'’-]*)*"
)


def without_names(text: str) -> str:
    """The text without people who are named with a title, nor their names wherever else they stand."""
    names = {word for found in ADDRESSED.finditer(text) for word in found[0].split()[1:] if word[0].isupper()}
    bare = ADDRESSED.sub(" ", text)
    return re.sub(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b(?:['’]s)?", " ", bare) if names else bare
