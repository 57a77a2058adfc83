"""The search form as templates draw it: by hand, so that each field has its hint and its error in the right place."""

from collections.abc import Iterator
from dataclasses import dataclass

from trials.search.criteria import DEFAULTS
from trials.search.filters import TrialFilterSet
from trials.views.narrowing import GROUPS

HINTS = {
    "condition": "For example breast cancer",
    "age": "In years. For a baby: 8 months",
    "zip": "US ZIP code, five digits",
    "intervention": "A drug or another treatment, like insulin",
}
MAIN = ("condition", "age", "zip")
REFINE = ("intervention", "sort")
KEPT = ("words", *GROUPS)  # from a description, or chosen beside the results; the form carries them along
# A form sends every field, so a field that holds its default was not chosen.
UNCHOSEN = {name: ("", DEFAULTS[name]) for name in REFINE}


@dataclass(frozen=True, slots=True)
class Field:
    """One field with everything that its template needs."""

    name: str
    label: str
    hint: str
    value: object
    choices: list[tuple[str, str]]
    errors: list[str]

    @property
    def described_by(self) -> str:
        """Ids of what describes the field, for aria-describedby. The error's place is there before an error is."""
        ids = [f"{self.name}-hint"] * bool(self.hint) + [f"{self.name}-error"]
        return " ".join(ids)


class SearchForm:
    """The fields of a search, with what was given and what is wrong with it."""

    def __init__(self, filterset: TrialFilterSet) -> None:
        self.filterset = filterset

    @property
    def errors(self) -> dict[str, list[str]]:
        return self.filterset.errors if self.filterset.is_bound else {}

    def field(self, name: str) -> Field:
        filter_ = self.filterset.filters[name]
        return Field(
            name=name,
            label=str(filter_.label),
            hint=HINTS.get(name, ""),
            value=self.filterset.shown(name),
            choices=[choice for choice in getattr(filter_.field, "choices", []) if choice[0]],
            errors=list(self.errors.get(name, [])),
        )

    def main(self) -> Iterator[Field]:
        """The three facts."""
        return (self.field(name) for name in MAIN)

    def refine(self) -> Iterator[Field]:
        """Everything else."""
        return (self.field(name) for name in REFINE)

    def fields(self) -> Iterator[Field]:
        """All of them."""
        return (self.field(name) for name in (*MAIN, *REFINE))

    def kept(self) -> Iterator[tuple[str, str]]:
        """What was chosen beside the results and can be read, as hidden fields."""
        for name in KEPT:
            given = dict.fromkeys(self.filterset.data.getlist(name)) if name not in self.errors else ()
            yield from ((name, one) for one in given if one)

    def unreadable(self) -> Iterator[tuple[str, str, str]]:
        """What no field shows and nobody can read: the sentence for it, its name, and the search without it."""
        for name in [one for one in self.errors if one not in (*MAIN, *REFINE)]:
            rest = self.filterset.data.copy()
            rest.pop(name, None)
            yield from ((sentence, name, rest.urlencode()) for sentence in self.errors[name])

    @property
    def refined(self) -> bool:
        """Whether anything but the three facts was chosen, so that the rest of the form opens."""
        return any(self.filterset.shown(name) not in UNCHOSEN[name] for name in REFINE)
