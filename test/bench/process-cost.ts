import { readFileSync } from 'node:fs';

/** Linux counts CPU time in these, whatever the kernel's own tick is. @see proc(5), sysconf(_SC_CLK_TCK) */
const TICKS_PER_SECOND = 100;
const KIB = 1024;
const SAMPLE_MS = 20;

/** What a process has used. */
export interface Cost {
  readonly cpuSeconds: number;
  readonly peakBytes: number;
}

/** The cost of process `pid` so far; `undefined` where the system has no `/proc` or the process is gone. */
export function costOf(pid: number): Cost | undefined {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const numbers = fields.split(' ');
    const ticks = Number(numbers[11]) + Number(numbers[12]); // utime and stime
    const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuSeconds: ticks / TICKS_PER_SECOND, peakBytes: Number(peak ?? 0) * KIB }; // a zombie has no memory
  } catch {
    return undefined;
  }
}

/** Looks at process `pid` again and again until `end()`, which gives all that it has used. */
export function watchCost(pid: number): { end(): Cost | undefined } {
  let seen = costOf(pid);
  const look = (): void => {
    const now = costOf(pid);
    if (now !== undefined) seen = { ...now, peakBytes: Math.max(now.peakBytes, seen?.peakBytes ?? 0) };
  };
  const timer = setInterval(look, SAMPLE_MS);
  return {
    end: () => {
      clearInterval(timer);
      look();
      return seen;
    },
  };
}
