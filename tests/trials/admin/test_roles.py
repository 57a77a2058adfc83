"""The two roles: what each may do, and that nobody else may do anything."""

import pytest
from django.contrib.auth.models import Group, User

from tests.studies import stored, study

pytestmark = pytest.mark.django_db

CURATOR = {
    "view_trial",
    "change_trial",
    "view_curation",
    "add_curation",
    "change_curation",
    "delete_curation",
    "view_refreshrun",
    "view_rejectedrecord",
    "view_alarm",
    "view_removal",
    "view_descriptor",
    "view_term",
    "add_term",
    "change_term",
    "delete_term",
}
PEOPLE = {"view_user", "add_user", "change_user", "delete_user", "view_group"}
PAGES = [
    "/admin/",
    "/admin/trials/trial/",
    "/admin/trials/trial/1/change/",
    "/admin/trials/curation/",
    "/admin/trials/refreshrun/",
    "/admin/trials/rejectedrecord/",
    "/admin/trials/term/",
]


@pytest.mark.parametrize(
    ("role", "expected"), [("Curator", CURATOR), ("Administrator", CURATOR | PEOPLE | {"change_removal"})]
)
def test_a_role_has_these_permissions_and_no_other(role, expected) -> None:
    assert set(Group.objects.get(name=role).permissions.values_list("codename", flat=True)) == expected


@pytest.mark.parametrize("path", [*PAGES, "/admin/auth/user/"])
def test_a_stranger_is_sent_to_sign_in(client, path) -> None:
    stored(study(1))
    response = client.get(path)
    assert (response.status_code, response["Location"]) == (302, f"/admin/login/?next={path}")


def test_a_person_who_is_no_colleague_is_sent_to_sign_in(client) -> None:
    client.force_login(User.objects.create_user("visitor"))
    assert client.get("/admin/trials/trial/").status_code == 302


@pytest.mark.parametrize("path", PAGES)
def test_a_curator_reaches_the_pages_of_the_work(curator, path) -> None:
    stored(study(1))
    assert curator.get(path).status_code == 200


@pytest.mark.parametrize("path", PAGES[1:])
def test_a_colleague_without_a_role_reaches_none_of_them(newcomer, path) -> None:
    stored(study(1))
    assert newcomer.get(path).status_code == 403


@pytest.mark.parametrize("path", ["/admin/auth/user/", "/admin/auth/user/add/", "/admin/auth/group/"])
def test_a_curator_does_not_manage_people(curator, path) -> None:
    assert curator.get(path).status_code == 403


def test_an_administrator_makes_a_colleague_a_curator(administrator) -> None:
    secret = "a long phrase of no meaning"
    added = {"username": "carl", "usable_password": "true", "password1": secret, "password2": secret}
    assert administrator.post("/admin/auth/user/add/", added).status_code == 302
    carl = User.objects.get(username="carl")
    role = Group.objects.get(name="Curator")
    changed = {"username": "carl", "is_active": "on", "is_staff": "on", "groups": [str(role.pk)]}
    changed |= {"date_joined_0": "2026-11-18", "date_joined_1": "09:00:00"}
    assert administrator.post(f"/admin/auth/user/{carl.pk}/change/", changed).status_code == 302
    assert User.objects.get(username="carl").has_perm("trials.change_curation")


def test_the_sign_in_page_takes_the_right_password_alone(client) -> None:
    User.objects.create_user("cora", password="a long phrase of no meaning", is_staff=True)
    wrong = client.post("/admin/login/", {"username": "cora", "password": "a guess"})
    assert "Please enter the correct username and password" in wrong.content.decode()
    right = client.post("/admin/login/?next=/admin/", {"username": "cora", "password": "a long phrase of no meaning"})
    assert (right.status_code, right["Location"]) == (302, "/admin/")
