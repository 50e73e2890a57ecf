/** The numbers of errors this page has an answer to: apart from the table, which is too long to carry along. */

import type { ERRORS } from "../wire/messages.gen";

export const PROOF_NEEDED: typeof ERRORS.proof_needed = 203;
export const WRONG_LOGIN: typeof ERRORS.wrong_login = 204;
export const CODE_NEEDED: typeof ERRORS.code_needed = 205;
export const REFUSED: typeof ERRORS.refused = 400;
export const LOGIN_TAKEN: typeof ERRORS.login_taken = 401;
export const BAD_CODE: typeof ERRORS.bad_code = 405;
export const TOO_FAST: typeof ERRORS.too_fast = 502;
