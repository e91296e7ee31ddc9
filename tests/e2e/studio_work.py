"""What an analyst does in the studio, in a few words."""

from __future__ import annotations

import io
import json
import re
import zipfile

from playwright.sync_api import Locator, TimeoutError

from tests.e2e.person import Person
from tests.e2e.waiting import SCENARIO, VALIDATION
from web.i18n import TEXTS

CHOOSE = """(sheet, words) => {
  const texts = document.createTreeWalker(sheet, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const at = texts.currentNode.data.indexOf(words);
    if (at < 0) continue;
    sheet.focus();
    getSelection().setBaseAndExtent(texts.currentNode, at, texts.currentNode, at + words.length);
    return;
  }
  throw new Error(`not in the letter: ${words}`);
}"""


class Analyst:
    """Somebody who draws services, in a browser of their own."""

    def __init__(self, person: Person, personal_number: str) -> None:
        self.person, self.page = person, person.page
        person.sign_in(personal_number)

    def begin(self, service: str, *, copy_as: str | None = None) -> str:
        """Begin a draft; return its address."""
        self.person.go("/studio")
        self.page.locator("#service").select_option(service)
        if copy_as is not None:
            self.page.locator("#copy_as").fill(copy_as)
        self.person.press("studio.begin_change" if copy_as is None else "studio.begin_copy")
        self.page.wait_for_url("**/studio/drafts/*")
        return self.page.url.removeprefix(self.person.address)

    def draw(self, draft: str) -> None:
        """Open the diagram of a draft."""
        self.person.go(f"{draft}/diagram")
        self.part("page").and_(self.page.locator("[data-ready]")).wait_for()

    def begin_file(self, kind: str, name: str, title: str) -> None:
        """Begin a file of this kind ("table", "form", …) from the page of a draft."""
        details = self.page.locator("details", has=self.page.locator(f"#{kind}-name"))
        details.locator("summary").click()
        self.page.locator(f"#{kind}-name").fill(name)
        self.page.locator(f"#{kind}-title").fill(title)
        details.get_by_role("button").click()

    def add_component(self, kind: str, key: str, label_ka: str, label_en: str) -> None:
        """Add a question to the open form, and come to its page."""
        self.page.locator("#type").select_option(kind)
        for field, text in (("label", label_ka), ("label_en", label_en), ("key", key)):
            self.page.locator(f"#{field}").fill(text)
        self.page.locator("main button[value=add]").click()
        self.part("page").and_(self.page.locator("[data-ready][data-typed]")).wait_for()

    def type(self, said: dict[str, str]) -> None:
        """Type into fields of the open page by their names, and wait until all is kept."""
        for name, text in said.items():
            self.page.locator(f"[data-studio=typed] [name={name}]").fill(text)
        self.wait_until_kept()

    def open_letter(self, draft: str, name: str) -> None:
        """Open a letter of a draft."""
        self.person.go(f"{draft}/letters/{name}")
        self.part("page").and_(self.page.locator("[data-ready]")).wait_for()

    def sheet(self, language: str) -> Locator:
        """Return the open letter in a language, as a page."""
        return self.page.locator(f".letter-sheet[lang={language}]")

    def choose_words(self, language: str, words: str) -> None:
        """Choose words of the open letter, as with the mouse."""
        self.sheet(language).evaluate(CHOOSE, words)

    def replace_words(self, language: str, words: str, said: str) -> None:
        """Type over words of the open letter."""
        self.choose_words(language, words)
        self.page.keyboard.type(said)

    def open_table(self, draft: str, name: str) -> None:
        """Open a decision table of a draft."""
        self.person.go(f"{draft}/tables/{name}")
        self.part("page").and_(self.page.locator("[data-ready]")).wait_for()

    def choose_row(self, number: int) -> None:
        """Choose a row of the open table by its number, in the table that is read."""
        name = self.words("designing.script.table.row", number=number)
        self.part("rules").get_by_role("button", name=name, exact=True).click()

    def cells(self, number: int) -> list[str]:
        """Return what the row of this number says in the table that is read."""
        return self.part("rules").locator("tbody tr").nth(number - 1).locator("td").all_inner_texts()

    def begin_sandbox(self, draft: str, name: str) -> None:
        """Begin a sandbox session of a draft; the first look at it takes a while."""
        self.person.go(f"{draft}/sandboxes")
        for field, text in (("name", name), ("title_ka", "გავლილი"), ("title_en", "Gone through")):
            self.page.locator(f"#{field}").fill(text)
        form = self.page.locator("main form", has=self.page.locator("#title_ka"))
        self._press(form.get_by_role("button"))
        self.wait_for_run()

    def run_every(self) -> None:
        """Play every scenario of the draft, on the page that lists them."""
        self._press(self.page.locator("button[value=every]"))

    def renew_scenarios(self, draft: str) -> None:
        """Run every scenario of a draft, and let those expect what letters say now."""
        self.person.go(f"{draft}/sandboxes")
        self.run_every()
        self._press(self.page.locator("button[value=renew]"))

    def _press(self, button: Locator) -> None:
        """Press what the sandbox answers: the page that comes takes a while."""
        with self.page.expect_navigation(timeout=SCENARIO):
            button.click(no_wait_after=True)

    def wait_for_run(self) -> None:
        """Wait until the session stands on the page, with its diagram."""
        self.page.locator("[data-sandbox][data-ready]").wait_for(timeout=SCENARIO)

    def press_and_wait(self, button: str) -> None:
        """Press a button of the session by its value, and wait for the page that comes."""
        self._press(self.page.locator(f"main button[value='{button}']").first)
        self.wait_for_run()

    def take_over_application(self, draft: str, sandbox: str, scenario: str) -> None:
        """File the application of another scenario of the draft, as its file says it."""
        files = {name: content for name, content in self.folder(draft).items() if "/scenarios/" in name}
        own, other = (
            json.loads(
                next(content for name, content in files.items() if name.endswith(f"/{scenario_name}.json"))
            )
            for scenario_name in (sandbox, scenario)
        )
        self.page.locator("input[name=seen]").first.wait_for(state="attached")
        token = self.page.locator("input[name=csrf_token]").first.input_value()
        seen = self.page.locator("input[name=seen]").first.input_value()
        content = json.dumps({**own, "application": other["application"]}, ensure_ascii=False)
        answer = self.person.context.request.post(
            f"{self.person.address}{draft}/files/scenarios/{sandbox}.json",
            form={"csrf_token": token, "seen": seen, "content": content},
        )
        assert answer.status == 200, answer.text()
        self.page.goto(f"{self.person.address}{draft}/sandboxes/{sandbox}", timeout=SCENARIO)
        self.wait_for_run()

    def compare(self, draft: str) -> None:
        """Open what differs between a draft and the version in force."""
        self.person.go(f"{draft}/differences")
        self.page.locator("[data-compare=page][data-ready]").wait_for()

    def difference(self, name: str) -> Locator:
        """Return the button of an element of this name among the changes of meaning."""
        section = self.page.locator("section[aria-labelledby=weight-meaning]")
        return section.get_by_role("button", name=name, exact=True)

    def part(self, name: str) -> Locator:
        return self.page.locator(f"[data-studio={name}]")

    def choose(self, name: str) -> None:
        """Choose an element by its name in the table."""
        self.part("elements").get_by_role("button", name=name, exact=True).first.click()

    def say(self, property_name: str, value: str) -> None:
        """Say something of the chosen element, and wait until it is kept."""
        self.set(property_name, value)
        self.wait_until_kept()

    def set(self, property_name: str, value: str) -> None:
        """Say something of the chosen element, and go on while it is being kept, as people do."""
        control = self.page.locator(f"[data-property={property_name}]")
        if control.evaluate("control => control.tagName") == "SELECT":
            control.select_option(value)
        else:
            control.fill(value)
            control.press("Tab")

    def wait_until_kept(self) -> None:
        """Wait until the page says that everything is kept."""
        self.part("state").and_(self.page.locator("[data-state=saved]")).wait_for()

    def findings(self, *, of: str) -> Locator:
        """Return the findings whose place says this, once validation has spoken."""
        return self.part("findings").get_by_role("listitem").filter(has_text=of)

    def wait_until_without_errors(self) -> None:
        """Wait until validation says that nothing is wrong; how it is drawn may be remarked on."""
        counts = TEXTS.get(self.person.language, "studio.script.check.found", errors=0, remarks="")
        good = re.escape(self.text("script.check.good"))
        words = re.compile(f"^({good}|{re.escape(counts)}.*)$")
        try:
            self.part("findings-status").filter(has_text=words).wait_for(timeout=VALIDATION)
        except TimeoutError:
            raise AssertionError(self.part("findings").inner_text()) from None

    def first_error(self) -> Locator:
        """Return the button of the first error that validation tells."""
        return self.part("findings").locator(".finding.error").get_by_role("button").first

    def folder(self, draft: str) -> dict[str, bytes]:
        """Return the files of a draft as it is taken along."""
        answer = self.person.context.request.get(f"{self.person.address}{draft}/service.zip")
        with zipfile.ZipFile(io.BytesIO(answer.body())) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    def wait_for_scenarios(self) -> None:
        """Load the page of a publication again until its scenarios have been run."""
        self.person.wait_for_one("[data-scenarios]")

    def wait_for_past_decisions(self) -> None:
        """Load the page again until a worker has been through what was decided."""
        self.person.wait_for_one("[data-replay=done]")

    def words(self, key: str, **values: object) -> str:
        return TEXTS.get(self.person.language, key, **values)

    def text(self, key: str, **values: object) -> str:
        return TEXTS.get(self.person.language, f"studio.{key}", **values)
