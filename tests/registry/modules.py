"""The other modules of a generated study, rendered straight to JSON text: each with its key and a comma behind."""

from tests.registry.drafts import FREE_CONDITIONS, OPEN_SET, Dice, Draft, iso
from tests.registry.kit import Kit
from tests.registry.sentences import fill

LEGACY = 735_964  # 2016-01-01: before it most dates named a month only and the start date had no type
ARM_TYPES = (
    ("EXPERIMENTAL",) * 5
    + ("ACTIVE_COMPARATOR",) * 3
    + ("PLACEBO_COMPARATOR", "NO_INTERVENTION", "OTHER", "SHAM_COMPARATOR")
)
INCLUSION_HEADS = (
    ("Inclusion Criteria:",) * 88
    + ("Key Inclusion Criteria:",) * 4
    + ("Inclusion criteria",) * 3
    + ("INCLUSION CRITERIA",) * 2
    + ("* INCLUSION CRITERIA:",) * 3
)
EXCLUSION_HEADS = {
    "INCLUSION CRITERIA": "EXCLUSION CRITERIA",
    "* INCLUSION CRITERIA:": "* EXCLUSION CRITERIA:",
}
KIND_LABELS = {
    "BEHAVIORAL": "Behavioral", "BIOLOGICAL": "Biological", "COMBINATION_PRODUCT": "Combination Product",
    "DEVICE": "Device", "DIAGNOSTIC_TEST": "Diagnostic Test", "DIETARY_SUPPLEMENT": "Dietary Supplement",
    "DRUG": "Drug", "GENETIC": "Genetic", "PROCEDURE": "Procedure", "RADIATION": "Radiation", "OTHER": "Other",
}  # fmt: skip
ANSWERS = ("true", "false", "false")


def render_identification(draft: Draft, kit: Kit, dice: Dice) -> str:
    condition, intervention = draft.conditions[0], draft.interventions[0][1]
    sponsor = draft.sponsor
    parts = [f'"identificationModule":{{"nctId":"{draft.nct_id}",']
    if draft.alias:
        parts.append(f'"nctIdAliases":["{draft.alias}"],')
    prefix = sponsor.name[:3].upper()
    parts.append(f'"orgStudyIdInfo":{{"id":"{prefix}-{int(dice.random() * 90_000) + 1000}"}},')
    if dice.random() < 0.22:
        year = 2004 + int(dice.random() * 22)
        second_id = f"{year}-00{int(dice.random() * 9000) + 1000}-{year % 90}"
        parts.append(f'"secondaryIdInfos":[{{"id":"{second_id}","type":"EUDRACT_NUMBER"}}],')
    parts.append(f'"organization":{{"fullName":"{sponsor.name}","class":"{sponsor.agency_class}"}},')
    parts.append(f'"briefTitle":"{fill(dice.pick(kit.pools["title"]), condition, intervention, draft.people)}"')
    if dice.random() < 0.97:
        parts.append(
            f',"officialTitle":"{fill(dice.pick(kit.pools["official"]), condition, intervention, draft.people)}"'
        )
    if dice.random() < 0.27:
        parts.append(f',"acronym":"{dice.pick(kit.words).upper()}"')
    parts.append("},")
    return "".join(parts)


def render_status(draft: Draft, kit: Kit, dice: Dice) -> str:
    parts = [f'"statusModule":{{"statusVerifiedDate":"{iso(draft.verified)[:7]}","overallStatus":"{draft.status}",']
    if draft.last_known:
        parts.append(f'"lastKnownStatus":"{draft.last_known}",')
    if draft.status in ("TERMINATED", "WITHDRAWN", "SUSPENDED"):
        parts.append(f'"whyStopped":"{dice.pick(kit.pools["why"])}",')
    parts.append('"expandedAccessInfo":{"hasExpandedAccess":false},')
    if draft.study_type != "EXPANDED_ACCESS":
        parts.append(_spans(draft, dice))
    first_submit = draft.first_post - dice.size(6, 0.9, 90)
    quality = first_submit + int((draft.first_post - first_submit) * dice.random())
    post_type = "ACTUAL" if draft.first_post >= 736_330 else "ESTIMATED"
    parts.append(f'"studyFirstSubmitDate":"{iso(first_submit)}","studyFirstSubmitQcDate":"{iso(quality)}",')
    parts.append(f'"studyFirstPostDateStruct":{{"date":"{iso(draft.first_post)}","type":"{post_type}"}},')
    if draft.has_results:
        earliest = max(draft.completion, draft.first_post)
        submitted = earliest + int(max(0, draft.submitted - 20 - earliest) * dice.random())
        posted = min(draft.last_post, submitted + 15)
        parts.append(f'"resultsFirstSubmitDate":"{iso(submitted)}","resultsFirstSubmitQcDate":"{iso(submitted + 5)}",')
        parts.append(f'"resultsFirstPostDateStruct":{{"date":"{iso(posted)}","type":"ACTUAL"}},')
    update_type = "ACTUAL" if draft.last_post >= 736_330 else "ESTIMATED"
    parts.append(f'"lastUpdateSubmitDate":"{iso(draft.submitted)}",')
    parts.append(f'"lastUpdatePostDateStruct":{{"date":"{iso(draft.last_post)}","type":"{update_type}"}}}},')
    return "".join(parts)


