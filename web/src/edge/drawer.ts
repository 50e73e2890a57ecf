/**
 * What this browser keeps for all its tabs of this hub, over crashes: a small IndexedDB. What the browser denies, or has
 * no room for, is not kept, and nothing fails of it.
 */

const NAME = "tocsin";
const VERSION = 1;
const UNANSWERED = "unanswered";
const PLACES = "places";
const KEPT_MS = 7 * 86_400_000; // the hub refuses anyway what is older than a day

/** A publish that is not answered yet. */
export interface Row {
  id: string;
  /** Who said it, in small letters. */
  login: string;
  /** The page that sends it. */
  owner: string;
  /** When it was said (ms, this machine's clock). */
  at: number;
  item: unknown;
}

export class Drawer {
  constructor(private readonly db: IDBDatabase) {}

  /** Return what one person has said that is not answered, oldest first. */
  async rows(login: string): Promise<Row[]> {
    const all = await allOf(this.store(UNANSWERED, "readonly"));
    return all.filter((row) => row.login === login).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Keep some rows and forget others, at once. */
  write(kept: readonly Row[], forgotten: readonly string[]): void {
    this.attempt(() => {
      const store = this.store(UNANSWERED, "readwrite");
      for (const row of kept) store.put(row);
      for (const id of forgotten) store.delete(id);
      store.transaction.commit(); // else it would wait for this page, which may be about to end
    });
  }

  /** Make the rows of a page that is gone another's, and return them: of two who try, one gets them. */
  async take(login: string, from: string, to: string): Promise<Row[]> {
    const store = this.store(UNANSWERED, "readwrite");
    const all = await allOf(store);
    const taken = all.filter((row) => row.login === login && row.owner === from);
    for (const row of taken) store.put({ ...row, owner: to });
    return taken.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** Forget what is too old to be of use. */
  async clean(now: number): Promise<void> {
    const all = await allOf(this.store(UNANSWERED, "readonly"));
    const old = all.filter(({ at }) => now - at > KEPT_MS);
    if (old.length > 0) this.write([], old.map(({ id }) => id));
  }

  async place(name: string): Promise<unknown> {
    return result(this.store(PLACES, "readonly").get(name) as IDBRequest<unknown>);
  }

  keepPlace(name: string, place: unknown): void {
    this.attempt(() => {
      const store = this.store(PLACES, "readwrite");
      store.put(place, name);
      store.transaction.commit();
    });
  }

  close(): void {
    this.db.close();
  }

  private store(name: string, mode: IDBTransactionMode): IDBObjectStore {
    return this.db.transaction(name, mode).objectStore(name);
  }

  /** A database may be closed under us: the person cleared it, or another version of the page changes it. */
  private attempt(act: () => void): void {
    try {
      act();
    } catch {
      // Not kept.
    }
  }
}

/** Open it. Rejects when the browser denies it. */
export async function openDrawer(): Promise<Drawer> {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    request.result.createObjectStore(UNANSWERED, { keyPath: "id" });
    request.result.createObjectStore(PLACES);
  };
  const db = await result(request);
  db.onversionchange = () => db.close();
  return new Drawer(db);
}

function result<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("the browser keeps nothing"));
  });
}

/** Only this page writes there, and its readers check what they get. */
async function allOf(store: IDBObjectStore): Promise<Row[]> {
  return (await result(store.getAll() as IDBRequest<unknown>)) as Row[];
}
