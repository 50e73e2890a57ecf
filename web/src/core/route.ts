/** Addresses of the page's views. Pure. */

export type Route =
  | { view: "fleet" }
  | { view: "host"; id: string }
  // `with` is a login for a private conversation, "" for a room; without `room` it is the main one. `seq`: at that entry.
  | { view: "room"; with: string; room?: string; seq?: number }
  | { view: "run"; id: string }
  | { view: "runs"; host: string } // of one host only, by its identity; "" of all
  | { view: "admin"; page: AdminPage }
  | { view: "account" }
  | { view: "tv" }
  | { view: "setup" };

/** What is looked after by those who may. */
export type AdminPage = (typeof ADMIN_PAGES)[number];
export const ADMIN_PAGES = ["machines", "people", "audit"] as const;

const MAIN = "main";

/** Read a path and the part of the address from the `?` on. */
export function readRoute(path: string, search = ""): Route {
  const [first, second] = path.split("/").filter(Boolean).map(decode);
  if (first === "host" && second) return { view: "host", id: second };
  if (first === "run" && second) return { view: "run", id: second };
  if (first === "runs") return { view: "runs", host: new URLSearchParams(search).get("host") ?? "" };
  if (first === "account" || first === "tv") return { view: first };
  if (first === "room") return { view: "room", with: "", ...(second && second !== MAIN && { room: second }), ...seqIn(search) };
  if (first === "private" && second) return { view: "room", with: second, ...seqIn(search) };
  if (first === "setup") return { view: "setup" };
  const page = ADMIN_PAGES.find((name) => name === first);
  if (page) return { view: "admin", page };
  return { view: "fleet" };
}

export function pathOf(route: Route): string {
  if (route.view === "host") return `/host/${encodeURIComponent(route.id)}`;
  if (route.view === "room") return roomPath(route);
  if (route.view === "run") return `/run/${encodeURIComponent(route.id)}`;
  if (route.view === "runs") return `/runs${route.host && `?host=${encodeURIComponent(route.host)}`}`;
  if (route.view === "admin") return `/${route.page}`;
  return route.view === "fleet" ? "/" : `/${route.view}`;
}

function roomPath({ with: partner, room, seq }: Extract<Route, { view: "room" }>): string {
  const path = partner ? `/private/${encodeURIComponent(partner)}` : room && room !== MAIN ? `/room/${encodeURIComponent(room)}` : "/room";
  return seq === undefined ? path : `${path}?seq=${seq}`;
}

function seqIn(search: string): { seq?: number } {
  const seq = Number(new URLSearchParams(search).get("seq"));
  return Number.isSafeInteger(seq) && seq > 0 ? { seq } : {};
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
