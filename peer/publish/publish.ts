export { findFiles } from './find-files.ts';
export { dropUpload, keepUpload, keptUpload } from './kept-upload.ts';
export { type PublishRooms, publishFile } from './publish-file.ts';
