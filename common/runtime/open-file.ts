import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { CodedError, messageOf } from '../errors.ts';

/** A launcher that fails does so at once; one that still runs then has become the viewer. */
const LAUNCH_MS = 2_000;

/** Where programs are started: this process's platform and environment, or a test's. */
export interface Desktop {
  readonly platform: NodeJS.Platform;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

const HERE: Desktop = { platform: process.platform, environment: process.env };

/**
 * Opens the PDF at `path` in the program that the system has for such files. Other files are not opened: what came from
 * others might be a program.
 *
 * @throws {CodedError} ERR_OPEN_NOT_A_PDF, ERR_OPEN_NO_DESKTOP, ERR_OPEN_FAILED
 */
export async function openFile(path: string, desktop: Desktop = HERE): Promise<void> {
  if (!/\.pdf$/i.test(path)) {
    const what = `'${path}' is not opened, because its name does not end in .pdf: look at it in its folder`;
    throw new CodedError('ERR_OPEN_NOT_A_PDF', what);
  }
  await launch(path, desktop, () => openWith(path));
}

/**
 * Shows the file at `path` in the system's file manager; where that cannot point at a file, its folder.
 *
 * @throws {CodedError} ERR_OPEN_NO_DESKTOP, ERR_OPEN_FAILED
 */
export async function showInFolder(path: string, desktop: Desktop = HERE): Promise<void> {
  const command = folderCommand(path, desktop.platform);
  await launch(path, desktop, async () => {
    if (command === undefined) return openWith(dirname(path));
    return spawn(command.program, command.arguments, { ...command.options, stdio: 'ignore', detached: true });
  });
}

/** The system's launcher for `path`. Loaded when it is needed: every command would wait for it. */
async function openWith(path: string): Promise<ChildProcess> {
  const { default: open } = await import('open');
  return open(path);
}

/** The program that shows a file in its folder; `undefined` where the folder is opened instead. */
export function folderCommand(path: string, platform: NodeJS.Platform) {
  if (platform === 'darwin') return { program: 'open', arguments: ['-R', path], options: {} };
  if (platform !== 'win32') return undefined;
  // explorer.exe reads its command line by itself, and a path in quotes after the comma only
  const quoted = [`/select,"${path}"`];
  return { program: 'explorer.exe', arguments: quoted, options: { windowsVerbatimArguments: true } };
}

async function launch(path: string, desktop: Desktop, start: () => Promise<ChildProcess>): Promise<void> {
  if (!hasDesktop(desktop)) {
    throw new CodedError('ERR_OPEN_NO_DESKTOP', `there is no desktop here to open it: the file is ${path}`);
  }
  try {
    const launcher = await start();
    const code = await exitSoon(launcher);
    launcher.unref();
    // explorer.exe ends with 1 whatever happened
    if (code !== 0 && code !== undefined && desktop.platform !== 'win32') {
      throw new Error(`the launcher ended with exit code ${code}`);
    }
  } catch (cause) {
    const what = `no program could be started for ${path}: ${messageOf(cause)}`;
    throw new CodedError('ERR_OPEN_FAILED', what, { cause });
  }
}

/** On Unix a display is named by the environment; macOS and Windows have one wherever people work. */
function hasDesktop({ platform, environment }: Desktop): boolean {
  if (platform === 'win32' || platform === 'darwin') return true;
  const { DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME } = environment;
  return [DISPLAY, WAYLAND_DISPLAY, WSL_DISTRO_NAME].some((name) => name !== undefined && name !== '');
}

/** The exit code of a process that ends soon; `undefined` of one that goes on. */
function exitSoon(process: ChildProcess): Promise<number | undefined> {
  if (process.exitCode !== null) return Promise.resolve(process.exitCode);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => resolve(undefined), LAUNCH_MS);
    process.once('exit', (code) => {
      clearTimeout(timer);
      resolve(code ?? undefined);
    });
    process.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
}
