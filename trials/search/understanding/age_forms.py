"""The forms in which ages are written, as patterns over small letters. Each is tried where a word begins."""

import re

ONES = "one, two, three, four, five, six, seven, eight, nine, ten, eleven, twelve, thirteen, fourteen, fifteen, sixteen"
ONE_TO_NINETEEN = [*ONES.split(", "), "seventeen", "eighteen", "nineteen"]
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
NUMBER_WORDS = {word: number for number, word in enumerate(ONE_TO_NINETEEN, 1)}
NUMBER_WORDS |= {word: 10 * number for number, word in enumerate(TENS, 2)}
NUMBER_WORDS |= {f"{ten} {one}": NUMBER_WORDS[ten] + NUMBER_WORDS[one] for ten in TENS for one in ONE_TO_NINETEEN[:9]}
DECADES = {f"{word[:-1]}ies": 10 * number for number, word in enumerate(TENS, 2)}
PART_OF_DECADE = {"early": 2, "mid": 5, "middle": 5, "late": 8, "": 5}  # years into it

WORDED = "|".join(sorted((one.replace(" ", "[ -]") for one in NUMBER_WORDS), key=len, reverse=True))
NUMBER = rf"(?P<number>\d{{1,3}}|{WORDED})"
UNIT = r"(?P<unit>years?|yrs?|anos?|y|months?|mos?|mths?|meses|mes|weeks?|wks?|semanas?|days?|dias?|d|w|m)"
SOMEBODY = (
    r"(?:woman|man|female|male|lady|gentleman|girl|boy|baby|infant|child|kid|daughter|son|mother|father|patient|pt"
    r"|wife|husband|mom|dad|sister|brother|toddler|newborn|f|m)"
)
NO_RANGE = r"(?!\s*(?:-|–|to|through)\s*\d)(?![.,]\d)"
# What follows a number that counts something else: "I am 45 kg", "I am 35 weeks pregnant".
NO_MEASURE = (
    r"(?!\s*(?:%|'|\"|/\d|kg|lbs?\b|pounds?|cm|mm|mg|feet|ft|weeks?|wks?|months?|days?|hours?|minutes|times|percent"
    r"|years?\ (?:ago|since|into|post|out|after)|st\b|nd\b|th\b|miles|pack|degrees|on\b|out\b|of\b|in\b))"
)

