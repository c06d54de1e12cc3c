/**
 * Control characters and escapes steer the terminal; half a surrogate pair is no character; line and paragraph
 * separators break columns; direction marks and invisible characters make a name look like another. Joiners (U+200C,
 * U+200D) stay: scripts and emoji need them.
 */
const STEERING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;
const INVISIBLE =
  /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** `text` from elsewhere, harmless to show on one line of a terminal. */
export function cleanText(text: string): string {
  return text.replace(INVISIBLE, '').replace(STEERING, ' ').trim();
}
