"""How an analyst makes the permit to fell trees on the pages of the studio, act by act."""

from __future__ import annotations

import json
from collections.abc import Mapping

from engine.texts import OFFICIAL
from tests.e2e.studio_work import Analyst
from tests.e2e.waiting import VALIDATION

MODULE = "construction"
ROLE, SECOND_ROLE = "architect", "inspector"
LAW = "№2181, მუხ. 96"
OF_PERMIT = '"№2181"'
DUE = '=term("gac.forward")'
# What each step is called: by expressions, in Georgian, in English.
STEPS: Mapping[str, tuple[str, str]] = {
    "count_trees": ("რამდენი ხე დაირგოს", "How many trees to plant"),
    "look": ("ხეების დათვალიერება", "Look at the trees"),
    "may_fell": ("შეიძლება მოჭრა?", "May they be felled?"),
    "permit": ("ნებართვის გაცემა", "Give the permit"),
    "write_permit": ("ნებართვის გაგზავნა", "Send the permit"),
    "permitted": ("ნებადართულია", "Permitted"),
    "refuse": ("უარის აღრიცხვა", "Record the refusal"),
    "refused": ("უარი", "Refused"),
    "late": ("ხეები ჯერ არავის უნახავს", "Nobody has looked yet"),
    "remind": ("შეხსენება", "Reminder"),
    "reminded": ("შეხსენებულია", "Reminded"),
    "given_up": ("განმცხადებელმა უკან გამოითხოვა", "The applicant withdraws"),
    "leave": ("განუხილველად დატოვება", "Leave it"),
    "left": ("უკან გამოთხოვილია", "Withdrawn"),
    "look_again": ("ზედამხედველის ნახვა", "The inspector looks"),
}


