/** What one publication, heartbeat or answer may hold. Both sides keep to these, so both refuse the same. */
export const LIMITS = {
  /** bytes of UTF-8: the longest file name of the file systems in use */
  nameBytes: 255,
  /** bytes of UTF-8 of title, author, subject and keywords each; longer ones are cut by the publisher */
  textBytes: 1024,
  /** bytes of the bencoded info dictionary: 200,000 pieces of 20 bytes */
  infoBytes: 4 * 1024 * 1024,
  /** bytes of a page map that travels with a publication; a larger one comes from any holder */
  inlineMapBytes: 64 * 1024 - 1,
  /** pages of a document, as in the page map */
  pages: 200_000,
  /** words on one page */
  wordsOnPage: 1_000_000,
  /** bytes of the JSON of an upload: base64 of info and map, and 8 digits a page */
  uploadBytes: 8 * 1024 * 1024,
  /** bytes of the JSON of a withdrawal */
  withdrawalBytes: 4 * 1024,
  /** documents that one heartbeat speaks of; more follow in the next */
  changesPerHeartbeat: 10_000,
  /** bytes of the JSON of a heartbeat: at most 110 a document */
  heartbeatBytes: 2 * 1024 * 1024,
  /** bytes of UTF-8 of a host's program and version */
  clientBytes: 80,
  /** addresses that a host names */
  addressesPerHost: 8,
  /** ms between heartbeats: a tracker may neither make a host send all the time nor make it fall silent */
  minIntervalMs: 50,
  maxIntervalMs: 86_400_000,
  /** characters of a search */
  queryLength: 200,
  /** entries of one page of a list */
  pageLength: 1_000,
  /** holders in one answer */
  holdersInAnswer: 1_000,
  /** addresses that a tracker names as its own */
  urls: 64,
  /** names of a document beside its own */
  aliases: 16,
} as const;
