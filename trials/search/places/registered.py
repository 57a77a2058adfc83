"""What the registry itself calls a country."""

from trials.models import Place
from trials.search.places.countries import country_called
from trials.search.places.named import NoPlace
from trials.search.places.names import DIVISIONS, name_key

PARTS = {name_key(name): "United Kingdom" for name in DIVISIONS["GB"].values()}


def country_named(text: str) -> str:
    """The registry's name of a country.

    Raises:
        NoPlace: no site is there.
    """
    wanted = PARTS.get(name_key(text), text.strip())
    country = country_called(wanted)
    spellings = country.spellings if country else (wanted,)
    known = set(Place.objects.filter(country__in=spellings).values_list("country", flat=True).distinct())
    if found := next((one for one in spellings if one in known), None):
        return found
    others = Place.objects.filter(country__istartswith=wanted).order_by("country") if wanted else Place.objects.none()
    if (first := others.first()) is None:
        raise NoPlace(f"We know no study site in a country called “{text.strip()[:60]}”. Check the spelling.")
    return first.country