# "7 year old", "8-month-old", "58 y/o", "7 years of age", "45 yr male"
OLD = re.compile(
    rf"{NUMBER}[\s-]*{UNIT}(?:(?:\.|/|\s|-)*(?:old|olds|of\ age|o\b|de\ edad|de\ vida)|(?:\s|-)+(?={SOMEBODY}\b))"
)
# "58F", "58/M", "58 female"
SEX_AFTER = re.compile(r"(?P<number>\d{1,3})(?P<gap>\s?[/-]?\s?)(?P<sex>f|m|female|male)\b(?!\s*\d)(?![./'-]\w)")
# "F/58", "female, 58"
SEX_BEFORE = re.compile(
    r"(?P<sex>f|m|female|male|woman|man|girl|boy|mujer|hombre)(?P<gap>\s?[/,]?\s?)(?P<number>\d{1,3})\b"
)
# "aged 7", "age: 58", "Age/Sex: 58/F", "edad 58"
AGED = re.compile(
    r"(?:aged?|edad)(?:\s*/\s*(?:sex|gender))?(?:\s*(?:is|of|de|:|=|-))?\s*"
    rf"{NUMBER}\b(?:[\s-]*{UNIT}\b)?{NO_RANGE}"
)
# "I am 58", "she's 62", "now 34", "my son is 12"
IS = re.compile(
    r"(?:i am|im|i'm|he is|he's|hes|she is|she's|shes|who is|who's|is now|now|turned|turning|is|am)"
    r"(?:\s+(?:now|only|just|about|almost|nearly|turning))*"
    rf"\s+{NUMBER}\b{NO_RANGE}{NO_MEASURE}"
)
SPANISH = re.compile(r"(?P<number>\d{1,3})\s*(?P<unit>anos?|meses|semanas)\b")
# "7 years" as the whole of what commas part
ALONE = re.compile(rf"{NUMBER}\s*(?P<unit>years?|yrs?|months?|mos)\s*(?=[,;.\n]|$)")
# Right after a word for a person: "my daughter, 7, has", "mother (62)"
BESIDE = re.compile(
    rf"\s*(?:,\s*|\(\s*|-\s+)?(?:age\s*)?{NUMBER}(?:\s*{UNIT})?"
    r"\s*(?:[,)]|$|(?:has|with|had|was|is|needs|recently)\b)"
)
# "leukemia, 61, Boston": a number between commas, where there is no other age
BARE = re.compile(r"(?:^|[,;\n])\s*(?P<number>\d{1,3})\s*(?=[,;.\n]|$)")
# "in her sixties", "mid-40s", "in his late 50s", "in her early to mid thirties"
DECADE = re.compile(
    r"(?:in\b[\s-]*)?(?P<owner>(?:his|her|my|their|our|your)\s+)?"
    r"(?:(?P<part>early|mid|middle|late)\b[\s-]*(?:to[\s-]+\w+[\s-]+)?)?"
    rf"(?P<decade>[1-9]0'?s|{'|'.join(DECADES)})\b"
)
BORN = re.compile(
    r"(?:born|dob|d\.o\.b\.?|date of birth|birth year|year of birth|nacio|naci|nacida|nacido)[\s:]*"
    r"(?:(?:in|on|back|en|el|is|was)\s+)*(?P<date>[^\n;]{4,24})"
)
YEAR = re.compile(r"(?<!\d)(?P<year>(?:18|19|20)\d\d)(?!\d)")
ISO = re.compile(r"(?P<year>(?:18|19|20)\d\d)-(?P<month>\d\d?)-(?P<day>\d\d?)")
AMERICAN = re.compile(r"(?P<month>\d\d?)[/.-](?P<day>\d\d?)[/.-](?P<year>(?:18|19|20)\d\d)")
NEWBORN = re.compile(r"(?:newborn|neonate|recien nacid[oa])\b")
# What stands before a newborn child, and not before the newborn of "hemolytic disease of the newborn"
A_NEWBORN = re.compile(r"(?:^|\b(?:my|our|a|is|her|his|mi|un|una))\s*(?:term |preterm |premature )?$")
LETTER = re.compile(r"[\s,./]*(?:old\s+)?([FM])\b(?![-'])")  # "65 y/o M", as written

# What stands before an age that is not the age of now: "diagnosed at 40", "when she was 7".
EARLIER = re.compile(
    r"(?:\b(?:at|since|from|until|till|before|by|after|around|over|under|above|below|for|within|every|past|last|than"
    r"|desde|hace|por|durante|a los)"
    r"(?:\s+(?:the|about|over|almost))*(?:\s+(?:ages?|edad))?(?:\s+(?:of|de))?"
    r"|\bwhen (?:\w+ )?\w+ (?:was|were|turned)(?:\s+(?:only|just|about))?|\bages?)\s*[-~]?\s*$"
)
RANGE_BEFORE = re.compile(r"\d\s*(?:-|–|to)\s*$")

# The words with which one of these can begin; besides them every number does.
STARTS = frozenset(
    (
        *("age", "aged", "edad", "born", "dob", "d", "date", "birth", "year", "naci", "nacio", "nacida", "nacido"),
        *("recien", "newborn", "neonate", "i", "im", "he", "hes", "she", "shes", "who", "whos", "is", "am", "now"),
        *("turned", "turning", "in", "mid", "early", "late", "middle", "f", "m", "female", "male", "woman", "man"),
        *("girl", "boy", "mujer", "hombre", "his", "her", "my", "their", *(one.split()[0] for one in NUMBER_WORDS)),
    )
)
