"""How names of places are made comparable, and what people write for states, provinces and a few cities."""

import re
from functools import lru_cache

from trials.words import key

# "U.S.A." -> "usa", "D.C." -> "dc"
INITIALS = re.compile(r"\b(\w) (?=\w\b)")
PLAIN = re.compile("[a-z ]+")
SHORTER = {"saint": "st", "sainte": "ste", "mount": "mt", "fort": "ft"}

STATES = {
    "AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado",
    "CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia",
    "HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas",
    "KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan",
    "MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada",
    "NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina",
    "ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania",
    "RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas",
    "UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia", "WI": "Wisconsin",
    "WY": "Wyoming",
}  # fmt: skip

# Codes of divisions whose names people write out as often: country -> code -> name as the registry has it.
DIVISIONS = {
    "US": STATES,
    "AU": {
        "ACT": "Australian Capital Territory", "NSW": "New South Wales", "NT": "Northern Territory",
        "QLD": "Queensland", "SA": "South Australia", "TAS": "Tasmania", "VIC": "Victoria", "WA": "Western Australia",
    },
    "CA": {
        "AB": "Alberta", "BC": "British Columbia", "MB": "Manitoba", "NB": "New Brunswick",
        "NL": "Newfoundland and Labrador", "NS": "Nova Scotia", "NT": "Northwest Territories", "NU": "Nunavut",
        "ON": "Ontario", "PE": "Prince Edward Island", "QC": "Quebec", "SK": "Saskatchewan", "YT": "Yukon",
    },
    "GB": {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"},
}  # fmt: skip

# Names of US cities that are in no table, as their keys.
NICKNAMES = {
    "big apple": "New York, NY",
    "dc": "Washington, DC",
    "frisco": "San Francisco, CA",
    "indy": "Indianapolis, IN",
    "la": "Los Angeles, CA",
    "minneapolis st paul": "Minneapolis, MN",
    "new york city": "New York, NY",
    "nola": "New Orleans, LA",
    "ny city": "New York, NY",
    "nyc": "New York, NY",
    "philly": "Philadelphia, PA",
    "sf": "San Francisco, CA",
    "slc": "Salt Lake City, UT",
    "st pete": "St. Petersburg, FL",
    "twin cities": "Minneapolis, MN",
    "vegas": "Las Vegas, NV",
}


@lru_cache(maxsize=5000)
def name_key(name: str) -> str:
    """What a name is compared by: "St. Louis" and "Saint Louis" are one."""
    small = name.casefold()
    # Most names are plain: what a thousand of them take counts when the registry's places are read.
    bare = small if PLAIN.fullmatch(small) else key(small)
    return " ".join(SHORTER.get(one, one) for one in INITIALS.sub(r"\1", bare).split())
