/** What concerns the person's own account: its page, and saying again who one is. */

export { AccountPage } from "./account-page";
export { ProofDialog } from "./proof-dialog";
