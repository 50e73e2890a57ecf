/** The pieces of the page whose code is fetched apart, and in what order. */

import { effect } from "@preact/signals";
import type { ComponentType } from "preact";
import { letOthers, othersMay } from "../../edge/mark";
import { route } from "../../edge/place";
import { fetchLanguages, speakMore, type Part } from "../../i18n/language";
import { learnIcons } from "../parts/icon";
import { lazy, prepareAll, type Lazy } from "./lazy";

const PATIENCE_MS = 3_000; // a machine without numbers draws nothing
const REST_MS = 1_500;

async function fetchIcons(): Promise<void> {
  learnIcons((await import("../parts/more-icons")).MORE_ICONS);
}

/** A piece that needs the pictograms and strings of what is fetched apart, and those parts of a language that it names. */
function later<P extends object>(fetchCode: () => Promise<ComponentType<P>>, ...parts: Part[]): Lazy<P> {
  return lazy(() => Promise.all([fetchCode(), speakMore("later", ...parts), fetchIcons()]).then(([code]) => code));
}

/** A piece that is drawn before others: it waits for the pictograms, and for those parts of a language alone. */
function soon<P extends object>(fetchCode: () => Promise<ComponentType<P>>, ...parts: Part[]): Lazy<P> {
  return lazy(() => Promise.all([fetchCode(), speakMore(...parts), fetchIcons()]).then(([code]) => code));
}

export const fleet = soon(() => import("../fleet/fleet").then((module) => module.Fleet), "fleet");
export const fleetTools = later(() => import("../fleet/tools").then((module) => module.FleetTools), "fleet", "display");
export const fleetTiles = soon(() => import("../fleet/tiles").then((module) => module.FleetTiles), "fleet", "display");
export const addMachine = later(() => import("../fleet/add-machine").then((module) => module.AddMachine), "fleet");
export const hostPage = lazy(() => import("../host/host-page").then((module) => module.HostPage));
export const hostMissing = later(() => import("../host/missing").then((module) => module.Missing));
export const hostBelow = later(() => import("../host/below").then((module) => module.Below), "host", "runs");
export const rangeBar = later(() => import("../host/range-bar").then((module) => module.RangeBar), "host");
export const chartTools = later(() => import("../host/chart-tools").then((module) => module.ChartTools), "host");
export const panelTools = later(() => import("../host/chart-tools").then((module) => module.PanelTools), "host");
export const chartTable = later(() => import("../host/chart-tools").then((module) => module.ChartTable), "host");
export const comparedLegend = later(() => import("../host/range-bar").then((module) => module.ComparedLegend), "host");
export const hostActs = later(() => import("../host/range-bar").then((module) => module.HostActs), "host");
export const linkBanner = later(() => import("./watch").then((module) => module.LinkBanner), "link");
export const timeTip = later(() => import("./watch").then((module) => module.TimeTip), "link");
export const linkMark = later(() => import("./watch").then((module) => module.LinkMark), "link");
export const runDialog = later(() => import("../host/dialogs").then((module) => module.RunDialog), "runs");
export const removeDialog = later(() => import("../host/dialogs").then((module) => module.RemoveDialog), "runs");
export const doors = later(() => import("../gate/doors").then((module) => module.Doors), "locks");
export const proofDialog = later(() => import("../account/own").then((module) => module.ProofDialog), "locks", "account");
export const problemDialog = later(() => import("../account/own").then((module) => module.ProblemDialog), "locks", "account");
export const accountPage = later(() => import("../account/own").then((module) => module.AccountPage), "locks", "account");
export const runs = later(() => import("../runs/runs-view").then((module) => module.RunsView), "runs");
export const accountMenu = later(() => import("./menus").then((module) => module.AccountMenu), "link", "tools");
export const barRest = later(() => import("./menus").then((module) => module.BarRest), "link", "tools");
export const pausedBanner = later(() => import("./menus").then((module) => module.PausedBanner), "link", "tools");
export const admin = later(() => import("../admin/admin-view").then((module) => module.AdminView), "locks", "account", "admin", "fleet");
export const invite = later(() => import("../machines/invite").then((module) => module.Invite), "locks", "account", "admin");
export const runCard = later(() => import("../room/run-card").then((module) => module.RunCardView));
export const sheets = later(() => import("../tools/sheets").then((module) => module.Sheets), "tools", "talk");
export const tv = later(() => import("../tv/tv").then((module) => module.Tv), "tools", "fleet");
export const toaster = later(() => import("../parts/toaster").then((module) => module.Toaster));
export const dockEdge = later(() => import("../room/dock-edge").then((module) => module.DockEdge));
export const talk = later(() => import("../room/talk").then((module) => module.Talk));
export const peopleList = later(() => import("../room/room-panels").then((module) => module.PeopleList), "talk");
export const suggestions = later(() => import("../room/room-panels").then((module) => module.Suggestions), "talk");
export const codeCopy = later(() => import("../room/message-extras").then((module) => module.CodeCopy), "talk");
export const unfolded = later(() => import("../room/message-extras").then((module) => module.Unfolded), "talk");
export const outgoings = later(() => import("../room/message-extras").then((module) => module.Outgoings), "talk");
export const messageHands = later(() => import("../room/message-extras").then((module) => module.MessageHands), "talk");
export const composer = later(() => import("../room/composer").then((module) => module.Composer));
export const composerAim = later(() => import("../room/message-extras").then((module) => module.ComposerAim), "talk");
export const stopDialog = later(() => import("../room/room-panels").then((module) => module.StopDialog), "talk");
export const offers = later(() => import("../room/room-panels").then((module) => module.Offers), "talk");
export const searchPanel = later(() => import("../room/room-panels").then((module) => module.SearchPanel), "talk");
export const switcher = later(() => import("../room/room-panels").then((module) => module.Switcher), "talk");
export const roomNotice = later(() => import("../room/room-panels").then((module) => module.RoomNotice), "talk");

/** What is drawn first, by the view it is drawn in. */
const FIRST = { fleet, host: hostPage, setup: doors, room: talk, run: runs, runs, admin, account: accountPage, tv };

/** Fetch what this address shows at once, and the rest when the page is at rest: without a hub it could not be had. */
export function fetchPieces(): void {
  const { view } = route.peek();
  const first = FIRST[view].prepare();
  if (view === "fleet" || view === "host") void first.then(() => window.setTimeout(letOthers, PATIENCE_MS));
  else void first.then(letOthers);
  effect(() => {
    if (!othersMay.value) return;
    void linkBanner.prepare(); // it is for when nothing can be fetched any more
    window.setTimeout(fetchRest, REST_MS);
  });
}

function fetchRest(): void {
  void import("../../style/print.css").catch(() => undefined); // paper can wait for the next page
  void Promise.all([prepareAll(), fetchLanguages()]).then(() => (document.documentElement.dataset["rest"] = ""));
}
