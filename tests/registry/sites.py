"""The contactsLocationsModule of a generated study: contacts, officials, and one object a site."""

from tests.registry.drafts import Dice, Draft
from tests.registry.geography import Place
from tests.registry.kit import Kit

# Of the sites of recruiting studies.
SITE_STATUSES = (
    ("RECRUITING",) * 73 + ("NOT_YET_RECRUITING",) * 21 + ("WITHDRAWN",) * 4 + ("COMPLETED", "ACTIVE_NOT_RECRUITING")
)
CONTACT_SHARE = {"RECRUITING": 0.29, "NOT_YET_RECRUITING": 0.87, "UNKNOWN": 0.7}
CENTRAL_SHARE = {"RECRUITING": 0.94, "NOT_YET_RECRUITING": 0.88, "UNKNOWN": 0.55}
OPEN_SITE = frozenset(("RECRUITING", "NOT_YET_RECRUITING"))
ROLES = ("PRINCIPAL_INVESTIGATOR",) * 7 + ("STUDY_DIRECTOR",) * 2 + ("STUDY_CHAIR",)


def render_sites(draft: Draft, kit: Kit, dice: Dice) -> str:
    """The module with its key, or nothing where it would be empty."""
    parts = []
    if dice.random() < CENTRAL_SHARE.get(draft.status, 0):
        parts.append(
            '"centralContacts":[' + ",".join(dice.choices(kit.contacts, k=1 if dice.random() < 0.5 else 2)) + "]"
        )
    if dice.random() < 0.78:
        official = (
            f'{{"name":"{dice.pick(kit.people)}","affiliation":"{draft.sponsor.name}","role":"{dice.pick(ROLES)}"}}'
        )
        parts.append(f'"overallOfficials":[{official}]')
    if draft.site_count:
        parts.append('"locations":[' + ",".join(_locations(draft, kit, dice)) + "]")
    return '"contactsLocationsModule":{' + ",".join(parts) + "}," if parts else ""


def _locations(draft: Draft, kit: Kit, dice: Dice) -> list[str]:
    places = _places(draft, kit, dice)
    statuses = _statuses(draft, len(places), dice)
    masked = draft.sponsor.agency_class == "INDUSTRY" and dice.random() < 0.35
    share = CONTACT_SHARE.get(draft.status, 0.0)
    if not (share or masked or statuses):
        facilities = dice.choices(kit.facilities, k=len(places))
        return [f'{{"facility":"{f}",{p.address}{p.point}' for f, p in zip(facilities, places, strict=True)]
    found = []
    for n, place in enumerate(places):
        facility = _masked_name(draft, n, dice) if masked else dice.pick(kit.facilities)
        status = f'"status":"{statuses[n]}",' if statuses else ""
        contacts = ""
        if share and (not statuses or statuses[n] in OPEN_SITE) and dice.random() < share:
            contacts = _contacts(kit, dice)
        found.append(f'{{"facility":"{facility}",{status}{place.address}{contacts}{place.point}')
    return found


def _places(draft: Draft, kit: Kit, dice: Dice) -> list[Place]:
    """Small studies stay at home; most large ones of companies go to several countries."""
    home = dice.pick(kit.geography.homes)
    count = draft.site_count
    if count < 3 or dice.random() < (0.45 if draft.sponsor.agency_class == "INDUSTRY" else 0.85):
        return dice.choices(home.pool, k=count)
    countries = [home, *dice.choices(kit.geography.destinations, k=min(40, 1 + count // 3))]
    places = [place for country in countries for place in dice.choices(country.pool, k=count // len(countries) + 1)]
    return places[:count]


def _statuses(draft: Draft, count: int, dice: Dice) -> list[str]:
    """Sites carry a status only while the study recruits, or did when it was last heard of."""
    if draft.shown_status != "RECRUITING":
        return []
    statuses = dice.choices(SITE_STATUSES, k=count)
    if "RECRUITING" not in statuses:
        statuses[0] = "RECRUITING"
    return statuses


def _masked_name(draft: Draft, n: int, dice: Dice) -> str:
    form = int(dice.random() * 3)
    if form == 0:
        return "Research Site"
    if form == 1:
        return f"Investigational Site {n + 101:04d}"
    return f"{draft.sponsor.name.partition(' ')[0]} Investigative Site"


def _contacts(kit: Kit, dice: Dice) -> str:
    chosen = [dice.pick(kit.contacts)]
    if dice.random() < 0.3:
        role = "PRINCIPAL_INVESTIGATOR" if dice.random() < 0.8 else "SUB_INVESTIGATOR"
        chosen.append(f'{{"name":"{dice.pick(kit.people)}","role":"{role}"}}')
    return ',"contacts":[' + ",".join(chosen) + "]"
