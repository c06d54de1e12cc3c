export { fetchMetadata } from './fetch-metadata.ts';
export { serveMetadata } from './serve-metadata.ts';
