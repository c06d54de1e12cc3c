export { findFiles } from './find-files.ts';
export { dropUpload, keepUpload, keptUpload } from './kept-upload.ts';
export { type Publishing, type PublishRooms, publishFile, readFile } from './publish-file.ts';
export { createReadThreads } from './read-document.ts';
