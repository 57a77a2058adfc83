"""Every kind of page that the site has, by the address that shows it with the sample."""

from tests.browser.records import MANY_SITES, UNWIELDY, numbers_by_status

STATUSES = {
    status.lower().replace("_", " "): f"/trials/{number}/?zip=19104" for status, number in numbers_by_status().items()
}
LISTS = {
    "home": "/",
    "results": "/trials/?condition=breast+cancer&age=52&zip=19104",
    "refined results": "/trials/?condition=cancer&radius=any&zip=19104&phase=PHASE2&phase=PHASE3&sort=newest",
    "a long list": "/trials/?page=2",
    "no results": "/trials/?condition=hay+fever&zip=99501",
    "nothing anywhere": "/trials/?condition=zzzz",
    "a sentence": "/trials/?condition=my+52+year+old+wife+has+breast+cancer+that+came+back,+no+diabetes,+19104",
    "an ambiguous word": "/trials/?condition=MS",
    "own words": "/describe/",
    "errors": "/trials/?condition=asthma&age=old&zip=00000&status=sleeping&phase=9&country=Atlantis",
    "a page of results that is not there": "/trials/?page=999",
}
OTHERS = {
    "120 sites": f"/trials/{MANY_SITES}/?zip=19104",
    "120 sites, last page": f"/trials/{MANY_SITES}/?sites=3",
    "wrong zip code": f"/trials/{MANY_SITES}/?zip=abc",
    "words wider than a phone": f"/trials/{UNWIELDY}/",
    "missing trial": "/trials/NCT00000009/",
    "missing page": "/nothing/",
    "sign-in": "/admin/login/",
}
PAGES = LISTS | STATUSES | OTHERS
