"""The studio: its list, a draft, its diagram with an element chosen; the draft is laid aside at the end."""

from __future__ import annotations

from tests.e2e.person import Person
from tests.e2e.tour.visit import ANALYST, Tour
from tests.e2e.waiting import SCENARIO


def studio(tour: Tour) -> None:
    analyst = tour.person(ANALYST)
    tour.visit(analyst, "/studio", "studio")
    tour.visit(analyst, "/studio/usages?kind=role&q=lawyer", "studio-usages")
    tour.visit(analyst, "/studio/blocks", "studio-blocks")
    analyst.go("/studio/blocks/decision")
    analyst.page.locator("[data-compare=page][data-ready]").wait_for()
    tour.look(analyst, "studio-block")
    analyst.go("/studio")
    analyst.page.locator("#service").select_option("assets.sale")
    analyst.press("studio.begin_copy")
    tour.look(analyst, "studio-errors")
    analyst.press("studio.begin_new_now")
    tour.look(analyst, "studio-new-errors")
    analyst.page.locator("#service").select_option("assets.sale")
    analyst.press("studio.begin_change")
    analyst.page.wait_for_url("**/studio/drafts/*")
    draft = analyst.page.url.removeprefix(analyst.address)
    tour.look(analyst, "studio-draft")
    editors(tour, analyst, draft)
    analyst.go(f"{draft}/differences")
    analyst.page.locator("[data-compare=page][data-ready]").wait_for()
    tour.look(analyst, "studio-differences")
    tour.visit(analyst, "/studio/services/assets.sale", "studio-service")
    digest = analyst.page.locator("tbody th .figure").first.inner_text()
    compared = f"/studio/services/assets.sale/differences?old={digest}&new={digest}"
    tour.visit(analyst, compared, "studio-same")
    publishing(tour, analyst, draft)
    analyst.go(draft)
    analyst.page.locator("main summary").last.click()
    analyst.press("studio.drop_now")


def editors(tour: Tour, analyst: Person, draft: str) -> None:
    """Open each kind of file of the draft where it is changed, and a sandbox session of it."""
    analyst.go(f"{draft}/diagram")
    analyst.page.locator("[data-studio=page][data-ready]").wait_for()
    analyst.page.locator("[data-studio=elements] button").first.click()
    analyst.page.locator("#comment-body").fill(f"Demo {tour.mark}: is this right?")
    analyst.page.locator("[data-studio=comment] button").click()
    analyst.page.locator("[data-studio=comments-of] li", has_text=tour.mark).wait_for()
    tour.look(analyst, "studio-diagram")
    tour.visit(analyst, f"{draft}/comments", "studio-comments")
    letter = f"{draft}/letters/receipt"
    tour.visit(analyst, letter, "studio-letter")
    tour.visit(analyst, f"{letter}/preview", "studio-letter-preview")
    tour.visit(analyst, f"{draft}/parts/facts", "studio-part")
    tour.visit(analyst, f"{draft}/texts", "studio-texts")
    tour.visit(analyst, f"{draft}/named/letter/receipt", "studio-named-file")
    tour.visit(analyst, f"{draft}/sandboxes", "studio-sandboxes")
    analyst.page.locator("main tbody th a").first.click(timeout=SCENARIO)
    analyst.page.locator("[data-sandbox][data-ready]").wait_for(timeout=SCENARIO)
    tour.look(analyst, "studio-sandbox")
    form = f"{draft}/forms/application"
    for path, name in ((form, "form"), (f"{form}/preview", "form-preview")):
        tour.visit(analyst, path, f"studio-{name}")
    analyst.go(form)
    analyst.page.locator("main tbody th a").first.click()
    analyst.page.locator("[data-studio=page][data-ready][data-typed]").wait_for()
    tour.look(analyst, "studio-component")
    analyst.go(f"{draft}/tables/grounds")
    analyst.page.locator("[data-studio=page][data-ready]").wait_for()
    analyst.page.locator("[data-studio=rules] tbody button").first.click()
    tour.look(analyst, "studio-table")


def publishing(tour: Tour, analyst: Person, draft: str) -> None:
    """Ask for the publication of a draft that differs in its name, and withdraw it."""
    tour.visit(analyst, f"{draft}/names", "studio-names")
    analyst.fill({"names_en": f"A name for the tour ({tour.language})"})
    analyst.send("studio.keep_names")
    tour.visit(analyst, f"{draft}/rebase", "studio-rebase")
    tour.visit(analyst, f"{draft}/import", "studio-import")
    analyst.go(f"{draft}/history")
    analyst.page.locator("main summary", has_text="service.json").click()
    analyst.page.locator("main li a").first.click()
    tour.look(analyst, "studio-history")
    analyst.go(f"{draft}/replay")
    analyst.send("replay.ask_now")
    tour.look(analyst, "studio-replay")
    tour.visit(analyst, f"{draft}/publish", "studio-publish")
    analyst.press("publishing.request")
    tour.look(analyst, "studio-publish-errors")
    analyst.fill({"note": "Demo: for the tour"})
    analyst.send("publishing.request")
    asked = analyst.page.url.removeprefix(analyst.address)
    tour.look(analyst, "studio-publication")
    tour.visit(analyst, "/studio/publications", "studio-publications")
    analyst.go(f"{asked}/differences")
    analyst.page.locator("[data-compare=page][data-ready]").wait_for()
    tour.look(analyst, "studio-asked-differences")
    analyst.go(asked)
    analyst.page.locator("main details summary").last.click()
    analyst.fill({"reason": "Demo: withdrawn"})
    analyst.press("publishing.withdraw")
    tour.look(analyst, "studio-withdrawn")
