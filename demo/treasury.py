"""A treasury that takes no money: orders by HTTP, and a page that simulates the outcome of a payment.

Run it: `python -m demo.treasury --port 8072`. It listens on the loopback interface, keeps orders in
memory and forgets them when it ends. The first line of output names the address. What happens to an
order is pressed on its page: paid, refused, paid without coming back, paid only after a while.
"""

from __future__ import annotations

import argparse
import html
import json
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response

from demo.payouts import PayoutBooks
from demo.serving import LOOPBACK, serve

SLOW_SECONDS = 20
_PAGE = """<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}</title>
<main><h1>{title}</h1><p>{warning}</p><p>{purpose}</p><p>{number}</p><p><strong>{amount}</strong></p>
<form method="post">{buttons}</form></main></html>"""
_WORDS = {
    "ka": {
        "title": "ხაზინა (სიმულატორი)",
        "warning": "ეს დემონსტრაციაა: ფული არ იხდება.",
        "paid": "გადახდა",
        "failed": "გადახდაზე უარი",
        "away": "გადახდა დაბრუნების გარეშე",
        "slow": "გადახდა დაგვიანებით",
        "done": "გადახდილია. ფანჯარა შეგიძლიათ დახუროთ.",
    },
    "en": {
        "title": "Treasury (simulated)",
        "warning": "This is a demonstration: no money is paid.",
        "paid": "Pay",
        "failed": "Refuse the payment",
        "away": "Pay and do not come back",
        "slow": "Pay after a while",
        "done": "It is paid. You may close this window.",
    },
}


@dataclass
class Order:
    """An order as it was laid before us, and how it ended."""

    order: str
    number: str
    amount_tetri: int
    purpose: str
    return_url: str
    state: str = "open"
    paid_at: datetime | None = None
    reference: str | None = None
    pays_from: float | None = None  # of a payment that takes its time


