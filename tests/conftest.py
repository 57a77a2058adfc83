"""Fixtures for every test."""

import pytest
from django.test import Client


@pytest.fixture
def client() -> Client:
    """A visitor on this machine."""
    return Client(SERVER_NAME="localhost")