def _spans(draft: Draft, dice: Dice) -> str:
    """Start, primary completion and completion; a date is actual once the last submission could know it."""
    legacy = draft.first_post < LEGACY
    month_only = dice.random() < (0.9 if legacy else 0.08)
    digits = 7 if month_only else 10
    if dice.random() < 0.009:
        return ""
    parts = []
    for name, day in (
        ("start", draft.start),
        ("primaryCompletion", draft.primary),
        ("completion", draft.completion),
    ):
        kind = "ACTUAL" if day <= draft.submitted else "ESTIMATED"
        typed = "" if name == "start" and legacy and month_only else f',"type":"{kind}"'
        parts.append(f'"{name}DateStruct":{{"date":"{iso(day)[:digits]}"{typed}}},')
    return "".join(parts)


def render_sponsor(draft: Draft, kit: Kit, dice: Dice) -> str:
    sponsor = draft.sponsor
    lead = f'"leadSponsor":{{"name":"{sponsor.name}","class":"{sponsor.agency_class}"}}'
    if dice.random() < 0.35 and sponsor.agency_class != "INDUSTRY":
        party = (
            f'"responsibleParty":{{"type":"PRINCIPAL_INVESTIGATOR","investigatorFullName":"{dice.pick(kit.people)}",'
            f'"investigatorTitle":"Principal Investigator","investigatorAffiliation":"{sponsor.name}"}},'
        )
    else:
        party = '"responsibleParty":{"type":"SPONSOR"},'
    partners = ""
    if dice.random() < 0.33:
        others = (
            dice.pick(kit.sponsors[dice.pick(("OTHER", "OTHER", "INDUSTRY", "NIH"))])
            for _ in range(dice.size(1, 0.7, 40))
        )
        partners = (
            ',"collaborators":[' + ",".join(f'{{"name":"{o.name}","class":"{o.agency_class}"}}' for o in others) + "]"
        )
    return f'"sponsorCollaboratorsModule":{{{party}{lead}{partners}}},'


def render_description(draft: Draft, kit: Kit, dice: Dice) -> str:
    summary = " ".join(dice.choices(kit.pools["summary"], k=dice.size(5, 0.75, 35)))
    detail = ""
    if dice.random() < 0.67:
        sentences = dice.choices(kit.pools["detail"], k=dice.size(14, 0.85, 220))
        paragraphs = [" ".join(sentences[n : n + 4]) for n in range(0, len(sentences), 4)]
        detail = ',"detailedDescription":"' + "\\n\\n".join(paragraphs) + '"'
    oversight = (
        f'"oversightModule":{{"oversightHasDmc":{dice.pick(ANSWERS)},"isFdaRegulatedDrug":{dice.pick(ANSWERS)},'
        f'"isFdaRegulatedDevice":{dice.pick(ANSWERS)}}},'
    )
    return oversight + _told(f'"descriptionModule":{{"briefSummary":"{summary}"{detail}}},', draft)


def _told(text: str, draft: Draft) -> str:
    condition = draft.conditions[0]
    return fill(
        text,
        condition.lower() if condition in FREE_CONDITIONS else condition,
        draft.interventions[0][1],
        draft.people.lower(),
    )


