"""A second, slow reading of how well a trial fits a description, straight from the registry's JSON: no index, no numpy.

Only what the text says, and which diseases a name means, is asked of the same code; both have tests of their own.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence

from tests.trials.search.brute_force import stem
from trials.search.describing import Described
from trials.search.terms.vocabulary import Vocabulary
from trials.words import key

FIELDS = {"title": (3, 10), "conditions": (3, 8), "keywords": (2, 10), "treatments": (1, 6), "summary": (1, 90)}
NAMING = ("title", "conditions", "keywords")


class Registry:
    """Some records, counted."""

    def __init__(self, studies: Sequence[dict], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.names = [names(study) for study in studies]
        self.texts = [texts(study, found) for study, found in zip(studies, self.names, strict=True)]
        self.holders = Counter(
            word for text in self.texts for word in {one for words in text.values() for one in words}
        )
        self.namers = Counter(word for text in self.texts for word in {one for name in NAMING for one in text[name]})
        self.diseases = [self.named(found) for found in self.names]
        self.namings = Counter(one for found in self.diseases for one in found)

    def named(self, found: dict[str, list[str]]) -> dict[str, float]:
        """The diseases that a record names: half as sure where only a keyword does."""
        sure = [*found["own"], *found["mesh"]]
        told = {one: 1.0 for name in [*found["title"]] for one in self.mentioned(name)}
        told |= {one: 0.5 for name in found["keywords"] for one in self.mentioned(name)}
        return told | {one: 1.0 for name in sure for one in self.mentioned(name)}

    def mentioned(self, name: str) -> set[str]:
        return {one.meanings[0].mesh_id for one in self.vocabulary.mentions(name)}

    def rarity(self, count: int) -> float:
        size = len(self.texts)
        count = min(count, size)
        return math.log(1 + (size - count + 0.5) / (count + 0.5))

    def below(self, mesh_id: str) -> set[str]:
        """A disease and its kinds."""
        numbers = self.vocabulary.headings[mesh_id].tree_numbers
        return {mesh_id} | {
            one.mesh_id
            for one in self.vocabulary.headings.values()
            if any(at.startswith(f"{number}.") for at in one.tree_numbers for number in numbers)
        }

    def scores(self, described: Described) -> list[float]:
        """How well each record fits."""
        words = {
            word.decode(): weight * self.rarity(self.holders[word.decode()]) * self.share(word.decode())
            for word, weight in described.words
        }
        heaviest = sorted((word for word in words if words[word]), key=lambda word: (-words[word], word))[:16]
        alone = {one: self.rarity(sum(self.namings[each] for each in self.below(one))) for one, _ in described.concepts}
        diseases = sorted(described.concepts, key=lambda one: (-one[1] * alone[one[0]], one[0]))[:10]
        relatives = [(weight, self.relatives(mesh_id)) for mesh_id, weight in diseases]
        return [
            sum(words[word] * impact(text, word) for word in heaviest)
            + sum(0.6 * weight * max((near.get(one, 0) * sure for one, sure in named.items()), default=0)
                  for weight, near in relatives)
            for text, named in zip(self.texts, self.diseases, strict=True)
        ]  # fmt: skip

    def share(self, word: str) -> float:
        return self.namers[word] / (self.holders[word] + 1)

    def relatives(self, mesh_id: str) -> dict[str, float]:
        """Diseases that are at most two steps from one, up and then down, with what they have in common."""
        found: dict[str, float] = {}
        for up, shared in enumerate(self.steps({mesh_id}, 2, self.parents)):
            for ancestor in shared:
                rare = self.rarity(sum(self.namings[one] for one in self.below(ancestor)))
                for down, kinds in enumerate(self.steps({ancestor}, 2 - up, self.children)):
                    for one in kinds:
                        found[one] = max(found.get(one, 0), rare * 0.5 ** (up + down))
        return {one: value for one, value in found.items() if value >= 0.1 * found[mesh_id]}

    def steps(self, start: set[str], most: int, neighbours: Callable[[str], set[str]]) -> list[set[str]]:
        """Who is so many steps away: none, one, two …"""
        found = [start]
        for _ in range(most):
            found.append({other for one in found[-1] for other in neighbours(one)})
        return found

    def children(self, mesh_id: str) -> set[str]:
        mine = self.vocabulary.headings[mesh_id].tree_numbers
        return {
            one.mesh_id
            for one in self.vocabulary.headings.values()
            if any(number.rpartition(".")[0] in mine for number in one.tree_numbers)
        }

    def parents(self, mesh_id: str) -> set[str]:
        above = {number.rpartition(".")[0] for number in self.vocabulary.headings[mesh_id].tree_numbers}
        return {one.mesh_id for one in self.vocabulary.headings.values() if above.intersection(one.tree_numbers)}


def names(study: dict) -> dict[str, list[str]]:
    """What a record is called, and is about."""
    protocol = study["protocolSection"]
    conditions = protocol.get("conditionsModule", {})
    arms = protocol.get("armsInterventionsModule", {}).get("interventions", [])
    derived = study.get("derivedSection", {})
    given = [one["name"] for one in arms] + [other for one in arms for other in one.get("otherNames", [])]
    given += [mesh["term"] for mesh in derived.get("interventionBrowseModule", {}).get("meshes", [])]
    return {
        "title": [protocol["identificationModule"].get("briefTitle", "")],
        "own": once(conditions.get("conditions", [])),
        "mesh": once(mesh["term"] for mesh in derived.get("conditionBrowseModule", {}).get("meshes", [])),
        "keywords": once(conditions.get("keywords", [])),
        "treatments": [" ".join(once(given, key))],
    }


def once(given: object, form: object = str) -> list[str]:
    """Names that differ in more than case and marks, each once; without those that have no letters."""
    return [form(name) for name in {key(name): name for name in reversed(list(given)) if key(name)}.values()][::-1]


def texts(study: dict, found: dict[str, list[str]]) -> dict[str, list[str]]:
    """Field -> the stems of its words: each once a name, in the summary each as often as it comes."""
    sets = {
        "title": found["title"],
        "conditions": [*found["own"], *found["mesh"]],
        "keywords": found["keywords"],
        "treatments": found["treatments"],
    }
    text = {
        field: [one for name in given for one in {stem(word) for word in key(name).split()}]
        for field, given in sets.items()
    }
    return text | {"summary": summary_stems(study)}


def summary_stems(study: dict) -> list[str]:
    """The words of the brief summary."""
    text = study["protocolSection"].get("descriptionModule", {}).get("briefSummary", "")
    bare = key_of_any_length(text)
    return [stem(word) for word in bare.split()]


def key_of_any_length(text: str) -> str:
    """`key` of each word."""
    return " ".join(key(word) for word in re.split(r"\s+", text))


def impact(text: dict[str, list[str]], word: str) -> float:
    """BM25F."""
    total = 0.0
    for field, (weight, usual) in FIELDS.items():
        count = text[field].count(word)
        if count:
            total += weight * count / (0.25 + 0.75 * len(text[field]) / usual)
    return total / (1.2 + total)
