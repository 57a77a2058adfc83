"""Synthetic studies at registry scale: `generate` yields them, `write_studies` writes one a line.

The same count, seed and day give the same bytes. All prose, people and organisations are invented.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.registry.drafts import Dice, Draft, draft_study, iso, posted_today
from tests.registry.kit import Kit, make_kit
from tests.registry.modules import (
    render_arms,
    render_conditions,
    render_derived,
    render_description,
    render_design,
    render_documents,
    render_eligibility,
    render_identification,
    render_outcomes,
    render_references,
    render_sharing,
    render_sponsor,
    render_status,
)
from tests.registry.plan import TODAY, make_plan
from tests.registry.results import render, render_results
from tests.registry.sites import render_sites
from tests.registry.withheld import withheld_study

BATCH = 1_000
SMALL = 5_000  # below so many studies a tenth of the building blocks is enough


def generate(count: int, seed: int = 0, today: date = TODAY, *, by_id: bool = False) -> Iterator[bytes]:
    """Yield `count` studies as compact JSON, by id or in no order at all, so that the first few are a fair sample."""
    plan = make_plan(count, seed, today, by_id=by_id)
    kit = make_kit(seed, count < SMALL)
    for start in range(0, count, BATCH):
        dice = Dice(f"{seed}:{start}")
        for row in range(start, min(count, start + BATCH)):
            yield render_study(draft_study(plan, row, kit, dice, today.toordinal()), kit, dice).encode()


def generate_new(count: int, seed: int, today: date, above: int) -> Iterator[bytes]:
    """Yield studies first posted today, with ids above the number `above`."""
    kit = make_kit(seed, True)
    dice = Dice(f"{seed}:{today}:{above}")
    plan = make_plan(count, seed + today.toordinal(), today)
    for row in range(count):
        draft = draft_study(plan, row, kit, dice, today.toordinal())
        above += 1 + int(dice.random() * 24)
        yield render_study(posted_today(draft, f"NCT{above:08d}", dice), kit, dice).encode()


def write_studies(path: Path, count: int, seed: int = 0, today: date = TODAY) -> None:
    """Write one study a line, by id: studies of one time lie together, as those who read by date like it.

    The file appears only when it is complete.
    """
    unfinished = path.with_name(path.name + ".part")
    with unfinished.open("wb", buffering=1 << 20) as out:
        for study in generate(count, seed, today, by_id=True):
            out.write(study)
            out.write(b"\n")
    unfinished.rename(path)


def render_study(draft: Draft, kit: Kit, dice: Dice) -> str:
    if draft.status == "WITHHELD":
        return _render_withheld(draft)
    protocol = "".join((
        render_identification(draft, kit, dice),
        render_status(draft, kit, dice),
        render_sponsor(draft, kit, dice),
        render_description(draft, kit, dice),
        render_conditions(draft, kit, dice),
        render_design(draft, kit, dice),
        render_arms(draft, kit, dice),
        render_outcomes(draft, kit, dice),
        render_eligibility(draft, kit, dice),
        render_sites(draft, kit, dice),
        render_references(draft, kit, dice),
        render_sharing(draft, kit, dice),
    ))  # fmt: skip
    return "".join((
        '{"protocolSection":{',
        protocol[:-1],  # without the last module's comma
        "},",
        render_results(kit.results, dice) + "," if draft.has_results else "",
        render_documents(draft, dice),
        render_derived(draft, dice),
        '"hasResults":',
        "true}" if draft.has_results else "false}",
    ))  # fmt: skip


def _render_withheld(draft: Draft) -> str:
    posted, updated = iso(draft.first_post), iso(draft.last_post)
    status = {
        "statusVerifiedDate": iso(draft.verified)[:7],
        "studyFirstSubmitDate": iso(draft.first_post - 4),
        "studyFirstPostDateStruct": {"date": posted, "type": "ACTUAL"},
        "lastUpdateSubmitDate": iso(draft.submitted),
        "lastUpdatePostDateStruct": {"date": updated, "type": "ACTUAL"},
    }
    return render(withheld_study(draft.nct_id, status, {"miscInfoModule": {"versionHolder": iso(draft.today)}}))
