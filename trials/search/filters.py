"""The search form: its fields, what each accepts, and a sentence for what it does not."""

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from trials.models import Trial
from trials.search import places
from trials.search.criteria import (
    ANY,
    DEFAULT_RADIUS,
    DEFAULTS,
    MOST_PLACES,
    RADII,
    Age,
    NoAge,
    SearchCriteria,
)
from trials.vocabulary import INTERVENTION_TYPE, PHASE, SPONSOR_CLASS, STUDY_TYPE

LONGEST = 200  # characters in a field of words
LONGEST_WORDS = 1_000  # characters of more about the patient
UNTYPABLE = "This holds a character that cannot be typed. Please type it again."

STATUS_CHOICES = [
    ("open", "Open to join now"),
    ("soon", "Opening soon"),
    ("invitation", "By invitation only"),
    ("unconfirmed", "Not confirmed lately"),
    ("closed", "Closed"),
    (ANY, "Any status"),
]
RADIUS_CHOICES = [*((str(miles), f"{miles} miles") for miles in RADII), (ANY, "Any distance")]
SEX_CHOICES = [("FEMALE", "Female"), ("MALE", "Male")]
PHASE_CHOICES = [(value, words) for value, words in PHASE.items() if value != "NA"]
KIND_CHOICES = list(INTERVENTION_TYPE.items())
STUDY_TYPE_CHOICES = list(STUDY_TYPE.items())
SPONSOR_CHOICES = list(SPONSOR_CLASS.items())
GROUP_CHOICES = [("child", "Children, under 18"), ("adult", "Adults, 18 to 64"), ("older", "65 and older")]
RESULTS_CHOICES = [("yes", "Results posted"), ("no", "No results yet")]
HEALTHY_CHOICES = [("yes", "Yes, healthy people can join"), ("no", "No, only people with the condition")]
SORT_CHOICES = [("relevance", "Best match"), ("distance", "Nearest first"), ("newest", "Newest first")]

YES_OR_NO = {"yes": True, "no": False}
MULTIPLE = ("phase", "kind")  # filters that take several values

# What people and other sites write for a choice, in small letters.
SPELLINGS = {
    "status": {"all": ANY, "recruiting": "open", "not_yet_recruiting": "soon", "completed": "closed"},
    "sex": {"f": "FEMALE", "m": "MALE", "all": "", ANY: "", "woman": "FEMALE", "man": "MALE"},
    "healthy": {"1": "yes", "true": "yes", "y": "yes", "0": "no", "false": "no", "n": "no", ANY: ""},
    "phase": {"early1": "EARLY_PHASE1", "early": "EARLY_PHASE1", **{str(one): f"PHASE{one}" for one in range(1, 5)}},
}


class WordsField(forms.CharField):
    """Words of a sensible length."""

    longest, too_long = LONGEST, f"Keep this under {LONGEST} characters: the name of the condition is enough."

    def __init__(self, **options: Any) -> None:
        messages = {"max_length": self.too_long, "null_characters_not_allowed": UNTYPABLE}
        super().__init__(max_length=self.longest, error_messages=messages, **options)


class DescriptionField(WordsField):
    """More words about the patient."""

    longest, too_long = LONGEST_WORDS, f"Keep the further words under {LONGEST_WORDS:,} characters."


class AgeField(WordsField):
    """An age in years, or in months for a baby."""

    def clean(self, value: str) -> Age | None:
        text = super().clean(value)
        try:
            return Age.parse(text) if text else None
        except NoAge as error:
            raise forms.ValidationError(str(error)) from None


class PlacesField(WordsField):
    """One place or two: ZIP codes, cities, states, countries. They come as several values or with "or" between them."""

    widget = forms.MultipleHiddenInput  # reads all values of a name; templates draw the fields themselves

    def clean(self, value: list[str] | None) -> tuple[places.Reading, ...]:
        """The places, each once.

        Raises:
            forms.ValidationError: of several errors, each with the number of its value, from 0, in `params["at"]`.
        """
        readings: dict[str, places.Reading] = {}
        errors = []
        for at, text in enumerate(typed(value or [])):
            try:
                readings |= {one.place.text: one for one in places.read_several(super().clean(text))}
            except places.NoPlace as error:
                errors.append(forms.ValidationError("%(sentence)s", params={"sentence": error, "at": at}))
            except forms.ValidationError as error:
                errors.append(forms.ValidationError("%(sentence)s", params={"sentence": error.messages[0], "at": at}))
        if len(readings) > MOST_PLACES:
            errors.append(forms.ValidationError("Give at most two places.", params={"at": 0}))
        if errors:
            raise forms.ValidationError(errors)
        return tuple(readings.values())


def typed(values: Iterable[str]) -> list[str]:
    """What was typed for places, without empty fields."""
    return [one for one in values if one.strip()]


class CountryField(WordsField):
    """A country with at least one study site, as the registry spells it."""

    def clean(self, value: str) -> str:
        text = super().clean(value)
        try:
            return places.country_named(text) if text else ""
        except places.NoPlace as error:
            raise forms.ValidationError(str(error)) from None


