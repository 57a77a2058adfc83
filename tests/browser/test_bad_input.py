"""What cannot be understood is said beside the field, and nothing that was typed is lost."""

import re

from playwright.sync_api import Page, expect

from tests.browser.steps import find_trials, focused_id, open_refinements, search
from tests.browser.visits import everybody, phone_and_desk, plain_phone_and_desk


@everybody
def test_a_wrong_zip_code_and_age_are_named_and_can_be_mended(page: Page) -> None:
    search(page, condition="asthma", age="old", zip_code="00000")
    expect(page.locator("h1")).to_have_text("Check your search")
    expect(page.get_by_label("Age of the patient")).to_have_accessible_description(
        "In years. For a baby: 8 months Error: Give the age in years, like 47. For a baby, add months: 8 months."
    )
    expect(page.get_by_label("ZIP code")).to_have_accessible_description(
        "For example 19104 or Boston, MA Error: We do not know the ZIP code 00000. Check it, or use one nearby."
    )
    expect(page.get_by_label("Condition")).to_have_value("asthma")
    expect(page.get_by_label("Age of the patient")).to_have_value("old")

    page.get_by_label("Age of the patient").fill("7")
    page.get_by_label("ZIP code").fill("19104")
    find_trials(page)
    expect(page.locator("h1")).to_contain_text("for asthma")


@everybody
def test_what_is_wrong_comes_first_and_leads_to_its_field(page: Page) -> None:
    page.goto("/trials/?condition=asthma&zip=00000")
    summary = page.get_by_role("alert")
    assert summary.bounding_box()["y"] <= page.get_by_label("ZIP code").bounding_box()["y"]
    summary.get_by_role("link", name="We do not know the ZIP code 00000.").click()
    assert focused_id(page) == "id-zip"


@plain_phone_and_desk
def test_a_wrong_zip_code_on_a_trials_page_is_said_there(page: Page) -> None:
    page.goto("/trials/NCT99000001/")
    page.get_by_label("Your ZIP code").fill("abcd")
    page.get_by_role("button", name="Show distances").click()
    expect(page.get_by_label("Your ZIP code")).to_have_accessible_description(
        "Error: We know no place called “abcd”. Try a ZIP code like 19104, or a city and state like Boston, MA."
    )


@everybody
def test_a_choice_that_is_none_is_named_and_has_a_way_on(page: Page) -> None:
    page.goto("/trials/?condition=asthma&country=Atlantis")
    expect(page.get_by_role("alert")).to_contain_text("We know no study site in a country called “Atlantis”.")
    page.get_by_role("link", name="Search without “country”").click()
    expect(page.locator("h1")).to_contain_text("for asthma")


@phone_and_desk
def test_what_is_wrong_is_said_beside_its_field_without_a_new_page(page: Page) -> None:
    page.goto("/trials/?condition=asthma")
    open_refinements(page)
    treatment = page.get_by_label("Treatment")
    treatment.fill("a" * 201)
    treatment.press("Tab")
    expect(treatment).to_have_accessible_description(re.compile("Error: Keep this under 200 characters"))
    expect(page.get_by_role("alert")).to_contain_text("Keep this under 200 characters")
    treatment.fill("")
    treatment.press("Tab")
    expect(treatment).to_have_accessible_description("A drug or another treatment, like insulin")
    expect(page.locator("h1")).to_contain_text("for asthma")


@plain_phone_and_desk
def test_a_page_that_is_not_there_offers_a_search(page: Page) -> None:
    response = page.goto("/trials/NCT00000009/")
    assert response.status == 404
    expect(page.get_by_text("We have no page for NCT00000009.")).to_be_visible()
    page.get_by_label("Condition").fill("asthma")
    find_trials(page)
    expect(page.locator("h1")).to_contain_text("for asthma")