class TreeAnalyst:
    """An analyst at the draft of the permit."""

    def __init__(self, one: Analyst, name: str) -> None:
        self.one, self.page, self.draft, self.name = one, one.page, "", name

    def begin(self, names: Mapping[str, str]) -> None:
        """Begin the service from nothing."""
        fields = {"new_name": self.name, **{f"name_{one}": text for one, text in names.items()}}
        self.one.person.go("/studio")
        self.page.locator("#module").select_option(MODULE)
        for field, text in fields.items():
            self.page.locator(f"#{field}").fill(text)
        self.one.person.press("studio.begin_new_now")
        self.page.wait_for_url("**/studio/drafts/*")
        self.draft = self.page.url.removeprefix(self.one.person.address)

    def say_settings(self) -> None:
        """Say what it is for and by which act; what can be chosen several times stays as it is."""
        self.one.person.go(f"{self.draft}/names")
        self.one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        self.one.type(
            {"summary_ka": "ვინც ხის მოჭრას გეგმავს.", "summary_en": "For whoever wants to fell a tree."}
        )
        self.one.type(
            {"law_1_ka": "დემო დადგენილება №1", "law_1_en": "Demo Resolution No. 1", "article_1": "5"}
        )
        kept = self.one.folder(self.draft)[f"{MODULE}/{self.name}/service.json"]
        assert json.loads(kept)["channels"] == ["portal", "centre", "desk"]

    def make_table(self, times: int) -> None:
        """Say in a table how many trees have to be planted for those that are felled."""
        one = self.one
        one.person.go(self.draft)
        one.begin_file("table", "planting", "დასარგავი ხეები")
        one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        one.part("rules").locator("thead").get_by_role("button").first.click()
        for key, text in {
            "label": "საშიშია?",
            "expression": "application.dangerous",
            "type": "string",
        }.items():
            one.set(key, text)
        one.say("values", '"yes","no"')
        one.part("rules").locator("thead").get_by_role("button").nth(1).click()
        one.set("label", "რამდენი")
        one.say("type", "number")
        for number, (test, answer) in enumerate(
            (('"yes"', "0"), ('"no"', f"application.trees * {times}")), start=1
        ):
            one.part("add-row").click()
            one.choose_row(number)
            one.set("cell-0", test)
            one.say("cell-1", answer)

    def change_table(self, times: int) -> None:
        self.one.open_table(self.draft, "planting")
        self.one.choose_row(2)
        self.one.say("cell-1", f"application.trees * {times}")

    def make_forms(self) -> None:
        """Ask the applicant about the trees, and the office whether they may be felled."""
        one = self.one
        one.person.go(f"{self.draft}/forms/application")
        one.add_component("radio", "dangerous", "საშიშია ხე?", "Is the tree dangerous?")
        self.name_answers("Yes", "No")
        one.person.go(f"{self.draft}/forms/application")
        one.add_component("number", "trees", "რამდენი ხე?", "How many trees?")
        self.make_office_form("look", "დათვალიერება", "Looking")

    def make_office_form(self, name: str, title: str, english: str) -> None:
        one = self.one
        one.person.go(self.draft)
        one.begin_file("form", name, title)
        one.add_component("radio", "verdict", "შეიძლება მოჭრა?", "May they be felled?")
        self.name_answers("Yes", "No")
        one.person.go(f"{self.draft}/forms/{name}/components/{name}_{name}_group")
        one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        one.type({"label_en": english})

    def name_answers(self, *english: str) -> None:
        """Say in English what can be chosen on the open page of a question."""
        for number, words in enumerate(english):
            self.page.locator("[data-studio=typed] [name=option_en]").nth(number).fill(words)
        self.one.wait_until_kept()

    def make_letter(self) -> None:
        """Write the letter with what the table came to."""
        one = self.one
        one.person.go(self.draft)
        one.begin_file("letter", "permit_given", "ხეების მოჭრის ნებართვა")
        one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        one.replace_words("ka", "ხეების მოჭრის ნებართვა.", "დარგეთ /")
        # The table's step is drawn later: until then nobody knows the name.
        self.page.locator("#letter-search").fill("planting")
        self.page.keyboard.press("Enter")
        self.page.keyboard.type(" ხე.")
        self.page.locator("[data-letter-sheet=en] [data-letter=begin] button").click()
        one.replace_words("en", "ხეების მოჭრის ნებართვა", "Permit to fell trees")
        one.replace_words("en", "დარგეთ", "Plant")
        one.replace_words("en", "ხე.", "trees.")
        one.wait_until_kept()

    def draw(self) -> None:
        """Draw the way to the permit or the refusal, from the table below the diagram."""
        one = self.one
        one.draw(self.draft)
        one.choose("დასრულდა")
        one.part("remove").click()
        one.wait_until_kept()
        self.add("განცხადება", "rule_task", "count_trees", decision="planting", result="planting")
        self.add(STEPS["count_trees"][0], "user_task", "look", role=ROLE, form="look", due=DUE)
        self.add(STEPS["look"][0], "exclusive", "may_fell")
        self.add(STEPS["may_fell"][0], "service_task", "permit", operation="case.decide")
        self.give(outcome='="granted"')
        self.add(STEPS["permit"][0], "service_task", "write_permit", operation="letter.send")
        self.give(template='="permit_given"')
        self.add(STEPS["write_permit"][0], "end", "permitted")
        self.add(STEPS["may_fell"][0], "service_task", "refuse", operation="case.decide")
        self.give(outcome='="refused"')
        self.add(STEPS["refuse"][0], "end", "refused")
        self.choose_arrow(STEPS["permit"][0])
        one.say("condition", '=look.verdict = "yes"')
        self.choose_arrow(STEPS["refuse"][0])
        one.say("default", "yes")

    def draw_events(self) -> None:
        """Remind the applicant while nobody has looked; end the step where the applicant withdraws."""
        one = self.one
        self.attach("look", "timer_beside", "late")
        self.page.locator("[data-property=time]").select_option(
            label=one.words("drawing.script.property.expression")
        )
        one.say("time_expression", "P2D")
        self.add(STEPS["late"][0], "service_task", "remind", operation="letter.send")
        self.give(template='="receipt"')
        self.attach("look", "message", "given_up")
        one.page.locator("[data-property=message]").select_option(
            label=f"{one.words('drawing.message.withdrawn')} (withdrawn)"
        )
        one.wait_until_kept()
        self.add(STEPS["given_up"][0], "service_task", "leave", operation="case.decide")
        self.give(outcome='="withdrawn"')
        self.add(STEPS["leave"][0], "end", "left")

    def mend_reminder(self) -> None:
        """Give the reminder an end of its own."""
        row = self.one.part("elements").locator("tr").filter(has_text=STEPS["remind"][0])
        row.get_by_role("button", name=f"→ {STEPS['may_fell'][0]}", exact=True).click()
        self.one.part("remove").click()
        self.one.wait_until_kept()
        self.add(STEPS["remind"][0], "end", "reminded")

    def lead_reminder_astray(self) -> None:
        """Let the reminder flow back into the main way, and follow by keyboard how two tokens meet there."""
        one = self.one
        one.choose(STEPS["remind"][0])
        one.part("targets").select_option("may_fell")
        one.part("join").click()
        one.wait_until_kept()
        steps = ["application", "count_trees", "look", "late", "remind"]
        words = one.words("drawing.script.way.show", number=len(steps))
        way = one.part("findings").get_by_role("button", name=words, exact=True)
        way.wait_for(timeout=VALIDATION)
        way.press("Enter")
        seen = [self.marked("at-way")]
        while one.part("way").locator("[data-way=on]").is_enabled():
            one.part("way").locator("[data-way=on]").press("Enter")
            seen.append(self.marked("at-way"))
        assert seen == steps

    def misspell_and_fix(self) -> None:
        """Misspell what a condition reads, and take the fix that the check offers."""
        one = self.one
        self.choose_arrow(STEPS["permit"][0])
        one.say("condition", '=look.verdct = "yes"')
        fix = one.part("findings").get_by_role(
            "button", name=one.words("studio.script.check.fix", value="verdict")
        )
        fix.first.wait_for(timeout=VALIDATION)
        with self.page.expect_navigation(timeout=VALIDATION):
            fix.first.press("Enter")
        one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        diagram = one.folder(self.draft)[f"{MODULE}/{self.name}/process.bpmn"]
        assert b"verdct" not in diagram
        assert b"look.verdict" in diagram

    def draw_second_look(self) -> None:
        """Put one step more between the look and the branch."""
        one = self.one
        one.draw(self.draft)
        self.choose_arrow(self.called("may_fell"))
        self.put_in("user_task", "look_again", role=SECOND_ROLE, form="look")
        self.choose_arrow(self.called("permit"))
        one.say("condition", '=look.verdict = "yes" and look_again.verdict = "yes"')

    def called(self, element: str) -> str:
        """Return what a step is called on the page."""
        georgian, english = STEPS[element]
        return georgian if self.one.person.language == OFFICIAL else english

    def add(self, after: str, kind: str, element: str, **said: str) -> None:
        """Add a step after another, and say what it is."""
        self.one.choose(after)
        self.put_in(kind, element, **said)

    def put_in(self, kind: str, element: str, **said: str) -> None:
        self.one.part("kinds").select_option(kind)
        self.one.part("append").click()
        self.one.set("id", element)
        self.one.set("name_ka", STEPS[element][0])
        for key, value in said.items():
            self.one.set(key, value)
        if kind.endswith("_task"):
            self.one.set("law", LAW)
        self.one.wait_until_kept()

    def give(self, **inputs: str) -> None:
        """Say what the chosen step is given."""
        for name, source in inputs.items():
            label = self.one.text("script.property.inputs_source", name=name)
            field = self.page.locator("[data-property=inputs]").get_by_label(label, exact=True)
            if field.evaluate("control => control.tagName") == "SELECT":
                field.select_option(source)
            else:
                field.fill(source)
                field.press("Tab")
        self.one.wait_until_kept()

    def attach(self, step: str, event: str, element: str) -> None:
        """Attach an event to a step, and say its names."""
        self.one.choose(STEPS[step][0])
        self.one.part("events").select_option(event)
        self.one.part("attach").click()
        self.one.say("id", element)
        self.one.say("name_ka", STEPS[element][0])

    def marked(self, mark: str) -> str | None:
        """Return which element of the drawing bears this mark."""
        return self.page.locator(f".djs-element.{mark}").get_attribute("data-element-id")

    def choose_arrow(self, to: str) -> None:
        self.one.part("elements").get_by_role("button", name=f"→ {to}", exact=True).first.click()

    def say_texts(self, *elements: str, without: str = "") -> None:
        """Say the names of steps in English, and take out that of a step which is no more."""
        self.one.person.go(f"{self.draft}/texts")
        self.one.part("page").and_(self.page.locator("[data-ready]")).wait_for()
        for element in elements:
            self.page.locator(f"[name='en:elements.{element}']").fill(STEPS[element][1])
        for field in self.page.locator(f"[name$=':elements.{without}']").all() if without else ():
            field.fill("")
        self.one.wait_until_kept()
