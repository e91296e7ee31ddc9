// What could not be sent lies in this browser until it is: for one person and one file. Signing out clears it
// (the answer says so), and another person's key finds nothing of it.
const NAME = "studio-unsent";
const STORE = "texts";
const LONGEST = 30 * 24 * 60 * 60 * 1000; // milliseconds; older than that nobody looks for it

export class Kept {
  constructor(owner, address) {
    this.key = `${owner} ${new URL(address, window.location.href).pathname}`;
  }

  // `said` has what is to be sent: `content`, or the `fields` of a form, and the revision it was made from.
  keep(said) {
    return this.do("readwrite", (store) => store.put({ ...said, at: Date.now() }, this.key));
  }

  forget() {
    return this.do("readwrite", (store) => store.delete(this.key));
  }

  async find() {
    const found = await this.do("readonly", (store) => store.get(this.key));
    if (found && Date.now() - found.at > LONGEST) return void (await this.forget());
    return found;
  }

  // A browser that keeps nothing for us is no reason not to work.
  async do(mode, ask) {
    try {
      const database = await opened();
      try {
        return await result(ask(database.transaction(STORE, mode).objectStore(STORE)));
      } finally {
        database.close();
      }
    } catch {
      return undefined;
    }
  }
}

function opened() {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  return result(request);
}

function result(request) {
  return new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
    request.onblocked = () => failed(new Error("another window holds the database"));
  });
}
