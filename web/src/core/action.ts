/** `/me`: what somebody says they do. Pure. */

/** Return what `/me TEXT` says somebody does, "" for any other text. */
export function actionOf(text: string): string {
  return /^\/me\s+([\s\S]+)$/i.exec(text)?.[1] ?? "";
}
