// Where the browser keeps its demonstration card: one, in a database of this site.
const STORE = "cards";
const ONLY = "card";

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("demo-card", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function inStore(mode, act) {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

export const heldCard = () => inStore("readonly", (store) => store.get(ONLY));
export const keepCard = (card) => inStore("readwrite", (store) => store.put(card, ONLY));
export const dropCard = () => inStore("readwrite", (store) => store.delete(ONLY));
