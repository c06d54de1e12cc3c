export { diskFull, lackForDownload } from './disk-room.ts';
export { type DownloadLimit, Limits, type LimitValues, NO_LIMITS, type UploadLimit } from './limits.ts';
export { Storage } from './storage.ts';
