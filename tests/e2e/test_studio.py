"""Analysts draw a service in a real browser: saved as they go, judged, never one over the other."""

from __future__ import annotations

from secrets import token_hex

import pytest
from playwright.sync_api import Browser

from engine.installation.loading import BPMN
from engine.process.drawing import drawing_of
from tests.e2e.installation import Installation
from tests.e2e.look import Inspector
from tests.e2e.person import Person
from tests.e2e.step_names import name_of
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

FIRST, SECOND = "00000009001", "00000009002"
SERVICE = "high_mountain.suspend"
DIAGRAM = "high_mountain/suspend/process.bpmn"
STEP = "განცხადების შემოწმება"
ENGLISH = "high_mountain/suspend/texts/en.json"
STEP_BETWEEN = 60  # what a new step has to its left and above it, at the most
ASKED = "→ ორგანოს ვკითხოთ: სხვა ორგანოს მოსაზრება"


def places(diagram: bytes) -> dict[str, tuple[float, float]]:
    """Return where each element of a diagram is drawn."""
    drawing = drawing_of(diagram)
    assert drawing is not None
    return {shape.element: (shape.box.x, shape.box.y) for shape in drawing.shapes}


def analyst(browser: Browser, installation: Installation, who: str, language: str) -> Analyst:
    return Analyst(Person(browser, installation.address, language=language), who)


@pytest.mark.parametrize("language", ["ka", "en"])
def test_analyst__changes_a_copy__is_told_what_is_wrong_and_mends_it(
    installation: Installation, browser: Browser, language: str
) -> None:
    one, inspector = analyst(browser, installation, FIRST, language), Inspector(widths=(1280,))
    copy = f"suspend_{token_hex(3)}"
    draft = one.begin(SERVICE, copy_as=copy)
    inspector.look(one.person, "the draft")
    one.draw(draft)
    one.wait_until_without_errors()
    inspector.look(one.person, "the diagram")

    one.choose(name_of(SERVICE, "check", language))
    one.say("name_ka", "ახალი სახელი")
    one.say("role", "lawyer")
    one.choose(name_of(SERVICE, "checked", language))
    one.part("append").click()
    one.first_error().wait_for(timeout=VALIDATION)
    inspector.look(one.person, "the diagram with findings")
    one.first_error().click()
    assert one.part("selected").inner_text().strip()
    one.part("undo").click()
    one.wait_until_kept()
    one.wait_until_without_errors()

    drawn = one.folder(draft)[f"high_mountain/{copy}/process.bpmn"].decode()
    assert 'name="ახალი სახელი"' in drawn
    assert 'candidateGroups="lawyer"' in drawn
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


def test_diagram__changed_and_changed_back__is_the_published_one_byte_for_byte(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, FIRST, "ka")
    draft = one.begin(SERVICE)
    published = (BPMN / DIAGRAM).read_bytes()
    one.draw(draft)

    one.choose(STEP)
    one.say("name_ka", "Something else")
    changed = one.folder(draft)[DIAGRAM]
    one.part("undo").click()
    one.part("elements").get_by_role("button", name=ASKED, exact=True).click()
    one.say("condition_examples", '=check.verdict = "missing"')
    condition = one.page.locator("[data-property=condition]").input_value()
    one.part("undo").click()
    one.wait_until_kept()

    assert changed != published
    assert condition.endswith(' and check.verdict = "missing"')
    assert one.folder(draft)[DIAGRAM] == published


