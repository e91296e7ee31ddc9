// Between the pages and the card program. Each page has a program of its own, which ends when the page goes. Which
// site it is says the browser, never the page; frames within a page have no card.
"use strict";

const PROGRAM = "mms_card";
const PROTOCOL = 2;
// What may be asked, with the fields that go along; others are left behind.
const COMMANDS = new Map([
  ["status", []],
  ["certificate", ["purpose"]],
  ["authenticate", ["nonce"]],
  ["sign", ["documents", "algorithm", "purpose"]],
]);

chrome.runtime.onConnect.addListener((page) => {
  const origin = siteOf(page.sender);
  if (origin === null) page.disconnect();
  else new Talk(page, origin);
});

function siteOf(sender) {
  const isPage = sender.id === chrome.runtime.id && sender.tab && sender.frameId === 0;
  if (!isPage || (sender.documentLifecycle ?? "active") !== "active") return null;
  return sender.origin ?? new URL(sender.url).origin;
}

class Talk {
  constructor(page, origin) {
    this.page = page;
    this.origin = origin;
    this.program = null;
    this.waiting = new Set();
    page.onMessage.addListener((asked) => this.pass(asked));
    page.onDisconnect.addListener(() => this.program?.disconnect());
  }

  pass({ id, command, language, ...said }) {
    const fields = COMMANDS.get(command);
    if (!fields) {
      this.page.postMessage({ id, error: { code: "extension.refused" } });
      return;
    }
    const message = { version: PROTOCOL, id, command, language, origin: this.origin };
    for (const name of fields) message[name] = said[name];
    this.waiting.add(id);
    this.program ??= this.started();
    this.program.postMessage(message);
  }

  started() {
    const program = chrome.runtime.connectNative(PROGRAM);
    program.onMessage.addListener(({ id, result, error }) => {
      if (id === null) this.fail(error);
      else if (this.waiting.delete(id)) this.page.postMessage({ id, result, error });
    });
    program.onDisconnect.addListener((port) => this.ended(port));
    return program;
  }

  fail(error) {
    for (const id of this.waiting) this.page.postMessage({ id, error });
    this.waiting.clear();
  }

  // The browsers say it in words alone: a program that could not be started, or one that ended too soon.
  ended(port) {
    const words = chrome.runtime.lastError?.message ?? port.error?.message ?? "";
    const isMissing = /not found|forbidden|not registered|No such native application|failed to start/i.test(words);
    const code = isMissing ? "agent.missing" : "agent.ended";
    this.program = null;
    this.fail({ code });
  }
}
