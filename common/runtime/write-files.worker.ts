import { answerJobs } from './run-worker.ts';
import { writeFiles } from './write-files.ts';

answerJobs(writeFiles, { fallbackCode: 'EIO' });