@pytest.mark.parametrize(
    "chosen", ["→ რეესტრების შეკითხვა", ASKED, "→ დიახ: განცხადების შემოწმება", "ჩვენი განსახილველია?"]
)
def test_step__added_in_a_row_to_another_row_back_and_behind__moves_only_what_makes_room(
    installation: Installation, browser: Browser, chosen: str
) -> None:
    one = analyst(browser, installation, FIRST, "ka")
    draft = one.begin(SERVICE)
    one.draw(draft)
    before = places(one.folder(draft)[DIAGRAM])

    one.part("elements").get_by_role("button", name=chosen, exact=True).click()
    one.part("append").click()
    one.wait_until_kept()
    after = places(one.folder(draft)[DIAGRAM])
    one.part("undo").click()
    one.wait_until_kept()

    (added,) = (place for element, place in after.items() if element not in before)
    moves = {element: (after[element][0] - x, after[element][1] - y) for element, (x, y) in before.items()}
    for axis in (0, 1):
        moved = {element for element, move in moves.items() if move[axis]}
        assert len({moves[element][axis] for element in moved}) <= 1, "each by as much as the others"
        assert all(before[element][axis] > added[axis] - STEP_BETWEEN for element in moved), (
            "what lay before it"
        )
    assert one.folder(draft)[DIAGRAM] == (BPMN / DIAGRAM).read_bytes()
    assert one.person.complaints == []


def test_two_analysts__on_one_diagram__overwrite_each_other_only_when_they_say_so(
    installation: Installation, browser: Browser
) -> None:
    one, other = (analyst(browser, installation, who, "en") for who in (FIRST, SECOND))
    # Comments are about a service: of this one nobody else has said anything.
    copy = f"suspend_{token_hex(3)}"
    draft, diagram = one.begin(SERVICE, copy_as=copy), f"high_mountain/{copy}/process.bpmn"
    one.draw(draft)
    other.draw(draft)

    drawn, step = one.folder(draft)[diagram], name_of(SERVICE, "check", "en")
    other.choose(step)
    other.page.locator("#comment-body").fill("Why the specialist? <b>")
    other.part("comment").get_by_role("button").click()
    mark_name = one.words("comments.script.comment.mark", name=step, number=1)
    other.page.get_by_role("button", name=mark_name).wait_for()
    one.page.evaluate("window.dispatchEvent(new Event('focus'))")
    mark = one.page.get_by_role("button", name=mark_name)
    mark.press("Enter")
    one.page.locator("textarea:focus").fill("By law")
    one.part("comments-of").get_by_role("button", name=one.words("comments.script.comment.settle")).click()
    mark.wait_for(state="detached")
    assert "Why the specialist? <b>" in one.part("comments-of").inner_text()
    assert "By law" in one.part("comments-all").inner_text()
    assert one.folder(draft)[diagram] == drawn

    one.choose(step)
    one.say("name_ka", "By the first")
    other.choose(step)
    other.page.locator("[data-property=name_ka]").fill("By the second")
    other.page.locator("[data-property=name_ka]").press("Tab")
    other.part("rival").wait_for()

    assert "Demo Analyst 1" in other.part("refused-why").inner_text()
    assert "By the first" in one.folder(draft)[diagram].decode()
    other.part("overwrite").click()
    other.wait_until_kept()
    assert "By the second" in one.folder(draft)[diagram].decode()


def test_words__typed_while_the_session_is_over_or_the_server_away__are_kept_and_taken_over(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, FIRST, "en")
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.person.context.clear_cookies(name="session")

    one.choose(name_of(SERVICE, "check", "en"))
    name = one.page.locator("[data-property=name_en]")
    name.fill("Said in between")  # and nobody leaves the field
    one.part("state").and_(one.page.locator("[data-state=signed_out]")).wait_for()
    other_window = one.person.context.new_page()
    other_window.goto(f"{installation.address}/sign-in")
    other_window.locator("main .card-form", has_text="Demo Analyst 1").first.get_by_role("button").click()
    one.wait_until_kept()
    assert "Said in between" in one.folder(draft)[ENGLISH].decode()
    assert name.evaluate("field => field === document.activeElement")

    away = f"**{draft}/diagram/content"
    one.page.route(away, lambda way: way.abort() if way.request.method == "POST" else way.continue_())
    name.fill("Never sent")
    one.part("state").and_(one.page.locator("[data-state=away]")).wait_for()
    one.page.on("dialog", lambda asked: asked.accept())
    one.page.reload()
    one.part("unsent").wait_for()
    one.page.unroute(away)
    assert "Never sent" not in one.folder(draft)[ENGLISH].decode()
    one.part("unsent-take").click()
    one.part("elements").get_by_role("button", name="Never sent", exact=True).first.wait_for()

    assert "Never sent" in one.folder(draft)[ENGLISH].decode()
    assert one.folder(draft)[DIAGRAM] == (BPMN / DIAGRAM).read_bytes()
    assert not one.part("unsent").is_visible()


