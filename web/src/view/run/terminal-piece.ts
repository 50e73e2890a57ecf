/** The terminal's code is heavy, and shows nothing without a hub: it is fetched with the first run that is looked at. */

import { lazy } from "../shell/lazy";

export const hostTerminal = lazy(() => import("./host-terminal").then((module) => module.HostTerminal));
