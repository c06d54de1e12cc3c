/** more of them say nothing new */
const MAX_HELD = 20;

/**
 * Keeps Node's warnings back, which it prints to stderr: across a screen.
 *
 * @returns what has those printed that came, and those that will come
 */
export function holdWarnings(): () => void {
  const printers = process.listeners('warning');
  const held: Error[] = [];
  const hold = (warning: Error): void => {
    if (held.length < MAX_HELD) held.push(warning);
  };
  for (const printer of printers) process.off('warning', printer);
  process.on('warning', hold);
  return () => {
    process.off('warning', hold);
    for (const printer of printers) process.on('warning', printer);
    for (const warning of held) process.emit('warning', warning);
  };
}
