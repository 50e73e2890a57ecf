/** Who may be meant by a login: whoever is here, was in a private conversation with the person, or is that person. */

import { useRoom } from "../context";

export function useIsKnown(): (login: string) => boolean {
  const { people, privates, session } = useRoom();
  const all = [session, ...people.present.value, ...privates.partners.value];
  const known = new Set(all.map(({ login }) => login.toLowerCase()));
  return (login) => known.has(login.toLowerCase());
}
