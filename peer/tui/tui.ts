export type { CommandLine, CommandSink } from './command-line/command-line.ts';
