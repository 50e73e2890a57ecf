/** What concerns the person's own account: its page, saying again who one is, and why that failed. */

export { AccountPage } from "./account-page";
export { ProblemDialog } from "./problem-dialog";
export { ProofDialog } from "./proof-dialog";
