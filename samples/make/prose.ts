import { between, oneOf, type Random } from './random.ts';

type Words = readonly [string, ...string[]];

/** What the manuals speak of. `{part}` in a sentence stands for one of these, and so on. */
const WORDS: Readonly<Record<string, Words>> = {
  part: [
    'main bearing',
    'slewing ring',
    'wire rope',
    'feed pump',
    'sluice gate',
    'brake drum',
    'hoist motor',
    'relief valve',
    'cable reel',
    'gear case',
    'signal lamp',
    'ballast tank',
    'limit switch',
    'oil cooler',
    'strainer basket',
    'expansion joint',
    'drip tray',
    'control lever',
    'counterweight',
    'mooring winch',
  ],
  gauge: [
    'pressure gauge',
    'oil thermometer',
    'load cell',
    'tide gauge',
    'ammeter',
    'level glass',
    'hour counter',
  ],
  tool: [
    'feeler gauge',
    'torque wrench',
    'soft mallet',
    'grease gun',
    'inspection lamp',
    'test weight',
    'wire brush',
  ],
  person: [
    'the operator',
    'the watchkeeper',
    'the rigger',
    'the harbour engineer',
    'the apprentice',
    'the signaller',
  ],
  place: [
    'on the quay',
    'in the pump house',
    'below the gantry',
    'at the north lock',
    'in the engine room',
    'on the slipway',
  ],
  symptom: [
    'runs warm',
    'knocks under load',
    'weeps oil at the seal',
    'hunts for its position',
    'squeals when it stops',
    'fails to engage',
    'vibrates above half speed',
    'shows pitting',
    'loses pressure overnight',
  ],
  cause: [
    'a dry bush',
    'salt in the grease',
    'a slack coupling',
    'air in the suction line',
    'a worn pawl',
    'a cracked shim',
    'condensation in the junction box',
    'a blocked breather',
    'misaligned sheaves',
  ],
  action: [
    'drain the housing',
    'take up the slack by a quarter of a turn',
    'renew the packing',
    'bleed the line twice',
    'clean the contact faces',
    'turn the shaft through by hand',
    'lock the lever in neutral',
    'check the paint marks',
    'weigh the test load again',
    'measure the clearance at four points',
  ],
  season: [
    'before the first frost',
    'after every spring tide',
    'at the end of the season',
    'once a fortnight',
    'each Monday',
  ],
  unit: [
    'bar',
    'millimetres',
    'degrees',
    'kilonewtons',
    'litres a minute',
    'amperes',
    'revolutions a minute',
  ],
};

/** The numbers that a sentence may ask for, both ends included. */
const NUMBERS: Readonly<Record<string, readonly [number, number]>> = {
  number: [2, 95],
  low: [2, 40],
  high: [45, 95],
};

const SENTENCES: Words = [
  'If the {part} {symptom}, {action} and look for {cause}.',
  'When the {gauge} reads more than {number} {unit}, {person} must stop the {part} at once.',
  'Experience {place} shows that {cause} is behind most complaints about the {part}.',
  'Use the {tool} on the {part} {season}, and enter the result in the log.',
  '{person} should {action} only while a second person watches the {gauge}.',
  'The {part} and the {part} share one lubrication circuit; neglect of either is paid for twice.',
  'Never {action} while the {part} carries a load.',
  'A {part} that {symptom} {place} has, in nine cases out of ten, {cause}.',
  'Set the {part} so that the {gauge} settles between {low} and {high} {unit}.',
  'Spare parts for the {part} are kept {place}, on the shelf marked {code}.',
  'It takes {number} minutes to {action}; allow twice as long in the rain.',
  'Whoever finds that the {part} {symptom} writes down the hour, the tide and the reading of the {gauge}.',
];

const STEPS: Words = [
  'isolate {part}',
  'open drain {code}',
  'fit blank {code}',
  'read {gauge}',
  'slacken {part}',
  'apply {tool}',
  'close cock {code}',
  'sign card {code}',
  'restore {part}',
  'test {part}',
  'wipe {part}',
  'call {code}',
];

const TITLES: Words = [
  'Care of the {part}',
  'When the {part} {symptom}',
  'Reading the {gauge}',
  'Work {place}',
  'Adjusting the {part}',
  'The {part} and its spares',
  'Duties {season}',
  'Faults of the {part}',
  'Using the {tool}',
  'Inspection of the {part}',
];

/** One sentence about the work of a harbour. */
export function sentence(random: Random): string {
  return capitalised(filled(random, oneOf(random, SENTENCES)));
}

/** A few sentences. */
export function paragraph(random: Random): string {
  return Array.from({ length: between(random, 3, 7) }, () => sentence(random)).join(' ');
}

/** A heading without a full stop. */
export function heading(random: Random): string {
  return capitalised(filled(random, oneOf(random, TITLES)));
}

/** Lines of a numbered procedure, for a font of fixed width. */
export function procedure(random: Random): string[] {
  return Array.from({ length: between(random, 4, 8) }, (_, step) => {
    const words = filled(random, oneOf(random, STEPS));
    return `${String(step + 1).padStart(2)}  ${words.padEnd(30)}${String(between(random, 2, 480)).padStart(5)} s`;
  });
}

function filled(random: Random, template: string): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, slot: string) => {
    const range = NUMBERS[slot];
    if (range !== undefined) return String(between(random, ...range));
    if (slot === 'code')
      return `${String.fromCharCode(65 + between(random, 0, 25))}${between(random, 10, 99)}`;
    const words = WORDS[slot];
    if (words === undefined) throw new Error(`no words for {${slot}}`);
    return oneOf(random, words);
  });
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
