"""Fixtures for every test."""

import pytest
from django.test import Client

from trials.search.index.current import follower
from trials.search.places.current import follower as places


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """The database of the tests, with the vocabulary of diseases."""
    from trials.search.terms.storing import load_packaged

    with django_db_blocker.unblock():
        load_packaged()


@pytest.fixture(autouse=True)
def a_search_of_its_own(settings):
    """Each test's search follows the database at once, and knows nothing of the test before it."""
    settings.SEARCH_CATCH_UP = settings.VOCABULARY_CHECK_SECONDS = settings.DATA_STATE_SECONDS = 0
    follower.forget()
    places.forget()


@pytest.fixture
def client() -> Client:
    """A visitor on this machine."""
    return Client(SERVER_NAME="localhost")