@pytest.mark.parametrize("language", ["ka", "en"])
def test_differences__of_a_draft__are_marked_on_the_diagram_and_chosen_from_the_list(
    installation: Installation, browser: Browser, language: str
) -> None:
    one, inspector = analyst(browser, installation, FIRST, language), Inspector(widths=(320, 1280))
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(name_of(SERVICE, "check", language))
    one.say("role", "lawyer")
    one.choose(name_of(SERVICE, "decide_act", language))
    one.part("remove").click()
    one.wait_until_kept()

    one.compare(draft)
    inspector.look(one.person, "the differences")
    one.difference(STEP).click()
    chosen = one.page.locator(".djs-element.selected")
    assert chosen.get_attribute("data-element-id") == "check"
    assert one.page.locator(".djs-element.is-changed[data-element-id=check]").count() == 1
    one.difference("გადაწყვეტილება").click()
    one.page.locator(".djs-element.is-removed[data-element-id=decide_act].selected").wait_for()

    assert one.page.locator("[name=side][value=old]").is_checked()
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []


def test_block__chosen_in_the_panel__says_what_it_takes_and_brings_and_leads_to_its_page(
    installation: Installation, browser: Browser
) -> None:
    one = analyst(browser, installation, FIRST, "en")
    draft = one.begin(SERVICE)
    one.draw(draft)
    one.choose(name_of(SERVICE, "check", "en"))
    one.part("kinds").select_option("block")
    one.part("append").click()

    one.say("id", STEP)  # Georgian is no name in expressions
    unusable = one.page.locator("[data-property=id]").evaluate("field => field.validationMessage")
    one.say("id", "deliver_it")
    one.say("block", "shared.delivery")

    assert unusable == one.text("script.property.id_unusable")
    panel = one.part("properties").inner_text()
    assert "The letter" in panel
    assert "delivery: " in panel
    drawn = one.folder(draft)[DIAGRAM].decode()
    assert '<bpmn:callActivity id="deliver_it"' in drawn
    assert 'processId="shared.delivery"' in drawn
    assert 'target="letter"' in drawn
    with one.person.context.expect_page() as opened:
        one.page.get_by_role("link", name=one.text("script.property.about_block"), exact=True).click()
    opened.value.locator("[data-compare=page][data-ready]").wait_for()
    assert opened.value.url.endswith("/studio/blocks/delivery")
    assert one.person.complaints == []


def test_diagram__tidied_up__is_drawn_anew_kept_and_brought_back_by_one_press(
    installation: Installation, browser: Browser
) -> None:
    one, inspector = analyst(browser, installation, FIRST, "ka"), Inspector(widths=(1280,))
    copy = f"suspend_{token_hex(3)}"
    draft = one.begin(SERVICE, copy_as=copy)
    path = f"high_mountain/{copy}/process.bpmn"
    one.draw(draft)
    one.choose(STEP)
    one.part("append").click()  # what is put in beside the way
    one.wait_until_kept()
    drawn = one.folder(draft)[path]

    one.part("tidy").click()
    one.page.locator("[data-studio=untidy]").wait_for(timeout=VALIDATION)
    one.wait_until_kept()
    tidied = one.folder(draft)[path]
    inspector.look(one.person, "a diagram laid out anew")
    one.part("untidy").click()
    one.wait_until_kept()

    assert places(tidied) != places(drawn) and places(tidied).keys() >= places(drawn).keys()
    assert places(one.folder(draft)[path]) == places(drawn)
    assert one.part("elements").get_by_role("button", name=STEP, exact=True).count() == 1
    assert not inspector.problems, "\n".join(inspector.problems)
    assert one.person.complaints == []
