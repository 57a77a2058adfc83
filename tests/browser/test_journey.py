"""From the home page to a phone number: on a phone and on a desk, with and without scripts."""

import re

from playwright.sync_api import Page, expect

from tests.browser.records import MANY_SITES
from tests.browser.steps import cards, expect_total, find_trials, narrow, open_refinements, search, shown, total
from tests.browser.visits import Visit, everybody, plain_phone_and_desk, visits


@everybody
def test_three_facts_lead_to_a_trial_and_to_somebody_who_can_be_called(page: Page) -> None:
    search(page, condition="breast cancer", age="52", zip_code="19104")
    expect(page).to_have_title(re.compile(r"\d+ trials? for breast cancer"))
    expect(cards(page).first).to_contain_text("includes 52 years")
    expect(cards(page).first.locator(".fact-where")).to_contain_text(re.compile(r"^In Philadelphia: .+"))

    title = cards(page).first.get_by_role("heading").inner_text()
    cards(page).first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.locator(".status-sentence")).to_contain_text("Open:")
    expect(page.get_by_text("Nearest open site:")).to_be_visible()

    assert page.locator("a[href^='tel:']").count() == 0
    page.get_by_role("button", name="Show the study’s contact").click()
    contact = page.get_by_role("group", name="The study’s contact")
    expect(contact.locator("a[href^='tel:']").first).to_be_visible()
    expect(contact.locator("a[href^='mailto:']").first).to_be_visible()


@everybody
def test_a_sites_own_contact_is_one_tap_away(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    site = page.locator("li.site").first
    name = site.get_by_role("heading").inner_text()
    site.get_by_role("button", name=f"Show contact of {name}, Philadelphia").click()
    contact = page.get_by_role("group", name=f"Contact at {name}, Philadelphia")
    expect(contact).to_contain_text("Ada Example")
    expect(contact.get_by_role("link", name="555-0101")).to_have_attribute("href", "tel:555-0101")


@visits(Visit(320, scripts=False), Visit(1280, scripts=False))
def test_without_scripts_the_way_back_from_a_contact_leads_to_its_site(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    page.get_by_text("Show 44 more sites").click()
    site = page.locator("li.site").nth(30)
    place = f"#{site.get_attribute('id')}"
    site.get_by_role("button", name=re.compile("^Show contact of")).click()
    page.get_by_role("link", name="Back to the trial").click()
    expect(page.locator(place)).to_be_in_viewport()
    expect(page.get_by_label("Your ZIP code")).to_have_value("19104")


@everybody
def test_refining_narrows_the_list(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&age=52&zip=19104")
    found = total(page)
    narrow(page, "Distance", "Any distance")
    narrow(page, "Status", "Any status")
    expect(page.locator(".chips")).to_contain_text("Any status")
    wider = total(page)
    assert wider > found
    narrow(page, "Phase", "Phase 3")
    expect(page.locator(".chips")).to_contain_text("Phase 3")
    assert 0 < total(page) < wider
    assert all("Phase 3" in card for card in page.locator(".card-phase").all_inner_texts())


@plain_phone_and_desk
def test_each_filter_in_force_can_be_taken_away(page: Page) -> None:
    page.goto("/trials/?condition=breast+cancer&zip=19104&radius=any&phase=PHASE3")
    found = total(page)
    page.locator(".chips").get_by_role("link", name="Remove: Phase 3").click()
    expect(page.locator(".chips")).not_to_contain_text("Phase 3")
    assert total(page) > found


@plain_phone_and_desk
def test_an_empty_list_offers_a_way_out_that_finds_something(page: Page) -> None:
    search(page, condition="hay fever", zip_code="99501")
    expect_total(page, 0)
    way = page.locator(".ways-out").get_by_role("link").first
    promised = int(re.search(r"([\d,]+) trial", way.inner_text())[1])
    way.click()
    expect_total(page, promised)
    assert cards(page).count() == promised


@plain_phone_and_desk
def test_the_list_goes_on_from_page_to_page_and_back(page: Page) -> None:
    page.goto("/trials/")
    first = shown(page)
    assert len(first) == 20
    page.get_by_role("link", name="Next").click()
    expect(page.get_by_text("Page 2 of")).to_be_visible()
    assert not set(shown(page)) & set(first)
    page.get_by_role("link", name="Previous").click()
    expect(page.get_by_text("Page 1 of")).to_be_visible()
    assert shown(page) == first


@plain_phone_and_desk
def test_an_address_can_be_passed_on(page: Page) -> None:
    search(page, condition="breast cancer", age="52", zip_code="19104")
    narrow(page, "Distance", "200 miles")
    expect(page.locator(".chips")).to_contain_text("Within 200 miles")
    seen = shown(page)
    somebody_else = page.context.browser.new_page()
    somebody_else.goto(page.url)
    assert shown(somebody_else) == seen
    somebody_else.close()


@everybody
def test_a_city_can_be_chosen_among_several_and_a_second_place_added(page: Page) -> None:
    search(page, condition="breast cancer", zip_code="portland")
    choice = page.locator(".choice")
    expect(choice).to_contain_text("We took it for Portland, OR.")
    choice.get_by_role("link", name="Portland, ME").click()
    expect(page.locator(".chips")).to_contain_text("Near Portland, ME")
    expect(choice).to_have_count(0)

    open_refinements(page)
    page.get_by_label("A second place").fill("Philadelphia")
    find_trials(page)
    expect(page.locator(".chips")).to_contain_text("Near Philadelphia, PA")
    expect(cards(page).first.locator(".fact-where")).to_contain_text("In Philadelphia:")
    expect(page.get_by_label("A second place")).to_have_value("Philadelphia")
    page.get_by_role("link", name="Remove: Near Portland, ME").click()
    expect(page.locator(".chips")).not_to_contain_text("Portland")
    expect(page.locator(".chips")).to_contain_text("Near Philadelphia, PA")


@plain_phone_and_desk
def test_a_trial_with_many_sites_shows_the_nearest_and_unfolds_the_others(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/?zip=19104")
    sites = page.locator("li.site")
    assert sites.count() == 50
    assert [site.is_visible() for site in sites.all()].count(True) == 6
    page.get_by_text("Show 44 more sites").click()
    expect(sites.last).to_be_visible()
    page.get_by_role("link", name="More sites").click()
    expect(page.get_by_text("Page 2 of 3")).to_be_visible()
    expect(sites.last).to_be_visible()


@plain_phone_and_desk
def test_the_trials_page_measures_from_a_zip_code_given_there(page: Page) -> None:
    page.goto(f"/trials/{MANY_SITES}/")
    assert page.locator(".site-miles").count() == 0
    page.get_by_label("Your ZIP code").fill("19104")
    page.get_by_role("button", name="Show distances").click()
    expect(page.locator(".site-miles").first).to_have_text(re.compile(r"^(in Philadelphia|\d+ miles?)$"))
    expect(page.get_by_label("Your ZIP code")).to_have_value("19104")


@plain_phone_and_desk
def test_a_closed_trial_leads_to_open_ones(page: Page) -> None:
    page.goto("/trials/?status=closed")
    cards(page).first.get_by_role("link").click()
    expect(page.get_by_role("button", name=re.compile("^Show .*contact"))).to_have_count(0)
    page.get_by_role("link", name="Find open trials for the same condition").click()
    expect(page.locator("h1")).to_contain_text(" for ")
