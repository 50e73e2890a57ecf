/** Roles of people, and which include which. Pure; the hub decides what each may do. */

const RANKS: Record<string, number> = { guest: 1, viewer: 2, auditor: 2, operator: 3, admin: 4 };
const ACCOUNT_ROLES = ["viewer", "auditor", "operator", "admin"];

/** Return the roles somebody of that role may give a token: those theirs includes. Who reads the audit is auditor or admin. */
export function rolesUpTo(role: string): string[] {
  const rank = RANKS[role] ?? 0;
  return ACCOUNT_ROLES.filter((one) => one === role || ((RANKS[one] ?? 0) < rank && (one !== "auditor" || role === "admin")));
}
