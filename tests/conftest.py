"""Fixtures for every test."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def vocabulary_is_looked_at_each_time(settings) -> None:
    """A test that changes the vocabulary sees it changed."""
    settings.VOCABULARY_CHECK_SECONDS = 0


@pytest.fixture
def client() -> Client:
    """A visitor on this machine."""
    return Client(SERVER_NAME="localhost")
