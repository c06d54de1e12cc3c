/** An output that remembers what was written. */
export function aRecorder(interactive: boolean) {
  const notes: string[] = [];
  const lives: string[][] = [];
  const output = {
    interactive,
    data: () => undefined,
    json: () => undefined,
    bytes: () => undefined,
    error: () => undefined,
    confirm: async () => undefined,
    note: (line: string) => void notes.push(line),
    live: (lines: readonly string[]) => void lives.push([...lines]),
  };
  return { output, notes, lives };
}
