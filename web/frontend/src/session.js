// Some minutes before the session ends by itself the page says so, and one press of a button prolongs it. What the
// person is typing stays. Another tab may have prolonged it meanwhile: the server is asked first. Without a script
// nothing warns, and what is sent too late is kept for after signing in again.

const WARN_SECONDS = 300;

export function watchSession() {
  const warning = document.querySelector("[data-session]");
  if (!warning) return;
  let timer = null;

  const wait = (left) => {
    clearTimeout(timer);
    timer = setTimeout(ask, Math.max(left - WARN_SECONDS, 1) * 1000);
  };

  async function ask() {
    const left = await secondsLeft(warning.dataset.address);
    if (left === null) return wait(WARN_SECONDS + 30);
    if (left > WARN_SECONDS) return wait(left);
    show(left > 0 ? "soon" : "over");
    if (left > 0) timer = setTimeout(ask, (left + 1) * 1000);
  }

  function show(state) {
    for (const part of warning.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    warning.hidden = false;
    document.documentElement.classList.add("session-warns");
  }

  warning.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
    const left = await secondsLeft(warning.dataset.address);
    if (left === 0) return show("over");
    if (left === null) return;
    warning.hidden = true;
    document.documentElement.classList.remove("session-warns");
    wait(left);
  });

  wait(Number(warning.dataset.session));
}

async function secondsLeft(address) {
  const answer = await fetch(address, { cache: "no-store" }).catch(() => null);
  return answer?.ok ? (await answer.json()).left : null;
}
