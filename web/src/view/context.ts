/** How components reach the page's parts. */

import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { App } from "../store/app";
import type { Room } from "../store/room";

export const AppContext = createContext<App | null>(null);
export const RoomContext = createContext<Room | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (!app) throw new Error("no App above this component");
  return app;
}

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (!room) throw new Error("no Room above this component");
  return room;
}
