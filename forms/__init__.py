"""Forms: what people are asked, one validator for every channel, and accessible HTML.

A form is a form-js file (`.form`), so analysts draw it in the public editor; its conditions are FEEL. The
package refuses to know cases, tasks and the web framework.
"""

from forms.definition import Field, Form, Option, localise
from forms.errors import FieldError, FormError, InvalidAnswers, describe
from forms.last_answers import without_answers
from forms.load import load_form
from forms.one_question import OneQuestion, one_question
from forms.pages import Page, Survey, merged, on_page, page_of, pages_of, part_of, survey
from forms.parse import HtmlAnswers, Pressed, parse_html
from forms.prefill import DISPUTES, Origin, begun_with, disputes_in, disputing, origins, placed, prefill
from forms.render import render, render_errors
from forms.signed import asks_for_containers, signed_words
from forms.summary import SummaryRow, summarise
from forms.validate import hidden_questions, read_answers, validate
from forms.view import html_id

__all__ = [
    "DISPUTES",
    "Field",
    "FieldError",
    "Form",
    "FormError",
    "HtmlAnswers",
    "InvalidAnswers",
    "OneQuestion",
    "Option",
    "Origin",
    "Page",
    "Pressed",
    "SummaryRow",
    "Survey",
    "begun_with",
    "describe",
    "disputes_in",
    "disputing",
    "hidden_questions",
    "html_id",
    "load_form",
    "localise",
    "merged",
    "on_page",
    "one_question",
    "origins",
    "page_of",
    "pages_of",
    "parse_html",
    "part_of",
    "placed",
    "prefill",
    "read_answers",
    "render",
    "render_errors",
    "asks_for_containers",
    "signed_words",
    "summarise",
    "survey",
    "validate",
    "without_answers",
]
