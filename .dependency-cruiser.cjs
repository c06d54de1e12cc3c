/** Who may import whom: common <- stages and nouns <- composition <- faces <- main. CONTRIBUTING.md explains. */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'common-stands-alone',
      severity: 'error',
      from: { path: '^common/' },
      to: { path: '^(peer|tracker)/' },
    },
    { name: 'tracker-not-peer', severity: 'error', from: { path: '^tracker/' }, to: { path: '^peer/' } },
    {
      name: 'peer-not-tracker',
      comment: 'peer/main.ts is the one executable and hands the verb `tracker` over',
      severity: 'error',
      from: { path: '^peer/', pathNot: '^peer/main\\.ts$' },
      to: { path: '^tracker/' },
    },
    {
      name: 'enter-by-the-door',
      comment: 'from outside a room only room/room.ts is imported',
      severity: 'error',
      from: { path: '^(peer|tracker)/([^/]+)' },
      to: { path: '^(peer|tracker)/([^/]+)/(?!\\2\\.ts$)', pathNot: '^$1/$2/' },
    },
    {
      name: 'faces-are-leaves',
      severity: 'error',
      from: {
        path: '^(peer|tracker)/',
        pathNot: '^(peer/(main|peer)|tracker/(main|tracker))\\.ts$|^(peer|tracker)/(cli|tui|web|http|udp)/',
      },
      to: { path: '^(peer|tracker)/(cli|tui|web|http|udp)/' },
    },
    {
      name: 'pure-rooms-do-no-io',
      severity: 'error',
      from: { path: '^(common/(?!runtime/)|peer/(rank|assign)/|tracker/(catalog|swarms|answer)/)' },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|zlib|buffer)$' },
    },
    {
      name: 'product-never-imports-tests',
      severity: 'error',
      from: { path: '^(common|peer|tracker)/' },
      to: { path: '^(test|samples)/' },
    },
    {
      name: 'benches-run-without-jest',
      severity: 'error',
      from: { path: '^test/bench/' },
      to: { path: '@jest/globals', reachable: true },
    },
    { name: 'not-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
