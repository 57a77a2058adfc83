"""A log of searches, drawn from a fixed seed: words common and rare, with and without age, ZIP and further filters."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

import zipcodes

from trials.search.criteria import ANY, Age, SearchCriteria
from trials.search.index.columns import Segment
from trials.search.terms.vocabulary import Vocabulary

SEARCHES = 2_000
SEED = 607
RADII = (10, 25, 50, 50, 50, 100, 200, None)
CITIES = 400  # ZIP codes that people search from; half of the searches from the largest 20 cities
LARGE = ("10001", "90012", "60601", "77002", "85003", "19104", "78205", "92101", "75201", "95113", "78701", "32202",
         "76102", "43215", "46204", "28202", "94102", "98101", "80202", "02115")  # fmt: skip
UNKNOWN = ("quality of life", "car t", "brca1", "gut microbiome", "exosomes", "surgery outcome", "zzyzx")


@dataclass(frozen=True, slots=True)
class Search:
    """One search of the log: what it asks, and which page it looks at."""

    criteria: SearchCriteria
    page: int

    @property
    def address(self) -> str:
        """The path and query that a browser asks for."""
        more = {"page": self.page} if self.page > 1 else {}
        return f"/trials/?{self.criteria.query_string(**more)}"


def drawn(segment: Segment, vocabulary: Vocabulary) -> list[Search]:
    """The log, over the conditions of a registry."""
    draw = random.Random(SEED)
    counts = segment.described.starts[1:] - segment.described.starts[:-1]
    by_count = sorted(range(len(counts)), key=lambda one: -counts[one])
    names = [shown for one in by_count if (shown := vocabulary.shown(segment.descriptors[one].decode()))]
    zips = [one["zip_code"] for one in zipcodes.list_all() if one["zip_code_type"] == "STANDARD"]
    near = draw.sample(sorted(zips), CITIES)
    return [search(draw, names, near) for _ in range(SEARCHES)]


def search(draw: random.Random, names: Sequence[str], near: Sequence[str]) -> Search:
    criteria = SearchCriteria(
        condition=words(draw, names),
        age=Age(draw.randrange(1, 90), "years") if draw.random() < 0.5 else None,
        places=(draw.choice(LARGE if draw.random() < 0.5 else near),) if draw.random() < 0.6 else (),
        radius=draw.choice(RADII),
        status=draw.choices(["open", ANY, "soon", "closed"], [80, 12, 5, 3])[0],
        sex=draw.choice(["FEMALE", "MALE"]) if draw.random() < 0.15 else "",
        phase=(draw.choice(["PHASE1", "PHASE2", "PHASE3"]),) if draw.random() < 0.12 else (),
        kind=(draw.choice(["DRUG", "BIOLOGICAL", "DEVICE", "BEHAVIORAL"]),) if draw.random() < 0.1 else (),
        country=draw.choice(["United States", "France", "China"]) if draw.random() < 0.08 else "",
        sort=draw.choices(["relevance", "distance", "newest"], [85, 8, 7])[0],
    )
    return Search(criteria, draw.choices([1, 2, 3, 4, 5], [70, 12, 8, 6, 4])[0])


def words(draw: random.Random, names: Sequence[str]) -> str:
    """A condition: one of the commonest, any one, none, one that the vocabulary does not know, or a misspelt one."""
    kind = draw.choices(["common", "any", "none", "unknown", "misspelt"], [45, 30, 10, 5, 10])[0]
    if kind == "none":
        return ""
    if kind == "unknown":
        return draw.choice(UNKNOWN)
    name = names[min(int(draw.paretovariate(0.7)) - 1, len(names) - 1)] if kind == "common" else draw.choice(names)
    if kind != "misspelt" or len(name) < 6:
        return name
    at = draw.randrange(1, len(name) - 1)
    return name[:at] + name[at + 1 :] if draw.random() < 0.5 else name[:at] + name[at + 1] + name[at] + name[at + 2 :]
