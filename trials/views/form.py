"""The search form as templates draw it: by hand, so that each field has its hint and its error in the right place."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from trials.search.criteria import DEFAULTS, MOST_PLACES
from trials.search.filters import TrialFilterSet
from trials.views.narrowing import GROUPS

HINTS = {
    "condition": "For example breast cancer",
    "age": "In years. For a baby: 8 months",
    "zip": "For example 19104 or Boston, MA",
    "intervention": "A drug or another treatment, like insulin",
}
MAIN = ("condition", "age", "zip")
SECOND = "zip-2"  # the id of the field for a second place
SECOND_HINT = "Trials near either place are found"
REFINE = ("intervention", "sort")
KEPT = ("words", *GROUPS)  # from a description, or chosen beside the results; the form carries them along
# A form sends every field, so a field that holds its default was not chosen.
UNCHOSEN = {name: ("", DEFAULTS[name]) for name in REFINE}


@dataclass(frozen=True, slots=True)
class Field:
    """One field with everything that its template needs."""

    id: str
    name: str
    label: str
    hint: str
    value: object
    choices: list[tuple[str, str]]
    errors: list[str]

    @property
    def described_by(self) -> str:
        """Ids of what describes the field, for aria-describedby. The error's place is there before an error is."""
        ids = [f"{self.id}-hint"] * bool(self.hint) + [f"{self.id}-error"]
        return " ".join(ids)


class SearchForm:
    """The fields of a search, with what was given and what is wrong with it."""

    def __init__(self, filterset: TrialFilterSet) -> None:
        self.filterset = filterset

    @property
    def errors(self) -> dict[str, list[str]]:
        return self.filterset.errors if self.filterset.is_bound else {}

    def place(self, at: int) -> Field:
        """The field for the first place or the second, each with its own errors."""
        wrong = self.filterset.form.errors.as_data().get("zip", []) if self.errors else []
        last = MOST_PLACES - 1
        mine = [one for error in wrong for one in error.error_list if min((one.params or {}).get("at", 0), last) == at]
        errors = [str(message) for one in mine for message in one.messages]
        field = replace(self.field("zip"), value=self.filterset.place(at), errors=errors)
        return replace(field, id=SECOND, label="A second place", hint=SECOND_HINT) if at else field

    def field(self, name: str) -> Field:
        filter_ = self.filterset.filters[name]
        return Field(
            id=name,
            name=name,
            label=str(filter_.label),
            hint=HINTS.get(name, ""),
            value=self.filterset.shown(name),
            choices=[choice for choice in getattr(filter_.field, "choices", []) if choice[0]],
            errors=list(self.errors.get(name, [])),
        )

    def main(self) -> Iterator[Field]:
        """The three facts."""
        return (self.place(0) if name == "zip" else self.field(name) for name in MAIN)

    def refine(self) -> Iterator[Field]:
        """Everything else."""
        yield self.place(1)
        yield from (self.field(name) for name in REFINE)

    def fields(self) -> Iterator[Field]:
        """All of them."""
        yield from (*self.main(), *self.refine())

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
        return bool(self.filterset.place(1)) or any(self.filterset.shown(name) not in UNCHOSEN[name] for name in REFINE)
