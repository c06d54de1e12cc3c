/** How a listener says that it has heard enough; only the first call counts. */
export interface Settle<T> {
  resolve(value: T): void;
  reject(reason: unknown): void;
}

/**
 * What a listener comes to. However the wait ends, the listener is gone then.
 *
 * @param listen begins to listen; @returns what ends that
 * @throws what `listen` rejects with; `signal.reason`, and then nothing has been listened to if it had aborted before
 */
export function untilHeard<T>(listen: (settle: Settle<T>) => () => void, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    let forget: (() => void) | undefined;
    let isOver = false;
    const end = (act: () => void): void => {
      if (isOver) return;
      isOver = true;
      forget?.();
      signal.removeEventListener('abort', aborted);
      act();
    };
    const aborted = (): void => end(() => reject(signal.reason));
    signal.addEventListener('abort', aborted);
    forget = listen({
      resolve: (value) => end(() => resolve(value)),
      reject: (reason) => end(() => reject(reason)),
    });
    if (isOver) forget(); // it heard enough while it began
  });
}
