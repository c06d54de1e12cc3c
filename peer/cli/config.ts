import { Command } from '@commander-js/extra-typings';
import { CodedError, codeOf } from '../../common/errors.ts';
import { cleanText } from '../../common/text/clean-text.ts';
import { dataFolderOf, decide } from '../config.ts';
import { connectControl } from '../control/control.ts';
import type { Operations, Setting, SettingOperations } from '../operations/operations.ts';
import { createSettings } from '../settings/settings.ts';
import { flagsOf, type NodeOptions, withNodeOptions } from './options.ts';
import type { Perform, VerbContext } from './perform.ts';
import { type Column, formatTable } from './table.ts';

/** The verb `config`. */
export function configCommand(perform: Perform): Command {
  const command = new Command('config')
    .description('show the settings of this node and its screen, or change one')
    .argument('[name]', 'a setting; without it all are shown')
    .argument('[value...]', 'what to set it to; several values are a list')
    .option('--unset <name>', 'forget what is stored')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  return withNodeOptions(command).action((name, value, options) =>
    perform(options, async (context) => {
      const change = changeOf(name, value, options.unset);
      const { operations, running } = await settingsOf(options, context);
      const json = options.json === true;
      if (change === undefined) return show(await operations.settings(context), name, json, context);

      const setting = await operations.configure(change, context);
      if (json) context.output.json(setting);
      else context.output.data(settingLine(setting));
      for (const line of newsOf(setting, change.value, running !== undefined)) context.output.note(line);
    }),
  ) as unknown as Command;
}

/** What is to be changed; `undefined` where settings are only shown. @throws {CodedError} ERR_CLI_USAGE */
function changeOf(name: string | undefined, values: readonly string[], unset: string | undefined) {
  if (unset !== undefined && name !== undefined) {
    throw new CodedError('ERR_CLI_USAGE', '--unset stands alone: pageswarm config --unset NAME');
  }
  if (unset !== undefined) return { name: unset, value: undefined };
  return name === undefined || values.length === 0 ? undefined : { name, value: values.join(' ') };
}

/** The settings, from the running node, because it knows how it was started; or else from the folder. */
export async function settingsOf(
  options: NodeOptions,
  { environment }: VerbContext,
): Promise<{ readonly operations: SettingOperations; readonly running?: Operations }> {
  const flags = flagsOf(options);
  const data = dataFolderOf(flags, environment);
  const running = await connectControl(data).catch((error: unknown) => {
    if (codeOf(error) === 'ERR_PEER_NOT_ANSWERING') return undefined; // the file can be changed all the same
    throw error;
  });
  if (running !== undefined) return { operations: running, running };
  const settings = createSettings(data, decide(flags, environment));
  const operations: SettingOperations = {
    settings: () => settings.list(),
    configure: ({ name, value }) => settings.change(name, value),
  };
  return { operations };
}

function show(
  settings: readonly Setting[],
  name: string | undefined,
  json: boolean,
  { output }: VerbContext,
): void {
  if (name === undefined) {
    if (json) return output.json({ settings });
    for (const line of settingTable(settings)) output.data(line);
    return;
  }
  const setting = settings.find((one) => one.name === name);
  if (setting === undefined) {
    const names = settings.map((one) => one.name).join(', ');
    throw new CodedError('ERR_CONFIG_UNKNOWN_SETTING', `there is no setting '${name}'; there are ${names}`);
  }
  if (json) output.json(setting);
  else output.data(cleanText(setting.value));
}

const COLUMNS: readonly Column[] = [
  { title: 'setting' },
  { title: 'value', max: 60 },
  { title: 'from' },
  { title: 'takes', max: 40 },
  { title: 'in force' },
];

function settingTable(settings: readonly Setting[]): string[] {
  const rows = settings.map(({ name, value, source, choices, needsRestart }) => [
    name,
    value === '' ? '-' : value,
    source,
    choices.join(' '),
    needsRestart ? 'at the next start' : 'at once',
  ]);
  return formatTable(COLUMNS, rows);
}

function settingLine({ name, value, source }: Setting): string {
  return cleanText(`${name} ${value === '' ? 'is not set' : `= ${value}`} (${source})`);
}

/** What a person might not expect after a change. */
export function newsOf(
  { name, source, needsRestart }: Setting,
  value: string | undefined,
  running: boolean,
): string[] {
  if (value !== undefined && (source === 'environment' || source === 'command line')) {
    return [`stored, but the ${source} decides ${name} until it leaves that to the stored settings`];
  }
  return running && needsRestart ? ['in force when the peer has started again'] : [];
}

const EXAMPLES = `
Examples:
  $ pageswarm config
  $ pageswarm config trackers http://192.0.2.7:8168 http://192.0.2.8:8168
  $ pageswarm config keys "files/publish=ctrl-p,P list/list-up=k"
  $ pageswarm config --unset interface`;
