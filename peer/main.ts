#!/usr/bin/env node
import { trackerCommand } from '../tracker/cli/cli.ts';
import { runCommandLine } from './cli/cli.ts';

process.exitCode = await runCommandLine(process.argv, process.env, [trackerCommand()]);
