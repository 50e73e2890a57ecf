/** The first letter of a login in a quiet square: it helps the eye, it means nothing. */

import "./avatar.css";

export function Avatar({ login }: { login: string }) {
  return (
    <span class="avatar" aria-hidden="true">
      {login.replace(/[^\p{L}\p{N}]/gu, "").charAt(0).toUpperCase() || "?"}
    </span>
  );
}
