/**
 * Membership that does not flicker: who answers is in at once, who no longer does stays until it has not answered for a
 * while. Pure; times in ms.
 */

export const REST_MS = 5_000;

export class Rest {
  private readonly last = new Map<string, number>();

  constructor(private readonly rest = REST_MS) {}

  /** Take in whether `id` answers at `now`; return whether it is shown. */
  shows(id: string, answers: boolean, now: number): boolean {
    if (answers) {
      this.last.set(id, now);
      return true;
    }
    const last = this.last.get(id);
    if (last === undefined) return false;
    if (now - last < this.rest) return true;
    this.last.delete(id);
    return false;
  }

  /** Something else is asked from now on. */
  clear(): void {
    this.last.clear();
  }
}
