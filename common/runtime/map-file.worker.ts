import { buildMap } from './build-map.ts';
import { answerJobs } from './run-worker.ts';

answerJobs(buildMap, { fallbackCode: 'ERR_PDF_UNREADABLE' });
