import { section } from './section.ts';

/** Texts of the node's screen as a whole. */
export const app = section({
  en: {
    title: 'Pageswarm',
    starting: 'The node starts…',
    stopping: 'Stopping. The trackers are told…',
    offline: 'no address',
    trackers: (ok: number, of: number) => (of === 0 ? 'no tracker' : `trackers ${ok}/${of} ok`),
    up: 'up',
    down: 'down',
    running: (n: number) => (n === 0 ? 'no transfers' : `${n} running`),
    waiting: (n: number) => `${n} waiting`,
    attached: 'attached',
    quitWithTransfers: (n: number) =>
      n === 1 ? 'A transfer is running. Quit?' : `${n} transfers are running. Quit?`,
    quitDetails: (n: number) =>
      `${n === 1 ? 'It is kept, and goes' : 'They are kept, and go'} on when the peer starts again.`,
    lost: 'The peer is gone. Waiting for it to come back; {app/quit=q} leaves.',
    back: 'The peer is back.',
    unknownKeys: (names: string) => `Own keys that mean nothing: ${names}`,
    output: 'Output',
    contexts: { output: 'Output' },
    outputRunning: 'running; {output/close=escape} stops it',
    outputDone: (code: number) => (code === 0 ? 'done' : `ended with code ${code}`),
    notInside: (verb: string) => `'${verb}' runs a program of its own: use it in another terminal.`,
    unclosedQuote: 'A quote is not closed.',
    noPipe: 'There is no standard input or output here: name a file instead of -.',
    help: {
      'app-settings': 'settings',
      'output/close': 'close; stop what runs',
      'output/copy': 'copy the output',
    },
  },
  pt: {
    title: 'Pageswarm',
    starting: 'O nó está iniciando…',
    stopping: 'Encerrando. Os trackers são avisados…',
    offline: 'sem endereço',
    trackers: (ok: number, of: number) => (of === 0 ? 'sem tracker' : `trackers ${ok}/${of} ok`),
    up: 'envio',
    down: 'recepção',
    running: (n: number) => (n === 0 ? 'sem transferências' : `${n} em curso`),
    waiting: (n: number) => `${n} esperando`,
    attached: 'anexada',
    quitWithTransfers: (n: number) =>
      n === 1 ? 'Uma transferência está em curso. Sair?' : `${n} transferências estão em curso. Sair?`,
    quitDetails: (n: number) =>
      n === 1
        ? 'Ela fica guardada e continua quando o nó iniciar de novo.'
        : 'Elas ficam guardadas e continuam quando o nó iniciar de novo.',
    lost: 'O nó sumiu. Esperando que volte; {app/quit=q} sai.',
    back: 'O nó voltou.',
    unknownKeys: (names: string) => `Teclas próprias que nada significam: ${names}`,
    output: 'Saída',
    contexts: { output: 'Saída' },
    outputRunning: 'executando; {output/close=escape} interrompe',
    outputDone: (code: number) => (code === 0 ? 'pronto' : `terminou com código ${code}`),
    notInside: (verb: string) => `'${verb}' é um programa à parte: use-o em outro terminal.`,
    unclosedQuote: 'Uma aspa não foi fechada.',
    noPipe: 'Aqui não há entrada nem saída padrão: dê um arquivo em vez de -.',
    help: {
      'app-settings': 'configurações',
      'output/close': 'fechar; interromper o que executa',
      'output/copy': 'copiar a saída',
    },
  },
  es: {
    title: 'Pageswarm',
    starting: 'El nodo se está iniciando…',
    stopping: 'Terminando. Se avisa a los trackers…',
    offline: 'sin dirección',
    trackers: (ok: number, of: number) => (of === 0 ? 'sin tracker' : `trackers ${ok}/${of} ok`),
    up: 'subida',
    down: 'bajada',
    running: (n: number) => (n === 0 ? 'sin transferencias' : `${n} en curso`),
    waiting: (n: number) => `${n} en espera`,
    attached: 'adjunta',
    quitWithTransfers: (n: number) =>
      n === 1 ? 'Hay una transferencia en curso. ¿Salir?' : `Hay ${n} transferencias en curso. ¿Salir?`,
    quitDetails: (n: number) =>
      n === 1
        ? 'Queda guardada y sigue cuando el nodo se inicie de nuevo.'
        : 'Quedan guardadas y siguen cuando el nodo se inicie de nuevo.',
    lost: 'El nodo se ha ido. Esperando a que vuelva; {app/quit=q} sale.',
    back: 'El nodo ha vuelto.',
    unknownKeys: (names: string) => `Teclas propias que nada significan: ${names}`,
    output: 'Salida',
    contexts: { output: 'Salida' },
    outputRunning: 'en marcha; {output/close=escape} lo detiene',
    outputDone: (code: number) => (code === 0 ? 'hecho' : `terminó con código ${code}`),
    notInside: (verb: string) => `'${verb}' es un programa aparte: úselo en otro terminal.`,
    unclosedQuote: 'Falta cerrar una comilla.',
    noPipe: 'Aquí no hay entrada ni salida estándar: dé un archivo en lugar de -.',
    help: {
      'app-settings': 'ajustes',
      'output/close': 'cerrar; detener lo que corre',
      'output/copy': 'copiar la salida',
    },
  },
});
