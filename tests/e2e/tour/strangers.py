"""What somebody sees who has not signed in: catalogue, start pages, ways in, checks, errors."""

from __future__ import annotations

from uuid import uuid4

from tests.e2e.story import SERVICE
from tests.e2e.tour.visit import Tour

COMPLAINT = "/municipalities/keda/services/general.complaint"
# Answers to the questions of the check: with them the conditions are met.
MET = {
    "settlement": "keda-demo-1",
    "is_citizen": "yes",
    "registered": "here",
    "months_last_year": "11",
    "holds": "none",
}


def strangers(tour: Tour) -> None:
    catalogue(tour)
    eligibility(tour)
    ways_in(tour)
    errors(tour)


def catalogue(tour: Tour) -> None:
    stranger = tour.person()
    tour.visit(stranger, "/", "home")
    tour.visit(stranger, "/municipalities", "municipalities")
    tour.visit(stranger, "/municipalities/keda", "services")
    tour.visit(stranger, "/municipalities/keda/permits", "permits")
    for programme in ("fire", "newborn", "treatment"):
        tour.visit(stranger, f"/municipalities/keda/programmes/{programme}", f"programme-{programme}")
    tour.visit(stranger, "/municipalities/keda/services/social.apply", "service-with-programmes")
    tour.visit(stranger, "/", "home-of-a-place")
    word = {"ka": "სტატუსი", "en": "status"}[tour.language]
    tour.visit(stranger, f"/services?q={word}", "search")
    tour.visit(stranger, "/services?q=xyzxyz", "search-nothing")
    tour.visit(stranger, SERVICE, "service")
    tour.visit(stranger, COMPLAINT, "service-complaint")
    tour.visit(stranger, f"{SERVICE}/paper", "paper")
    tour.visit(stranger, "/api", "api")
    stranger.page.locator("details summary").first.click()
    tour.look(stranger, "api-address")
    tour.visit(stranger, "/verify", "verify")
    stranger.fill({"code": "?"})
    stranger.press("verify.button")
    tour.look(stranger, "verify-mistyped")
    tour.visit(stranger, "/verify/abcd-efgh-jkmn", "verify-unknown")
    tour.visit(stranger, "/verify/document", "verify-document")
    stranger.press("verify.button")
    tour.look(stranger, "verify-no-document")
    tour.visit(stranger, "/feedback?page=public.home", "feedback")
    stranger.press("feedback.send")
    tour.look(stranger, "feedback-empty")
    stranger.page.locator("[name=rating]").first.check()
    stranger.press("feedback.send")
    tour.look(stranger, "feedback-given")


def eligibility(tour: Tour) -> None:
    stranger = tour.person()
    tour.visit(stranger, f"{SERVICE}/eligibility", "eligibility")
    stranger.press("eligible.button")
    tour.look(stranger, "eligibility-errors")
    stranger.fill(MET)
    stranger.press("eligible.button")
    tour.look(stranger, "eligibility-met")
    stranger.go(f"{SERVICE}/eligibility")
    stranger.fill({**MET, "months_last_year": "2"})
    stranger.press("eligible.button")
    tour.look(stranger, "eligibility-unmet")


def ways_in(tour: Tour) -> None:
    stranger = tour.person()
    tour.visit(stranger, "/sign-in", "sign-in")
    tour.visit(stranger, "/sign-in/card/program", "card-program")
    tour.visit(stranger, "/sign-in/code", "code-ask")
    stranger.press("sign_in.code.send")
    tour.look(stranger, "code-ask-errors")
    stranger.fill({"personal_number": "00000000109", "contact": f"nobody-{tour.mark}@demo.invalid"})
    stranger.press("sign_in.code.send")
    tour.look(stranger, "code-enter")
    stranger.fill({"code": "12345678"})
    stranger.press("sign_in.code.enter")
    tour.look(stranger, "code-wrong")
    tour.visit(stranger, "/track", "track")
    stranger.fill({"tracking": "?"})
    stranger.press("sign_in.track.show")
    tour.look(stranger, "track-mistyped")
    tour.visit(stranger, "/stop/abc", "stop")


def errors(tour: Tour) -> None:
    stranger = tour.person()
    tour.visit(stranger, "/nothing-here", "error-not-found")
    tour.visit(stranger, f"/payments/{uuid4()}/return", "error-no-payment")
    stranger.go("/sign-in/code")
    stranger.page.locator("main [name=csrf_token]").evaluate("field => field.value = 'spoiled'")
    stranger.press("sign_in.code.send")
    tour.look(stranger, "error-form-too-old")
    citizen = tour.person("00000000103")
    tour.visit(citizen, "/inbox", "error-forbidden")
