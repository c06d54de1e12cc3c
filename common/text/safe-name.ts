/** longest name, bytes of UTF-8, of ext4, APFS and NTFS (255 UTF-16 units, which are fewer) */
const MAX_BYTES = 255;
/** longer endings are no file types but part of the name */
const MAX_EXTENSION_BYTES = 20;
/** what a document is called whose name leaves nothing */
const UNNAMED = 'unnamed';

/** forbidden on Windows, separators among them; `/` and NUL are forbidden everywhere */
const FORBIDDEN = /[<>:"/\\|?*]/gu;
/** control characters, marks that turn the order of the text around (so that `fdp.exe` reads as `exe.pdf`) or cannot be seen */
const INVISIBLE =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu;
/** devices, whatever follows the first dot; the superscripts count as digits. Microsoft, "Naming Files, Paths, and Namespaces" */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])(?=[ ]*(\.|$))/iu;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A file name that is safe to create on Linux, macOS and Windows, made from one that came from anywhere. In a folder it
 * names something directly inside: never empty, `.` or `..`, no separator, at most 255 bytes of UTF-8 in NFC.
 *
 * The extension stays; a name that is safe stays as it is.
 */
export function safeName(name: string): string {
  const visible = withinReason(name).replace(INVISIBLE, '').normalize('NFC').replace(FORBIDDEN, '_');
  const short = trimEnds(cut(trimEnds(visible)));
  if (short === '') return UNNAMED;
  return RESERVED.test(short) ? trimEnds(cut(`_${short}`)) : short;
}

/** Both ends of a name of megabytes: the patterns need not see the rest. */
function withinReason(name: string): string {
  return name.length <= 4096 ? name : name.slice(0, 4000) + name.slice(-90);
}

/** Windows drops dots and blanks at the end, so that two names would be one; at the front blanks only confuse. */
function trimEnds(name: string): string {
  return name.replace(/^\s+/u, '').replace(/[\s.]+$/u, '');
}

/** `name` within the limit, cut between characters as people see them, before its extension. */
function cut(name: string): string {
  if (Buffer.byteLength(name) <= MAX_BYTES) return name;
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 ? name.slice(dot) : '';
  const extension = Buffer.byteLength(ending) <= MAX_EXTENSION_BYTES ? ending : '';
  const stem = fitting(
    name.slice(0, name.length - extension.length),
    MAX_BYTES - Buffer.byteLength(extension),
  );
  return (stem || UNNAMED) + extension;
}

/** As many whole graphemes of `text` as fit into `room` bytes. */
function fitting(text: string, room: number): string {
  let kept = '';
  let bytes = 0;
  for (const { segment } of graphemes.segment(text)) {
    bytes += Buffer.byteLength(segment);
    if (bytes > room) break;
    kept += segment;
  }
  return kept;
}
