/** Reactions: a few that people reach for, and what counts as one. Pure; the hub has the last word. */

export const OFFERED = [
  "👍", "👎", "✅", "❌", "👀", "🎉", "❤️", "😄", "😅", "🤔", "😮", "😢",
  "🙏", "👏", "💪", "🔥", "🚀", "🐛", "🔧", "⏳", "⚠️", "🛑", "💡", "☕",
] as const;

const MOST = 16; // code points, as the hub counts them
const PICTOGRAPH = "\\p{Extended_Pictographic}\\ufe0f?[\\u{1f3fb}-\\u{1f3ff}]?";
const EMOJI = new RegExp(`^(?:\\p{Regional_Indicator}{2}|${PICTOGRAPH}(?:\\u200d${PICTOGRAPH})*)$`, "u");

/** Tell whether a text is one emoji. */
export function isEmoji(text: string): boolean {
  return Array.from(text).length <= MOST && EMOJI.test(text);
}
