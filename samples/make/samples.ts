import { forms } from './forms.ts';
import { guide } from './guide.ts';
import { manual } from './manual.ts';
import { optics } from './optics.ts';
import type { Sample } from './sample.ts';
import { scan } from './scan.ts';

/** Everything in `samples/pdf/`. */
export const SAMPLES: readonly Sample[] = [manual, scan, forms, optics, guide];
