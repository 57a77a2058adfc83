"""The gazetteer of this process: the cities that come along, and the places of the registry as they come in."""

import time
from threading import Lock

from django.conf import settings

from trials.models import Place
from trials.search.places.cities import city_table
from trials.search.places.countries import country_of
from trials.search.places.gazetteer import City, Gazetteer
from trials.search.places.geometry import Point
from trials.search.places.named import Reading

LATE = 1000  # places whose number was taken, perhaps, before those that were seen, and that were written after them
LONGEST_NAME = 60
REMEMBERED = 10_000  # readings


class Follower:
    """Keeps the gazetteer as the registry's places are. They are only ever added; one that went harms nobody."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.forget()

    def forget(self) -> None:
        """Begin anew."""
        self.held: Gazetteer | None = None
        self.readings: dict[str, Reading] = {}
        self.seen: set[int] = set()
        self.look_again = 0.0

    def gazetteer(self) -> Gazetteer:
        """The gazetteer. Who comes while another thread reads gets it as it was."""
        held = self.held
        if held is not None and time.monotonic() < self.look_again:
            return held
        if not self.lock.acquire(blocking=held is None):
            assert held is not None, "a blocking call waits"
            return held
        try:
            if self.held is None:
                self.held = Gazetteer(city_table())
            self.catch_up(self.held)
            self.look_again = time.monotonic() + settings.PLACES_CHECK_SECONDS
            return self.held
        finally:
            self.lock.release()

    def catch_up(self, gazetteer: Gazetteer) -> None:
        """Take in the places that were written since."""
        latest = max(self.seen, default=0)
        self.seen = {one for one in self.seen if one > latest - LATE}
        columns = ("id", "city", "state", "country", "latitude", "longitude")
        for number, *place in Place.objects.filter(id__gt=latest - LATE).order_by("id").values_list(*columns):
            if number not in self.seen:
                self.seen.add(number)
                take_in(gazetteer, *place)
        self.readings = {}

    def keep(self, text: str, reading: Reading) -> None:
        """Remember what a text names, until the next look."""
        if len(self.readings) < REMEMBERED:
            self.readings[text] = reading


def take_in(
    gazetteer: Gazetteer, city: str, state: str, country: str, latitude: float | None, longitude: float | None
) -> None:
    """A place of the registry. Only what can be the name of a city counts as one: sites are also "Site 12"."""
    known = country_of(country)
    gazetteer.add_region(known, (country, state))
    is_name = city and len(city) <= LONGEST_NAME and "," not in city and not any(one.isdigit() for one in city)
    if is_name and latitude is not None and longitude is not None:
        gazetteer.add_later(City(city, known, state, Point(latitude, longitude)))


follower = Follower()