def render_conditions(draft: Draft, kit: Kit, dice: Dice) -> str:
    keywords = ""
    if dice.random() < 0.65:
        words = [*dice.choices(kit.pools["keyword"], k=dice.size(3, 0.7, 40)), draft.conditions[0]]
        keywords = ',"keywords":["' + '","'.join(words) + '"]'
    return '"conditionsModule":{"conditions":["' + '","'.join(draft.conditions) + f'"]{keywords}}},'


def render_design(draft: Draft, kit: Kit, dice: Dice) -> str:
    if draft.study_type == "EXPANDED_ACCESS":
        return '"designModule":{"studyType":"EXPANDED_ACCESS","expandedAccessTypes":{"individual":true}},'
    if draft.study_type == "OBSERVATIONAL":
        registry = f'"patientRegistry":{dice.pick(ANSWERS)},'
        design = registry + f'"designInfo":{dice.pick(kit.observational_designs)}'
    else:
        design = f'"phases":[{draft.phases}],"designInfo":{dice.pick(kit.designs)}'
    count = 0 if draft.status == "WITHDRAWN" else dice.size(70, 1.4, 500_000)
    kind = "ESTIMATED" if draft.status in OPEN_SET or draft.status == "UNKNOWN" else "ACTUAL"
    enrollment = f',"enrollmentInfo":{{"count":{count},"type":"{kind}"}}' if dice.random() < 0.988 else ""
    return f'"designModule":{{"studyType":"{draft.study_type}",{design}{enrollment}}},'


def render_arms(draft: Draft, kit: Kit, dice: Dice) -> str:
    labels = [f"Arm {n + 1}: {name}" for n, (_, name) in enumerate(draft.interventions)]
    groups = ""
    if dice.random() < 0.88:
        control = ["Control"] if len(labels) == 1 and dice.random() < 0.5 else []
        arms = [_arm(n, label, draft, kit, dice) for n, label in enumerate(labels + control)]
        groups = f'"armGroups":[{",".join(arms)}],'
    given = []
    for label, (kind, name) in zip(labels, draft.interventions, strict=True):
        text = " ".join(dice.choices(kit.pools["intervention"], k=dice.size(2, 0.6, 9)))
        other = f',"otherNames":["{dice.pick(kit.words)}"]' if dice.random() < 0.16 else ""
        given.append(f'{{"type":"{kind}","name":"{name}","description":"{text}","armGroupLabels":["{label}"]{other}}}')
    return _told(f'"armsInterventionsModule":{{{groups}"interventions":[{",".join(given)}]}},', draft)


def _arm(n: int, label: str, draft: Draft, kit: Kit, dice: Dice) -> str:
    kind, name = draft.interventions[min(n, len(draft.interventions) - 1)]
    text = " ".join(dice.choices(kit.pools["armtext"], k=dice.size(2, 0.6, 9)))
    arm_type = f'"type":"{dice.pick(ARM_TYPES)}",' if draft.study_type == "INTERVENTIONAL" else ""
    given = f"{KIND_LABELS[kind]}: {name}"
    return f'{{"label":"{label}",{arm_type}"description":"{text}","interventionNames":["{given}"]}}'


def render_outcomes(draft: Draft, kit: Kit, dice: Dice) -> str:
    parts = ['"primaryOutcomes":[' + ",".join(dice.choices(kit.outcomes, k=dice.size(1, 0.8, 60))) + "]"]
    if dice.random() < 0.77:
        parts.append('"secondaryOutcomes":[' + ",".join(dice.choices(kit.outcomes, k=dice.size(5, 0.85, 120))) + "]")
    if dice.random() < 0.07:
        parts.append('"otherOutcomes":[' + ",".join(dice.choices(kit.outcomes, k=dice.size(3, 0.8, 60))) + "]")
    return _told('"outcomesModule":{' + ",".join(parts) + "},", draft)


def render_eligibility(draft: Draft, kit: Kit, dice: Dice) -> str:
    parts = [f'"eligibilityModule":{{"eligibilityCriteria":"{_told(_criteria(kit, dice), draft)}",']
    if dice.random() < 0.98:
        parts.append(f'"healthyVolunteers":{"true" if dice.random() < 0.19 else "false"},')
    parts.append(f'"sex":"{draft.sex}",{dice.choices(kit.ages, cum_weights=kit.age_weights)[0]}')
    if draft.study_type == "OBSERVATIONAL":
        text = _told(dice.pick(kit.pools["population"]), draft)
        parts.append(f',"studyPopulation":"{text}","samplingMethod":"NON_PROBABILITY_SAMPLE"')
    parts.append("},")
    return "".join(parts)