class SpelledChoiceField(forms.ChoiceField):
    """One of a few choices, in any of the spellings that people use for it."""

    def __init__(self, *, spellings: dict[str, str] | None = None, **options: Any) -> None:
        self.spellings = spellings or {}
        super().__init__(**options)
        self.error_messages["invalid_choice"] = f"Choose one of these: {listed(options['choices'])}."

    def to_python(self, value: object) -> str:
        return spelled(super().to_python(value), self.choices, self.spellings)


class SpelledMultipleChoiceField(forms.MultipleChoiceField):
    """Any of a few choices, in any of the spellings that people use for them."""

    def __init__(self, *, spellings: dict[str, str] | None = None, **options: Any) -> None:
        self.spellings = spellings or {}
        super().__init__(**options)
        self.error_messages["invalid_choice"] = f"Choose from these: {listed(options['choices'])}."

    def to_python(self, value: object) -> list[str]:
        return [spelled(one, self.choices, self.spellings) for one in super().to_python(value) if one]


def listed(choices: Iterable[tuple[str, str]]) -> str:
    """The values of choices, for a sentence."""
    return ", ".join(value.lower() for value, _ in choices)


def spelled(text: str, choices: Any, spellings: dict[str, str]) -> str:
    """The choice that a text means; the text itself where it means none."""
    small = text.strip().lower()
    own = {str(value).lower(): str(value) for value, _ in choices}
    return own.get(small) or spellings.get(small, text)


class WordsFilter(django_filters.Filter):
    field_class = WordsField


class DescriptionFilter(django_filters.Filter):
    field_class = DescriptionField


class AgeFilter(django_filters.Filter):
    field_class = AgeField


class PlacesFilter(django_filters.Filter):
    field_class = PlacesField


class CountryFilter(django_filters.Filter):
    field_class = CountryField


class ChoiceFilter(django_filters.Filter):
    field_class = SpelledChoiceField


class MultipleChoiceFilter(django_filters.Filter):
    field_class = SpelledMultipleChoiceField


class TrialFilterSet(django_filters.FilterSet):
    """The parameters of /trials/. All are optional, and an empty one is left out."""

    condition = WordsFilter(label="Condition")
    words = DescriptionFilter(label="More about the patient")
    age = AgeFilter(label="Age of the patient")
    zip = PlacesFilter(label="ZIP code or city")
    radius = ChoiceFilter(label="Within", choices=RADIUS_CHOICES)
    status = ChoiceFilter(label="Status", choices=STATUS_CHOICES, spellings=SPELLINGS["status"])
    sex = ChoiceFilter(label="Sex", choices=SEX_CHOICES, spellings=SPELLINGS["sex"])
    phase = MultipleChoiceFilter(label="Phase", choices=PHASE_CHOICES, spellings=SPELLINGS["phase"])
    healthy = ChoiceFilter(label="Healthy people", choices=HEALTHY_CHOICES, spellings=SPELLINGS["healthy"])
    intervention = WordsFilter(label="Treatment")
    country = CountryFilter(label="Country")
    kind = MultipleChoiceFilter(label="Kind of treatment", choices=KIND_CHOICES)
    study_type = ChoiceFilter(label="Kind of study", choices=STUDY_TYPE_CHOICES)
    group = ChoiceFilter(label="Age group", choices=GROUP_CHOICES)
    sponsor = ChoiceFilter(label="Who runs it", choices=SPONSOR_CHOICES)
    results = ChoiceFilter(label="Results", choices=RESULTS_CHOICES, spellings=SPELLINGS["healthy"])
    sort = ChoiceFilter(label="Sort by", choices=SORT_CHOICES)

    class Meta:
        model = Trial
        fields: list[str] = []

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data, queryset=Trial.objects.none())

    @cached_property
    def criteria(self) -> SearchCriteria:
        """The search that a valid form asks for."""
        cleaned = {name: value for name, value in self.form.cleaned_data.items() if value and name != "zip"}
        cleaned |= {
            "places": tuple(one.place.text for one in self.readings),
            "phase": tuple(cleaned.get("phase", ())),
            "kind": tuple(cleaned.get("kind", ())),
            "radius": radius(cleaned.get("radius", "")),
            "healthy": YES_OR_NO.get(cleaned.get("healthy", "")),
            "results": YES_OR_NO.get(cleaned.get("results", "")),
        }
        return SearchCriteria(**cleaned)

    @property
    def readings(self) -> tuple[places.Reading, ...]:
        """The places of a valid form, with what else each of them could be."""
        return self.form.cleaned_data["zip"] or ()

    def place(self, at: int) -> str:
        """What the form shows in the first or second field for a place. The last shows all that is left."""
        given = typed(self.data.getlist("zip"))
        return " or ".join(given[at:]) if at == MOST_PLACES - 1 else "".join(given[at : at + 1])

    def shown(self, name: str) -> object:
        """What the form shows in a field: what was given, right or wrong, else the default."""
        given = self.data.getlist(name) if name in MULTIPLE else self.data.get(name)
        default = DEFAULTS.get(name, "")
        return given or ("" if default is None else default)


def radius(choice: str) -> int | None:
    """Miles; None is any distance."""
    if choice == ANY:
        return None
    return int(choice) if choice else DEFAULT_RADIUS