class Treasury:
    """The simulator behind one WSGI callable; safe to use from several threads."""

    def __init__(self, token: str | None = None, *, slow_seconds: float = SLOW_SECONDS) -> None:
        self._token, self._slow = token, slow_seconds
        self._orders: dict[str, Order] = {}
        self._lock = threading.Lock()
        self.payouts = PayoutBooks()
        self._routes = Map(
            [
                Rule("/treasury/v1/orders", endpoint="lay", methods=["POST"]),
                Rule("/treasury/v1/orders/<order>", endpoint="tell", methods=["GET"]),
                Rule("/treasury/v1/payouts", endpoint="pay_out", methods=["POST"]),
                Rule("/treasury/v1/payouts/<payout>", endpoint="paid_out", methods=["GET"]),
                Rule("/_books", endpoint="books", methods=["GET"]),
                Rule("/pay/<order>", endpoint="page", methods=["GET"]),
                Rule("/pay/<order>", endpoint="pay", methods=["POST"]),
            ]
        )

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        request = Request(environ)
        request.max_content_length = 64 * 1024
        try:
            endpoint, values = self._routes.bind_to_environ(environ).match()
            response = getattr(self, f"_{endpoint}")(request, **values)
        except HTTPException as refused:
            response = _json({"code": "http_error", "title": refused.name}, refused.code or 500)
        return response(environ, start_response)

    def _lay(self, request: Request) -> Response:
        if not self._may(request):
            return _json({"code": "not_permitted"}, 401)
        if not _says_why(request):
            return _json({"code": "ground_missing"}, 400)
        try:
            given = json.loads(request.get_data())
            names = ("order", "number", "amount_tetri", "purpose", "return_url")
            order = Order(**{name: given[name] for name in names})
        except (ValueError, KeyError, TypeError):
            return _json({"code": "order_malformed"}, 400)
        with self._lock:
            known = self._orders.setdefault(order.order, order)
        if (known.amount_tetri, known.number) != (order.amount_tetri, order.number):
            return _json({"code": "order_known"}, 409)
        page = f"{request.host_url.rstrip('/')}/pay/{known.order}"
        return _json({"order": known.order, "pay_url": page}, 201 if known is order else 200)

    def _tell(self, request: Request, order: str) -> Response:
        if not self._may(request):
            return _json({"code": "not_permitted"}, 401)
        if not _says_why(request):
            return _json({"code": "ground_missing"}, 400)
        found = self._found(order)
        if found is None:
            return _json({"code": "order_unknown"}, 404)
        paid_at = found.paid_at and found.paid_at.isoformat()
        fields = ("order", "state", "amount_tetri", "reference")
        return _json({name: getattr(found, name) for name in fields} | {"paid_at": paid_at})

    def _pay_out(self, request: Request) -> Response:
        if not self._may(request):
            return _json({"code": "not_permitted"}, 401)
        if not _says_why(request):
            return _json({"code": "ground_missing"}, 400)
        return _json(*self.payouts.lay(request.get_data()))

    def _paid_out(self, request: Request, payout: str) -> Response:
        if not self._may(request):
            return _json({"code": "not_permitted"}, 401)
        if not _says_why(request):
            return _json({"code": "ground_missing"}, 400)
        return _json(*self.payouts.tell(payout))

    def _books(self, request: Request) -> Response:
        """Show what came in and what went out, as an auditor asks for it."""
        with self._lock:
            orders = [
                {"order": order.order, "amount_tetri": order.amount_tetri, "state": order.state}
                for order in self._orders.values()
            ]
        return _json({"orders": orders, "payouts": self.payouts.all()})

    def _page(self, request: Request, order: str) -> Response:
        found = self._found(order)
        if found is None:
            return _json({"code": "order_unknown"}, 404)
        language = request.accept_languages.best_match(("ka", "en"), default="ka") or "ka"
        words = _WORDS[language]
        buttons = "".join(
            f'<p><button name="how" value="{how}">{words[how]}</button></p>'
            for how in ("paid", "failed", "away", "slow")
        )
        amount = f"{found.amount_tetri // 100}.{found.amount_tetri % 100:02} ₾"
        shown = {"purpose": html.escape(found.purpose), "number": html.escape(found.number), "amount": amount}
        page = _PAGE.format(
            language=language, buttons=buttons, title=words["title"], warning=words["warning"], **shown
        )
        return Response(page, mimetype="text/html")

    def _pay(self, request: Request, order: str) -> Response:
        found, how = self._found(order), request.form.get("how", "")
        if found is None:
            return _json({"code": "order_unknown"}, 404)
        self.simulate_outcome(order, how)
        if how == "away":
            return Response(_WORDS["ka"]["done"], mimetype="text/plain")
        if urlsplit(found.return_url).scheme not in ("http", "https"):
            return _json({"code": "return_url"}, 400)
        return redirect(found.return_url, 303)

    def simulate_outcome(self, order: str, how: str) -> None:
        """Let the order end as told; what is paid stays paid."""
        with self._lock:
            found = self._orders[order]
            if found.state == "paid":
                return
            if how == "failed":
                found.state = "failed"
            elif how == "slow":
                found.pays_from = time.monotonic() + self._slow
            elif how in ("paid", "away"):
                self._receive(found)

    def _found(self, order: str) -> Order | None:
        with self._lock:
            found = self._orders.get(order)
            if found and found.pays_from and found.state != "paid" and time.monotonic() >= found.pays_from:
                self._receive(found)
            return found

    def _receive(self, order: Order) -> None:
        paid = sum(1 for order in self._orders.values() if order.reference)
        order.state, order.paid_at = "paid", datetime.now(UTC) - timedelta(seconds=1)
        order.reference = f"DEMO-{order.order[:8]}-{paid + 1}"

    def _may(self, request: Request) -> bool:
        return self._token is None or request.headers.get("Authorization") == f"Bearer {self._token}"


def _says_why(request: Request) -> bool:
    return all(request.headers.get(name, "").strip() for name in ("X-Legal-Ground", "X-Purpose", "X-Case"))


def _json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, ensure_ascii=False), status=status, mimetype="application/json")


def main(arguments: list[str] | None = None) -> int:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser(prog="demo.treasury", description="Simulator of the treasury")
    parser.add_argument("--port", type=int, required=True, help="0 takes a free port")
    parser.add_argument("--host", default=LOOPBACK, help="another address of this machine")
    parser.add_argument("--slow-seconds", type=float, default=SLOW_SECONDS)
    options = parser.parse_args(arguments)
    books = Treasury(slow_seconds=options.slow_seconds)
    return serve("treasury", books, port=options.port, host=options.host)


if __name__ == "__main__":
    sys.exit(main())