def _criteria(kit: Kit, dice: Dice) -> str:
    """Markup with headings, bulleted or numbered; a few without any heading, as sponsors write them."""
    inclusion = dice.choices(kit.pools["inclusion"], k=dice.size(9, 0.95, 110))
    exclusion = dice.choices(kit.pools["exclusion"], k=dice.size(9, 0.95, 110))
    shape = dice.random()
    if shape < 0.005:
        return ". ".join(inclusion)
    head = dice.pick(INCLUSION_HEADS)
    if shape < 0.02:
        return f"{head}\\n\\n{_listed(inclusion, kit, dice)}"
    other = EXCLUSION_HEADS.get(head) or head.replace("Inclusion", "Exclusion")
    return f"{head}\\n\\n{_listed(inclusion, kit, dice)}\\n\\n{other}\\n\\n{_listed(exclusion, kit, dice)}"


def _listed(lines: list[str], kit: Kit, dice: Dice) -> str:
    if dice.random() < 0.25:
        return "\\n".join([f"{n}. {line}" for n, line in enumerate(lines, 1)])
    text = "* " + "\\n* ".join(lines)
    if dice.random() < 0.12:
        nested = "\\n  * ".join(dice.choices(kit.pools["nested"], k=2))
        text += f"\\n\\n  * {nested}" if dice.random() < 0.8 else f"\\n  o {nested}"
    return text


def render_references(draft: Draft, kit: Kit, dice: Dice) -> str:
    if dice.random() >= 0.35:
        return ""
    links = ""
    if dice.random() < 0.3:
        links = f',"seeAlsoLinks":[{{"label":"Study website","url":"https://example.org/{draft.nct_id}"}}]'
    found = ",".join(dice.choices(kit.references, k=dice.size(3, 1.0, 60)))
    return f'"referencesModule":{{"references":[{found}]{links}}},'


def render_sharing(draft: Draft, kit: Kit, dice: Dice) -> str:
    draw = dice.random()
    if draw >= 0.5:
        return ""
    if draw < 0.3:
        return '"ipdSharingStatementModule":{"ipdSharing":"NO"},'
    answer = "YES" if draw < 0.43 else "UNDECIDED"
    types = ',"infoTypes":["STUDY_PROTOCOL","SAP"],"timeFrame":"After publication"' if answer == "YES" else ""
    return (
        f'"ipdSharingStatementModule":{{"ipdSharing":"{answer}","description":"{dice.pick(kit.pools["ipd"])}"{types}}},'
    )


def render_documents(draft: Draft, dice: Dice) -> str:
    if not draft.has_results or draft.first_post < LEGACY:
        return ""
    return (
        '"documentSection":{"largeDocumentModule":{"largeDocs":[{"typeAbbrev":"Prot_SAP","hasProtocol":true,"hasSap":true,'
        f'"hasIcf":false,"label":"Study Protocol and Statistical Analysis Plan","date":"{iso(draft.start)}",'
        f'"uploadDate":"{iso(draft.submitted)}T10:{int(dice.random() * 60):02d}","filename":"Prot_SAP_000.pdf",'
        f'"size":{int(dice.random() * 4_000_000) + 90_000}}}]}}}},'
    )


def render_derived(draft: Draft, dice: Dice) -> str:
    tracking = ""
    if draft.status in ("COMPLETED", "TERMINATED") and not draft.has_results and dice.random() < 0.02:
        tracking = f',"submissionTracking":{{"submissionInfos":[{{"releaseDate":"{iso(draft.submitted)}"}}]}}'
    parts = [f'"derivedSection":{{"miscInfoModule":{{"versionHolder":"{iso(draft.today)}"{tracking}}}']
    for name, headings in (("condition", draft.headings), ("intervention", draft.substances)):
        if headings:
            meshes = ",".join(dict.fromkeys([heading.mesh for heading in headings]))
            above = ",".join(dict.fromkeys([ancestor for heading in headings for ancestor in heading.ancestors]))
            ancestors = f',"ancestors":[{above}]' if above else ""
            parts.append(f',"{name}BrowseModule":{{"meshes":[{meshes}]{ancestors}}}')
    parts.append("},")
    return "".join(parts)
