"""People at the admin."""

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client


@pytest.fixture(autouse=True)
def quick_passwords(settings) -> None:
    """Slow hashes keep passwords safe, and tests waiting."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(name: str, role: str) -> Client:
    """The browser of a colleague with this role."""
    person = User.objects.create_user(name, is_staff=True)
    if role:
        person.groups.add(Group.objects.get(name=role))
    browser = Client(SERVER_NAME="localhost")
    browser.force_login(person)
    return browser


@pytest.fixture
def curator(db) -> Client:
    return signed_in("cora", "Curator")


@pytest.fixture
def administrator(db) -> Client:
    return signed_in("ada", "Administrator")


@pytest.fixture
def newcomer(db) -> Client:
    """Somebody who may sign in and has no role yet."""
    return signed_in("nora", "")
