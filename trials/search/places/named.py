"""A place that somebody names: the answer to "where?"."""

from dataclasses import dataclass

from trials.search.places.countries import Country
from trials.search.places.geometry import Point


class NoPlace(ValueError):
    """A text that names no place. Its text says what would."""


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """Somewhere: a point that distances are measured from, or an area that a site lies in or not.

    Args:
        text: what names it and nothing else, as it stands in an address: "19104", "Boston, MA", "Texas".
        words: what it is called in a sentence: "Philadelphia, PA".
        city, region: their names; empty where it has none. The region is a state or the like.
        point: where it is; None for an area.
        areas: (country, region) as records spell them; the region is empty for a whole country.
        weight: how likely it is what somebody means, of several with the same name: about its number of people.
    """

    text: str
    words: str
    country: Country
    city: str = ""
    region: str = ""
    point: Point | None = None
    areas: tuple[tuple[str, str], ...] = ()
    weight: float = 0.0

    @property
    def full(self) -> str:
        """Text and words, where they differ: "19104 (Philadelphia, PA)"."""
        return self.text if self.text == self.words else f"{self.text} ({self.words})"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text names, and what else it could: the likeliest first."""

    place: NamedPlace
    others: tuple[NamedPlace, ...] = ()
