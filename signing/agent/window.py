"""Asking in a window of our own, which no page can draw or read."""

from __future__ import annotations

import tkinter as tk
from collections.abc import Callable
from tkinter import font, ttk

from signing.agent.prompts import Question, Watch

MILLISECONDS = 250  # between two looks at whether the question still stands
WRAP = 460
LONGEST = 16
ROWS, COLUMNS = 14, 78  # of a list of documents: two lines each, the longer one a SHA-256 in groups


class Window:
    """Windows of this program, one at a time."""

    def __init__(self) -> None:
        try:
            tk.Tk().destroy()
        except tk.TclError as error:
            raise RuntimeError(str(error)) from None

    def pin(self, question: Question, watch: Watch) -> bytearray | None:
        """Ask; closing the window is a no."""
        with _Shown(question, watch) as shown:
            entry = shown.entry()
            # Enter on an empty field is no answer: only the button and the window's cross cancel.
            shown.agrees_if(lambda: bool(entry.get()))
            shown.buttons("ok", "cancel")
            shown.wait()
            typed = bytearray(entry.get().encode())
            entry.delete(0, tk.END)
        if shown.agreed:
            return typed
        typed[:] = bytes(len(typed))
        return None

    def confirm(self, question: Question, watch: Watch) -> bool:
        """Ask whether the person agrees."""
        with _Shown(question, watch) as shown:
            shown.buttons("agree", "cancel")
            shown.wait()
        return shown.agreed

    def tell(self, question: Question, words: str, watch: Watch) -> None:
        """Show it until the window is closed."""
        with _Shown(question, watch) as shown:
            shown.say(words, is_problem=True)
            shown.buttons("close")
            shown.wait()


class _Shown:
    """One window, from its making to its end."""

    def __init__(self, question: Question, watch: Watch) -> None:
        self.agreed = False
        self._question, self._watch = question, watch
        self._ended: BaseException | None = None
        self._may_agree: Callable[[], bool] = lambda: True
        self._root = tk.Tk(className="mms-card")

    def __enter__(self) -> _Shown:
        root, question = self._root, self._question
        root.title(question.say("title"))
        root.resizable(False, False)
        root.attributes("-topmost", True)
        root.protocol("WM_DELETE_WINDOW", self._close)
        root.bind("<Escape>", lambda event: self._close())
        self._frame = ttk.Frame(root, padding=20)
        self._frame.grid()
        self._frame.columnconfigure(1, weight=1)
        self._row = 0
        self.say(question.heading, is_heading=True)
        for name, value in question.facts:
            self._fact(name, value)
        if question.listed:
            self._list(question.listed)
        return self

    def __exit__(self, *problem: object) -> None:
        self._root.destroy()

    def say(self, words: str, *, is_heading: bool = False, is_problem: bool = False) -> None:
        """Add a paragraph."""
        chosen = font.nametofont("TkDefaultFont").copy()
        chosen.configure(
            size=13 if is_heading else 11, weight="bold" if is_heading or is_problem else "normal"
        )
        label = ttk.Label(self._frame, text=words, font=chosen, wraplength=WRAP, justify="left")
        if is_problem:
            label.configure(foreground="#a01818")
        label.grid(row=self._row, column=0, columnspan=2, sticky="w", pady=(10 if is_problem else 0, 10))
        self._row += 1

    def _fact(self, name: str, value: str) -> None:
        chosen = font.nametofont("TkDefaultFont").copy()
        chosen.configure(size=11)
        label = ttk.Label(self._frame, text=name, font=chosen, foreground="#555")
        label.grid(row=self._row, column=0, sticky="nw", padx=(0, 12), pady=3)
        shown = ttk.Label(self._frame, text=value, font=chosen, wraplength=WRAP - 120, justify="left")
        shown.grid(row=self._row, column=1, sticky="w", pady=3)
        self._row += 1

    def _list(self, entries: tuple[str, ...]) -> None:
        """Add a list that can be scrolled and not changed."""
        frame = ttk.Frame(self._frame)
        frame.grid(row=self._row, column=0, columnspan=2, sticky="we", pady=6)
        shown = tk.Text(frame, height=min(ROWS, 2 * len(entries)), width=COLUMNS, wrap="word", takefocus=0)
        shown.insert("1.0", "\n".join(entries))
        shown.configure(state="disabled")
        bar = ttk.Scrollbar(frame, command=shown.yview)
        shown.configure(yscrollcommand=bar.set)
        shown.grid(row=0, column=0)
        bar.grid(row=0, column=1, sticky="ns")
        self._row += 1

    def entry(self) -> ttk.Entry:
        """Add the field for the PIN, with what there is to say about it."""
        if self._question.problem:
            self.say(self._question.problem, is_problem=True)
        if self._question.tries:
            self.say(self._question.tries)
        ttk.Label(self._frame, text=self._question.label).grid(row=self._row, column=0, sticky="w", pady=10)
        field = ttk.Entry(self._frame, show="•", width=LONGEST)
        field.grid(row=self._row, column=1, sticky="w", pady=10)
        field.focus_force()
        self._row += 1
        return field

    def buttons(self, *names: str) -> None:
        """Add buttons; the first one agrees, as Enter does."""
        bar = ttk.Frame(self._frame)
        bar.grid(row=self._row, column=0, columnspan=2, sticky="e", pady=(12, 0))
        for place, name in enumerate(names):
            act = self._agree if place == 0 else self._close
            button = ttk.Button(bar, text=self._question.say(f"button.{name}"), command=act)
            button.grid(row=0, column=place, padx=(8, 0))
        self._root.bind("<Return>", lambda event: self._agree())
        self._root.bind("<KP_Enter>", lambda event: self._agree())

    def agrees_if(self, may_agree: Callable[[], bool]) -> None:
        """Take the first button, or Enter, for an answer only where something holds."""
        self._may_agree = may_agree

    def wait(self) -> None:
        """Return when the person has answered. Raises what the watch raises."""
        self._root.after(MILLISECONDS, self._look)
        self._root.mainloop()
        if self._ended is not None:
            raise self._ended

    def _look(self) -> None:
        try:
            self._watch()
        except Exception as ended:  # whatever it is belongs to whoever asked, not to Tk
            self._ended = ended
            self._root.quit()
        else:
            self._root.after(MILLISECONDS, self._look)

    def _agree(self) -> None:
        if self._may_agree():
            self.agreed = True
            self._root.quit()

    def _close(self) -> None:
        self._root.quit()
